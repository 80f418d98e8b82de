/** One cloud as a value (decision 5): endpoints, audiences and suffixes. Product code never asks which cloud it is in. */
export interface Cloud {
  name: string;
  /** ARM, without a trailing slash. */
  resourceManager: string;
  /** Audience of ARM's tokens; the scope is this with `/.default`. */
  resourceManagerAudience: string;
  /** Token authority, without a tenant. */
  authority: string;
  graph: string;
  graphAudience: string;
  /** Where it is asked who may do what (spec 03 §11.2). */
  checkAccess: {
    /** Without a trailing slash; `{region}` stands for the region's name where each has a host of its own. */
    endpoint: string;
    /** Audience of its tokens; the scope is this with `/.default`. */
    audience: string;
  };
  /** Where ARM's client certificates are published (spec 01 §5 "Authenticate"). */
  armCertificateMetadata: string;
  suffixes: {
    storage: string;
    keyVault: string;
    containerRegistry: string;
    cosmos: string;
    privateDomain: string;
  };
  /** Whether the authority can be looked up at Microsoft; false where it is nobody Microsoft knows. */
  instanceDiscovery: boolean;
  /** How clusters are reached where their names do not resolve; absent in public clouds. */
  clusterAccess?: { proxyUrl: string; ca: string };
}
