import type { Identity } from "@aro/pki";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { AccessControl, User } from "./access/access.ts";
import { createAccess } from "./access/create-access.ts";
import { createRoleRules } from "./access/rbac.ts";
import { createReviews } from "./access/reviews.ts";
import { createServiceAccountTokens } from "./access/service-account-tokens.ts";
import { tokenRequest } from "./access/token-request.ts";
import type { Admission, Admitted } from "./admission/admission.ts";
import { certificateAdmission } from "./admission/certificates.ts";
import { limitRanges } from "./admission/limit-ranges.ts";
import { namespaceLifecycle } from "./admission/namespace-lifecycle.ts";
import { podAdmission } from "./admission/pods.ts";
import { conditionsHold, expressionsOf } from "./admission/policies/expressions.ts";
import { validatingPolicies } from "./admission/policies/policies.ts";
import { quotas } from "./admission/quotas.ts";
import { roleEscalation } from "./admission/role-escalation.ts";
import { serviceAddresses } from "./admission/service-addresses.ts";
import { volumePhase } from "./admission/volume-phase.ts";
import type { FindService } from "./admission/webhooks/call.ts";
import { sharedBook } from "./admission/webhooks/reviews.ts";
import { serviceFinder } from "./admission/webhooks/services.ts";
import { mutatingWebhooks, validatingWebhooks } from "./admission/webhooks/webhooks.ts";
import { bootstrap } from "./bootstrap/bootstrap.ts";
import { accountSecretsController } from "./controllers/account-secrets.ts";
import { aggregatedRolesController } from "./controllers/aggregated-roles.ts";
import { certificatesController } from "./controllers/certificates/certificates.ts";
import type { Controller } from "./controllers/controller.ts";
import { definitionsController } from "./controllers/definitions.ts";
import { endpointsController } from "./controllers/endpoints.ts";
import { flowControlController } from "./controllers/flow-control.ts";
import { garbageController } from "./controllers/garbage.ts";
import { namespacesController } from "./controllers/namespaces.ts";
import { nodeHeartbeatsController } from "./controllers/node-heartbeats.ts";
import { nodesController } from "./controllers/nodes.ts";
import { quotasController } from "./controllers/quotas.ts";
import { schedulerController } from "./controllers/scheduler.ts";
import { daemonSetsController } from "./controllers/workloads/daemon-sets.ts";
import { deploymentsController } from "./controllers/workloads/deployments.ts";
import { disruptionBudgetsController } from "./controllers/workloads/disruption-budgets.ts";
import { jobsController } from "./controllers/workloads/jobs.ts";
import { replicaSetsController } from "./controllers/workloads/replica-sets.ts";
import { statefulSetsController } from "./controllers/workloads/stateful-sets.ts";
import type { Definition } from "./custom/definition.ts";
import { kindsOf } from "./custom/kinds.ts";
import { flowDumps } from "./flow-control/dumps.ts";
import { createFlows } from "./flow-control/flows.ts";
import { builtIn } from "./kinds/built-in.ts";
import { createKinds } from "./kinds/create-kinds.ts";
import type { Kind, Kinds } from "./kinds/kind.ts";
import { metricsCalls, metricsService } from "./kubelet-api/metrics.ts";
import { nodeMetricsKind, podMetricsKind } from "./kubelet-api/metrics-kinds.ts";
import type { FindNodeAgent } from "./kubelet-api/node-agent.ts";
import { nodeCalls } from "./kubelet-api/node-calls.ts";
import { openApiV2 } from "./openapi/v2.ts";
import { openApiV3 } from "./openapi/v3.ts";
import { createPatches } from "./patches/create-patches.ts";
import { createRegistry } from "./registry/create-registry.ts";
import type { Registry } from "./registry/registry.ts";
import { type Gate, handle, type PathCall, type UserCall } from "./requests/handle.ts";
import type { ApiAnswer, ApiRequest } from "./requests/request.ts";
import type { SubresourceCall } from "./requests/resource-calls.ts";
import { createSchemas } from "./schemas/create-schemas.ts";
import { createRules } from "./schemas/rules/check-rules.ts";
import { type ControlPlaneKeys, clientIdentity } from "./server/keyring.ts";
import { listen } from "./server/listen.ts";
import { serverPaths } from "./server/paths.ts";
import { openSqliteStore, type SqliteStore } from "./store/sqlite-store.ts";
import { bindingCalls } from "./subresources/binding.ts";
import { evictionCalls } from "./subresources/eviction.ts";
import { scaleCalls } from "./subresources/scale.ts";

