import { CloudError, parseResourceId } from "@aro/api";

/** A subnet's id in parts. */
export interface SubnetAddress {
  id: string;
  resourceGroup: string;
  network: string;
  name: string;
}

/** The parts of a subnet's id. @throws CloudError InvalidResourceID when it is none. */
export function subnetAddress(id: string): SubnetAddress {
  const parts = parseResourceId(id);
  const [network, name, ...more] = parts?.names ?? [];
  if (
    parts?.type.toLowerCase() !== "microsoft.network/virtualnetworks/subnets" ||
    network === undefined ||
    name === undefined ||
    more.length > 0
  )
    throw new CloudError({
      code: "InvalidResourceID",
      target: id,
      message: `'${id}' is not the id of a subnet. Correct it, then send the request again.`,
    });
  return { id, resourceGroup: parts.resourceGroup, network, name };
}
