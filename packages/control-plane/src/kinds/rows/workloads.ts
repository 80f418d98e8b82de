import { ago } from "../columns.ts";
import { selectorText } from "../selector-text.ts";
import {
  ageOf,
  type Cells,
  containerImages,
  containerNames,
  type Loose,
  labelsText,
  list,
  none,
  quantityText,
  since,
  unknown,
} from "./cell.ts";

/** Names and images of what a template makes. */
const madeOf = (template: Loose): string[] => [containerNames(template?.spec), containerImages(template?.spec)];
const count = (value: Loose): number => value ?? 0;

function jobState({ metadata, status = {} }: Loose): string {
  const holds = (wanted: string) =>
    list(status.conditions).some(({ type, status: is }) => type === wanted && is === "True");
  for (const state of ["Complete", "Failed"]) if (holds(state)) return state;
  if (metadata.deletionTimestamp !== undefined) return "Terminating";
  for (const state of ["Suspended", "FailureTarget", "SuccessCriteriaMet"]) if (holds(state)) return state;
  return "Running";
}

function completions({ spec = {}, status = {} }: Loose): string {
  const done = count(status.succeeded);
  if (spec.completions !== undefined) return `${done}/${spec.completions}`;
  return count(spec.parallelism) > 1 ? `${done}/1 of ${spec.parallelism}` : `${done}/1`;
}

function duration({ status = {} }: Loose, now: number): string {
  if (status.startTime === undefined) return "";
  return status.completionTime === undefined
    ? since(status.startTime, now)
    : ago(Date.parse(status.completionTime) - Date.parse(status.startTime));
}

/** What a metric is to be: an average or a value. */
const wanted = ({ averageValue, value }: Loose): string =>
  averageValue === undefined ? quantityText(value ?? "0") : `${quantityText(averageValue)} (avg)`;
const reached = (current: Loose, { averageValue }: Loose): string => {
  const value = averageValue === undefined ? current?.value : current?.averageValue;
  return value === undefined ? unknown : quantityText(value);
};

function resourceText({ name, target = {} }: Loose, current: Loose): string {
  if (target.averageValue !== undefined)
    return `${name}: ${current?.averageValue === undefined ? unknown : quantityText(current.averageValue)}/${quantityText(target.averageValue)}`;
  const is = current?.averageUtilization === undefined ? unknown : `${current.averageUtilization}%`;
  return `${name}: ${is}/${target.averageUtilization === undefined ? "<auto>" : `${target.averageUtilization}%`}`;
}

const members: Readonly<Record<string, string>> = {
  Resource: "resource",
  ContainerResource: "containerResource",
  Pods: "pods",
  Object: "object",
  External: "external",
};

/** Each metric as it is and as it is to be; how many there are beyond two. */
function targets(metrics: readonly Loose[], currents: readonly Loose[]): string {
  if (metrics.length === 0) return none;
  const texts = metrics.map((metric, index) => {
    const member = members[metric.type] ?? "";
    const of = metric[member] ?? {};
    const current = currents[index]?.[member]?.current;
    if (metric.type === "Resource" || metric.type === "ContainerResource") return resourceText(of, current);
    if (metric.type === "Pods")
      return `${current?.averageValue === undefined ? unknown : quantityText(current.averageValue)}/${quantityText(of.target?.averageValue ?? "0")}`;
    return `${reached(current, of.target ?? {})}/${wanted(of.target ?? {})}`;
  });
  return texts.length > 2 ? `${texts.slice(0, 2).join(", ")} + ${texts.length - 2} more...` : texts.join(", ");
}

const controllerText = ({ metadata }: Loose): string => {
  const owner = list(metadata.ownerReferences).find(({ controller }) => controller === true);
  if (owner === undefined) return none;
  const [group] = String(owner.apiVersion).includes("/") ? String(owner.apiVersion).split("/") : [""];
  return `${String(owner.kind).toLowerCase()}${group === "" ? "" : `.${group}`}/${owner.name}`;
};

