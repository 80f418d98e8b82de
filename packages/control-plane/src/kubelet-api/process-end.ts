import { ApiStatus } from "../status/status.ts";

/** How a process ended, as its client is told: a Status with the exit code as its cause. */
export type ProcessEnd = { exitCode: number } | { failure: ApiStatus };

/** Runs to the end and never throws. */
export async function endOf(run: () => Promise<number>): Promise<ProcessEnd> {
  try {
    return { exitCode: await run() };
  } catch (error) {
    if (error instanceof ApiStatus) return { failure: error };
    return { failure: new ApiStatus("InternalError", `Internal error occurred: ${(error as Error).message}`) };
  }
}

const exitMessage = (exitCode: number): string => `command terminated with non-zero exit code: exit status ${exitCode}`;

/** The end as the error channel carries it: JSON since the fourth protocol, before that words, and none when all went well. */
export function endText(end: ProcessEnd, asJson: boolean): string {
  if ("failure" in end) return asJson ? JSON.stringify(end.failure) : end.failure.message;
  if (end.exitCode === 0) return asJson ? JSON.stringify({ metadata: {}, status: "Success" }) : "";
  if (!asJson) return exitMessage(end.exitCode);
  return JSON.stringify({
    metadata: {},
    status: "Failure",
    message: exitMessage(end.exitCode),
    reason: "NonZeroExitCode",
    details: { causes: [{ reason: "ExitCode", message: String(end.exitCode) }] },
  });
}
