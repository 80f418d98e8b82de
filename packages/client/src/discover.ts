import { type Cloud, cloudFromMetadata, knownClouds } from "@aro/api";
import { type ConnectionOptions, connect } from "./connection.ts";

/**
 * The cloud of that name, or the one that the ARM at that https address describes.
 * @throws Error naming the clouds when it is neither; UnreachableError; ApiError.
 */
export async function findCloud(
  nameOrAddress: string,
  options: Omit<ConnectionOptions, "endpoint" | "identity">,
): Promise<Cloud> {
  const name = Object.keys(knownClouds).find(
    (known) => known.toLowerCase() === nameOrAddress.toLowerCase() || cliNames[known] === nameOrAddress.toLowerCase(),
  );
  const cloud = name === undefined ? undefined : knownClouds[name];
  if (cloud !== undefined) return cloud;
  if (!/^https:\/\//i.test(nameOrAddress))
    throw new Error(
      `"${nameOrAddress}" is no cloud known here; use ${Object.keys(knownClouds).join(", ")} or the https address of an ARM`,
    );
  const answer = await connect({ ...options, endpoint: nameOrAddress }).call({
    method: "GET",
    path: "/metadata/endpoints",
    apiVersion: "2022-09-01",
  });
  return cloudFromMetadata(nameOrAddress, answer.body);
}

/** What `az cloud` calls the clouds that we know by the names of the SDKs. */
const cliNames: Readonly<Record<string, string>> = {
  AzurePublicCloud: "azurecloud",
  AzureUSGovernmentCloud: "azureusgovernment",
};
