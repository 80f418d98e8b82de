import type { Behaviour } from "../facts/evidence.ts";

const subject = "OpenShift clusters";

/** What emulated OpenShift does as OpenShift on Azure does it. */
export const openShiftBehaviours: readonly Behaviour[] = [
  {
    subject,
    what: "a bootstrap machine fetches its ignition from the address in its custom data and asks again until it is there; its serial console says so",
    evidence: "documented",
  },
  {
    subject,
    what: "a machine joins when the address in its custom data leads, by a balancer's rule and pool, to a machine that serves configurations",
    evidence: "documented",
  },
  {
    subject,
    what: "an address without a rule or a running machine behind it is unreachable: the proxy answers 502 with the reason",
    evidence: "assumed",
  },
  {
    subject,
    what: "machines are made and removed through ARM with the cluster's own credentials; a refusal of the request itself (4xx) is final and stands in the Machine, others are tried again",
    evidence: "documented",
  },
  {
    subject,
    what: "a machine that ARM has no more is phase Failed: Can't find created instance.",
    evidence: "seen",
  },
  {
    subject,
    what: "services of type LoadBalancer get frontend, probes and rules at the cluster's balancers, by the annotations azure-load-balancer-ipv4 and -internal",
    evidence: "documented",
  },
  {
    subject,
    what: "an operator's conditions follow from its workloads; in an install all go side by side, in an upgrade one after the other",
    evidence: "documented",
  },
  {
    subject,
    what: "a changed serving certificate of the API server makes a new revision that is rolled master by master, and is served by SNI when all have it",
    evidence: "documented",
  },
  {
    subject,
    what: "a changed MachineConfig takes a pool's nodes one by one: cordoned, drained, started anew, with the annotations of the machine config daemon",
    evidence: "documented",
  },
  {
    subject,
    what: "kubeadmin signs in by a challenge or a page against the hash in kube-system/kubeadmin; other identity providers are not emulated",
    evidence: "documented",
  },
  {
    subject,
    what: "a route leads to a ready pod behind its service, by host and longest path; without TLS as its insecureEdgeTerminationPolicy says; protocols other than HTTP do not pass",
    evidence: "documented",
  },
  {
    subject,
    what: "the image registry is reached at default-route-openshift-image-registry when its configuration has defaultRoute; it takes the cluster's tokens, holds no images and keeps none",
    evidence: "assumed",
  },
  {
    subject,
    what: "all masters of a cluster are one API server, so that a certificate changes for all of them at once",
    evidence: "assumed",
  },
  {
    subject,
    what: "kinds of OpenShift's aggregated API servers (users, tokens, projects, image streams, builds) are kept without schemas",
    evidence: "assumed",
  },
];