export interface ControlPlaneOptions {
  /** File of the objects; `:memory:` keeps nothing. */
  path: string;
  keys: ControlPlaneKeys;
  /** 0: a free one. */
  port: number;
  /** Issuer of service accounts' tokens. */
  issuer?: string;
  /** Addresses of services: the first is `kubernetes`' own. */
  serviceRange?: { base: string; size: number };
  /** What is looked at after the control plane's own admission. */
  admission?: readonly Admission[];
  /** Who serves for a service that is a webhook; without it, whoever its endpoints name. */
  services?: FindService;
  /** Who answers for a node: logs, exec, port-forward, usage. Nobody when absent. */
  nodeAgents?: FindNodeAgent;
  /** Subresources that others answer. */
  subresources?: readonly SubresourceCall[];
  /** Other kinds of bearer tokens. */
  tokens?: readonly ((token: string) => Promise<User | undefined>)[];
  /** Controllers besides the control plane's own. */
  controllers?: readonly Controller[];
  paths?: readonly PathCall[];
  /** PEM of the authorities whose client certificates are looked at, where that is not only the keys' own. */
  clientAuthorities?: string;
  /** PEM that pods find as `kube-root-ca.crt`; the keys' authority when absent. */
  rootCertificates?: string;
  /** What is served to a client that asks for this name (SNI); undefined: the usual certificate. */
  certificateFor?(name: string): Identity | undefined;
  /** The release that `/version` tells; that of the schemas when absent. */
  version?: string;
  /** Definitions that are served without being objects: what aggregated API servers bring. */
  aggregated?: readonly Definition[];
  /** Asked before anything else: an answer is given instead, and whoever throws or waits keeps the client waiting. */
  gate?: Gate;
  /** Asked once the caller is known and may; undefined: not its own. */
  answers?: readonly UserCall[];
  clock: Clock;
  random: Random;
  log: Log;
}

/** A running control plane. */
export interface ControlPlane extends AsyncDisposable {
  /** `https://127.0.0.1:PORT`. */
  address: string;
  port: number;
  /** PEM of its authority. */
  authority: string;
  kubernetes: string;
  store: SqliteStore;
  kinds: Kinds;
  registry: Registry;
  access: AccessControl;
  /** A request as if it had come over the network. */
  answer(request: ApiRequest): Promise<ApiAnswer>;
  /** A client certificate for a user. */
  identity(user: { name: string; groups: readonly string[] }): Promise<Identity>;
}

