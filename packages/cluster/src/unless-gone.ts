import { isFailure } from "@aro/azure";

/** What `act` gives; undefined when what it acts on is not there any more, or the group it is in (ARM-DEL-06). */
export async function unlessGone<Result>(act: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await act();
  } catch (error) {
    if (isFailure(error, "notFound", "resourceGroupNotFound")) return undefined;
    throw error;
  }
}
