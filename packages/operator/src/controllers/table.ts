import type { OperatorRole } from "@aro/operator-objects";
import type { Controller } from "../runtime/controller.ts";
import { clusterOperator } from "./cluster-operator/cluster-operator.ts";
import { ingressReplicas } from "./ingress-replicas.ts";
import { internetChecker } from "./internet/internet-checker.ts";
import { machineSets } from "./machine-sets.ts";
import { pullSecret } from "./pull-secret/pull-secret.ts";

/** Who works in which of the operator's processes (spec 04 §6.0). */
export const controllersOf: Readonly<Record<OperatorRole, readonly Controller[]>> = {
  master: [clusterOperator, pullSecret, machineSets, ingressReplicas, internetChecker],
  worker: [internetChecker],
};