/** Starts a control plane: opens its store, makes what a fresh one has, listens, and sets its controllers to work. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { keys, clock, random, log, serviceRange = { base: "10.0.0.0", size: 256 } } = options;
  const clusterIP = serviceRange.base.replace(/\d+$/, (last) => String(Number(last) + 1));
  const { kinds: described, schemas: source, kubernetes } = builtIn();
  const store = openSqliteStore({ path: options.path });
  const kinds = createKinds(
    [
      ...described,
      ...(options.aggregated ?? []).flatMap(kindsOf).map(anyName),
      ...(options.nodeAgents === undefined ? [] : [nodeMetricsKind, podMetricsKind]),
    ],
    store,
  );
  const schemas = createSchemas(source, createRules(source));
  const patches = createPatches(source);
  const expressions = { store, kinds: () => kinds, schemas: source, access: () => access };
  const webhooks = {
    store,
    kinds: () => kinds,
    random,
    book: sharedBook(clock),
    find: options.services ?? serviceFinder(store),
    conditions: (write: Admitted, all: readonly string[]) => conditionsHold(expressionsOf(expressions, write), all),
  };
  const registry = createRegistry({
    store,
    kinds,
    schemas,
    patches,
    admission: [
      namespaceLifecycle(store, () => kinds),
      podAdmission(store, random),
      limitRanges(store),
      volumePhase(clock),
      certificateAdmission(() => access, clock),
      roleEscalation(
        () => access,
        () => roles,
      ),
      ...(options.admission ?? []),
      mutatingWebhooks(webhooks),
      // Addresses are given out last: whoever is asked before may still refuse.
      serviceAddresses(store, random, serviceRange),
    ],
    validating: [validatingPolicies(expressions), validatingWebhooks(webhooks), quotas(store)],
    clock,
    random,
  });
  const tokens = await createServiceAccountTokens({
    store,
    key: keys.serviceAccountKey,
    issuer: options.issuer ?? "https://kubernetes.default.svc",
    clock,
    random,
  });
  const roles = createRoleRules(store);
  const { tokens: others = [] } = options;
  const access = createAccess({ roles, tokens, others, clock });
  const reviews = createReviews({ access, roles, tokens, clock, userOf: (token) => firstUser(others, token) });
  const subresources = [
    tokenRequest(registry, kinds, tokens),
    scaleCalls(registry, patches),
    evictionCalls(registry, store),
    bindingCalls(registry),
    ...nodeCalls({ registry, store, kinds, access, find: options.nodeAgents ?? (() => undefined), clock }),
    ...(options.subresources ?? []),
  ];
  const flows = createFlows(store, () => clock.now());
  const paths = [
    flowDumps(flows),
    serverPaths(options.version ?? kubernetes),
    openApiV2(kinds, source, kubernetes),
    openApiV3(kinds, source, kubernetes),
    ...(options.paths ?? []),
  ];
  const answer = (request: ApiRequest) =>
    handle(
      {
        kinds,
        registry,
        access,
        flows,
        reviews,
        subresources,
        paths,
        answers: [
          ...(options.nodeAgents === undefined ? [] : [metricsCalls(store, options.nodeAgents, clock)]),
          ...(options.answers ?? []),
        ],
        ...(options.gate === undefined ? {} : { gate: options.gate }),
        settle: () => store.settle(),
        clock,
        log,
      },
      request,
    );
  const listening = await listen({
    certificate: keys.serving.certificate,
    key: keys.serving.key,
    clientAuthorities: options.clientAuthorities ?? keys.authority.certificate,
    ...(options.certificateFor === undefined ? {} : { certificateFor: options.certificateFor }),
    port: options.port,
    answer,
    log,
  });
  const isFresh = store.version === 1;
  bootstrap(kinds, registry, { clusterIP, port: listening.port });
  // What was before anybody could look is no history.
  if (isFresh) store.compact(store.version);
  const stopping = new AbortController();
  const controllers = [
    definitionsController,
    namespacesController(options.rootCertificates ?? keys.authority.certificate),
    garbageController,
    deploymentsController,
    replicaSetsController,
    statefulSetsController,
    daemonSetsController,
    jobsController,
    disruptionBudgetsController,
    quotasController,
    schedulerController,
    ...(options.nodeAgents === undefined ? [] : [metricsService]),
    certificatesController(keys.authority, access),
    aggregatedRolesController,
    nodeHeartbeatsController,
    nodesController,
    endpointsController,
    flowControlController,
    accountSecretsController(keys.authority.certificate),
    ...(options.controllers ?? []),
  ];
  const working = controllers.map((controller) =>
    controller({ store, kinds, registry, tokens, clock, random, log }, stopping.signal),
  );
  return {
    address: `https://127.0.0.1:${listening.port}`,
    port: listening.port,
    authority: keys.authority.certificate,
    kubernetes,
    store,
    kinds,
    registry,
    access,
    answer,
    identity: (user) => clientIdentity(keys, user, clock, random),
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await listening.close();
      await Promise.all(working);
      store.close();
    },
  };
}

/** Aggregated API servers take names that definitions do not: `sha256~…`, `kube:admin`. */
const anyName = (kind: Kind): Kind => ({ ...kind, names: "segment" });

async function firstUser(others: NonNullable<ControlPlaneOptions["tokens"]>, token: string): Promise<User | undefined> {
  for (const other of others) {
    const user = await other(token);
    if (user !== undefined) return user;
  }
  return undefined;
}
