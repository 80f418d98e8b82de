// The SDKs' models that steps speak of; types only, so that nothing is loaded.
export type {
  FrontendIPConfiguration,
  LoadBalancer,
  NetworkInterface,
  PrivateEndpoint,
  PublicIPAddress,
  ServiceEndpointPropertiesFormat,
  Subnet,
} from "@azure/arm-network";
export type { GenericResourceExpanded, ResourceGroup } from "@azure/arm-resources";
