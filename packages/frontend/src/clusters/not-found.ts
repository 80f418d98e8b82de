import { CloudError } from "@aro/api";
import { messages } from "../messages.ts";
import type { ClusterAddress } from "./address.ts";

/** 404 for a cluster that is not there. */
export const clusterNotFound = ({ name, resourceGroup }: ClusterAddress): CloudError =>
  new CloudError({ code: "ResourceNotFound", message: messages.clusterNotFound(name, resourceGroup) });