const replicas = ({ spec = {}, status = {} }: Loose): number[] => [
  count(spec.replicas),
  count(status.replicas),
  count(status.readyReplicas),
];

/** What makes pods, and what counts them. */
export const workloadCells: Readonly<Record<string, Cells>> = {
  "/podtemplates": (one) => [one.metadata.name, ...madeOf(one.template), labelsText(one.template?.metadata?.labels)],
  "/replicationcontrollers": (one, now) => [
    one.metadata.name,
    ...replicas(one),
    ageOf(one, now),
    ...madeOf(one.spec?.template),
    labelsText(one.spec?.selector),
  ],
  "apps/replicasets": (one, now) => [
    one.metadata.name,
    ...replicas(one),
    ageOf(one, now),
    ...madeOf(one.spec?.template),
    selectorText(one.spec?.selector),
  ],
  "apps/deployments": (one, now) => [
    one.metadata.name,
    `${count(one.status?.readyReplicas)}/${count(one.spec?.replicas)}`,
    count(one.status?.updatedReplicas),
    count(one.status?.availableReplicas),
    ageOf(one, now),
    ...madeOf(one.spec?.template),
    selectorText(one.spec?.selector),
  ],
  "apps/statefulsets": (one, now) => [
    one.metadata.name,
    `${count(one.status?.readyReplicas)}/${count(one.spec?.replicas)}`,
    ageOf(one, now),
    ...madeOf(one.spec?.template),
  ],
  "apps/daemonsets": (one, now) => [
    one.metadata.name,
    count(one.status?.desiredNumberScheduled),
    count(one.status?.currentNumberScheduled),
    count(one.status?.numberReady),
    count(one.status?.updatedNumberScheduled),
    count(one.status?.numberAvailable),
    labelsText(one.spec?.template?.spec?.nodeSelector),
    ageOf(one, now),
    ...madeOf(one.spec?.template),
    selectorText(one.spec?.selector),
  ],
  "apps/controllerrevisions": (one, now) => [
    one.metadata.name,
    controllerText(one),
    count(one.revision),
    ageOf(one, now),
  ],
  "batch/jobs": (one, now) => [
    one.metadata.name,
    jobState(one),
    completions(one),
    duration(one, now),
    ageOf(one, now),
    ...madeOf(one.spec?.template),
    selectorText(one.spec?.selector),
  ],
  "batch/cronjobs": (one, now) => [
    one.metadata.name,
    one.spec?.schedule ?? "",
    one.spec?.timeZone ?? none,
    one.spec?.suspend === true ? "True" : "False",
    list(one.status?.active).length,
    one.status?.lastScheduleTime === undefined ? none : since(one.status.lastScheduleTime, now),
    ageOf(one, now),
    ...madeOf(one.spec?.jobTemplate?.spec?.template),
    one.spec?.jobTemplate?.spec?.selector === undefined ? none : selectorText(one.spec.jobTemplate.spec.selector),
  ],
  "autoscaling/horizontalpodautoscalers": (one, now) => [
    one.metadata.name,
    `${one.spec?.scaleTargetRef?.kind}/${one.spec?.scaleTargetRef?.name}`,
    targets(list(one.spec?.metrics), list(one.status?.currentMetrics)),
    one.spec?.minReplicas === undefined ? unsetReplicas : String(one.spec.minReplicas),
    count(one.spec?.maxReplicas),
    count(one.status?.currentReplicas),
    ageOf(one, now),
  ],
  "policy/poddisruptionbudgets": (one, now) => [
    one.metadata.name,
    String(one.spec?.minAvailable ?? "N/A"),
    String(one.spec?.maxUnavailable ?? "N/A"),
    count(one.status?.disruptionsAllowed),
    ageOf(one, now),
  ],
};

const unsetReplicas = "<unset>";
