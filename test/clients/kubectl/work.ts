import type { Chapter } from "./command.ts";

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: $ns}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: registry.test/web:1, ports: [{containerPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: $ns}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`;
const settings = (value: string) =>
  `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"$ns"},"data":{"color":"${value}"}}`;

/** A namespace of one's own, and what lives in it. */
export const work: readonly Chapter[] = [
  {
    title: "make and change",
    commands: [
      { say: "create namespace $ns", shows: /namespace\/\S+ created/ },
      { say: "apply -f -", input: deployment, shows: [/deployment\.apps\/web created/, /service\/web created/] },
      { say: "apply -f -", input: deployment, shows: [/deployment\.apps\/web unchanged/, /service\/web unchanged/] },
      { say: "diff -f -", input: deployment },
      { say: "rollout status -n $ns deployment/web --timeout=60s", shows: /successfully rolled out/ },
      {
        say: "get deployment -n $ns web -o wide",
        shows: [/CONTAINERS +IMAGES +SELECTOR/, /web +2\/2 +2 +2 +\d+s +web +registry\.test\/web:1 +app=web/],
      },
      { say: "describe deployment -n $ns web", shows: /2 desired \| 2 updated \| 2 total \| 2 available/ },
      { say: "get endpoints -n $ns web", within: 10, shows: /web +\d+\.\d+\.\d+\.\d+:8080,\d/ },
      { say: "describe service -n $ns web", shows: /Endpoints: +\d+\.\d+\.\d+\.\d+:8080,\d/ },
      {
        say: "get all -n $ns",
        shows: [/pod\/web-/, /service\/web/, /deployment\.apps\/web/, /replicaset\.apps\/web-/],
      },
      { say: "set image -n $ns deployment/web web=registry.test/web:2", shows: /image updated/ },
      { say: "rollout status -n $ns deployment/web --timeout=60s", shows: /successfully rolled out/ },
      { say: "rollout history -n $ns deployment/web", shows: /REVISION[\s\S]*\n1 [\s\S]*\n2 / },
      { say: "rollout undo -n $ns deployment/web", shows: /rolled back/ },
      { say: "rollout status -n $ns deployment/web --timeout=60s", shows: /successfully rolled out/ },
      { say: "rollout restart -n $ns deployment/web", shows: /restarted/ },
      { say: "rollout status -n $ns deployment/web --timeout=60s", shows: /successfully rolled out/ },
      { say: "scale -n $ns deployment/web --replicas=3", shows: /scaled/ },
      { say: "wait -n $ns deployment/web --for=condition=Available --timeout=60s", shows: /condition met/ },
      { say: "get pods -n $ns -l app=web --no-headers", within: 20, shows: /^(web-\S+ +1\/1 +Running +0 +\d+s\n){3}$/ },
      { say: "autoscale -n $ns deployment web --min=1 --max=3 --cpu-percent=80", shows: /autoscaled/ },
      {
        say: "get hpa -n $ns",
        shows: /^NAME +REFERENCE +TARGETS +MINPODS +MAXPODS +REPLICAS +AGE\nweb +Deployment\/web/,
      },
      { say: "delete hpa -n $ns web", shows: /deleted/ },
      { say: "expose -n $ns deployment web --name=again --port=8080", shows: /service\/again exposed/ },
      { say: "set env -n $ns deployment/web COLOR=blue", shows: /env updated/ },
      { say: "rollout status -n $ns deployment/web --timeout=60s", shows: /successfully rolled out/ },
      { say: "rollout pause -n $ns deployment/web", shows: /paused/ },
      { say: "rollout resume -n $ns deployment/web", shows: /resumed/ },
      { say: "create ingress -n $ns web --rule=a.test/*=web:80", shows: /created/ },
      {
        say: "get ingress -n $ns web",
        shows: /^NAME +CLASS +HOSTS +ADDRESS +PORTS +AGE\nweb +<none> +a\.test +80 +\d+s\n$/,
      },
      { say: "label namespace $ns part=of", shows: /labeled/ },
      { say: "get namespace $ns --show-labels", shows: /kubernetes\.io\/metadata\.name=.*part=of/ },
    ],
  },
  {
    title: "patches",
    commands: [
      { say: "apply -f - --server-side", input: settings("blue"), shows: /configmap\/settings serverside-applied/ },
      { say: "apply -f - --server-side --field-manager=other", input: settings("red"), refused: /conflict/i },
      {
        say: "apply -f - --server-side --field-manager=other --force-conflicts",
        input: settings("red"),
        shows: /serverside-applied/,
      },
      { say: "get configmap -n $ns settings", shows: /^NAME +DATA +AGE\nsettings +1 +\d+s\n$/ },
      { say: `patch configmap -n $ns settings -p '{"data":{"size":"2"}}'`, shows: /patched/ },
      { say: `patch configmap -n $ns settings --type=merge -p '{"data":{"size":null}}'`, shows: /patched/ },
      {
        say: `patch configmap -n $ns settings --type=json -p '[{"op":"replace","path":"/data/color","value":"green"}]'`,
        shows: /patched/,
      },
      { say: "get configmap -n $ns settings -o jsonpath={.data}", shows: /^\{"color":"green"\}$/ },
      { say: "label configmap -n $ns settings part=of", shows: /labeled/ },
      { say: "get configmap -n $ns -l part=of -L part", shows: /NAME +DATA +AGE +PART\nsettings +1 +\d+s +of\n/ },
      { say: "annotate configmap -n $ns settings said=so", shows: /annotated/ },
      { say: "replace -f -", input: settings("white"), shows: /configmap\/settings replaced/ },
      { say: "apply -f - --dry-run=server", input: settings("black"), shows: /\(server dry run\)/ },
      { say: "get configmap -n $ns settings -o go-template={{.data.color}}", shows: /^white$/ },
      {
        say: "get configmap -n $ns settings --watch -o jsonpath={.data.color}",
        shows: /white[\s\S]*yellow/,
        meanwhile: `patch configmap -n $ns settings -p '{"data":{"color":"yellow"}}'`,
      },
      {
        say: "get pods -n $ns --watch",
        shows: [/^NAME +READY +STATUS +RESTARTS +AGE\n/, /Terminating/],
        meanwhile: "scale -n $ns deployment/web --replicas=1",
      },
      { say: "create configmap -n $ns words --from-literal=word=edited-from", shows: /created/ },
      { say: "edit configmap -n $ns words", shows: /configmap\/words edited/ },
      { say: "get configmap -n $ns words -o jsonpath={.data.word}", shows: /^edited-to$/ },
      { say: "create secret generic -n $ns password --from-literal=word=x", shows: /created/ },
      { say: "get secret -n $ns password", shows: /^NAME +TYPE +DATA +AGE\npassword +Opaque +1 +\d+s\n$/ },
      { say: "create job -n $ns task --image=busybox -- echo done", shows: /created/ },
      { say: "wait -n $ns job/task --for=condition=Complete --timeout=60s", shows: /condition met/ },
      {
        say: "get job -n $ns task",
        shows: /^NAME +(STATUS +)?COMPLETIONS +DURATION +AGE\ntask +(Complete +)?1\/1 +\d+s +\d+s\n$/,
      },
      { say: "logs -n $ns job/task", shows: /^done\n$/ },
    ],
  },
  {
    title: "in pods",
    commands: [
      { say: "run -n $ns shell --image=registry.test/shell --port=8080", shows: /pod\/shell created/ },
      { say: "wait -n $ns pod/shell --for=condition=Ready --timeout=60s", shows: /condition met/ },
      { say: "logs -n $ns shell", shows: /./ },
      { say: "logs -n $ns shell --tail=1 --timestamps", shows: /^\d{4}-\d\d-\d\dT/ },
      { say: "exec -n $ns shell -- hostname", shows: /^shell\n$/ },
      { say: "exec -n $ns -i shell -- cat", input: "what was said\n", shows: /^what was said\n$/ },
      { say: "exec -n $ns shell -- sh -c 'exit 3'", refused: /exit code 3/ },
      { say: "attach -n $ns absent", refused: /NotFound/ },
      { say: "port-forward -n $ns pod/shell :8080", reached: /answered by pod/ },
      { say: "port-forward -n $ns service/web :80", reached: /answered by pod/ },
      { say: "describe pod -n $ns shell", shows: [/Normal +Scheduled /, /Normal +Pulled /, /Normal +Started /] },
      {
        say: "get events -n $ns --sort-by=.lastTimestamp",
        shows: [/^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n/, /Started +pod\/shell/],
      },
      { say: "top pods -n $ns", within: 20, shows: /shell +\d+m +\d+Mi/ },
      { say: "top nodes", shows: /-master-0 +\d+m +\d+% +\d+Mi +\d+%/ },
      { say: "events -n $ns --for=pod/shell", only: "new", shows: /Normal +Started +Pod\/shell/ },
      {
        say: "debug -n $ns shell --image=busybox --target=shell -c look -- echo seen",
        only: "new",
      },
      { say: "logs -n $ns shell -c look", only: "new", within: 20, shows: /^seen\n$/ },
      {
        say: "debug -n $ns shell -i --image=busybox -c typed -- sh",
        only: "new",
        input: "hostname\nexit\n",
        shows: /^shell\n$/m,
      },
      {
        say: "describe pod -n $ns shell",
        only: "new",
        shows: /Ephemeral Containers:\n +look:[\s\S]*Reason: +Completed/,
      },
      {
        say: "run -n $ns typed -i --rm --restart=Never --image=busybox -- sh",
        input: "hostname\nexit\n",
        shows: [/^typed\n/m, /deleted/],
      },
      { say: "delete pod -n $ns shell --timeout=60s", shows: /deleted/ },
      { say: "get --raw /readyz?verbose", shows: /readyz check passed/ },
      { say: "get pods --all-namespaces --chunk-size=20 -o name", shows: /^(pod\/\S+\n){50,}$/ },
      { say: "create deployment -n $ns orphan --image=registry.test/web", shows: /created/ },
      { say: "rollout status -n $ns deployment/orphan --timeout=60s", shows: /successfully rolled out/ },
      { say: "delete deployment -n $ns orphan --cascade=orphan", shows: /deleted/ },
      { say: "get replicasets -n $ns -l app=orphan", shows: /orphan-\S+ +1 +1 +1 / },
      { say: "delete replicasets -n $ns -l app=orphan --cascade=foreground --timeout=60s", shows: /deleted/ },
      { say: "get pods -n $ns -l app=orphan -o name", within: 40, shows: /^$/ },
    ],
  },
];
