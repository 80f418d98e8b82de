import { CloudError } from "@aro/api";

/** Text of an error that is ours whatever else it says (spec 02 §5.2 step 3, §14 invariant 18). */
const nullPrincipal = "nullorinvalidguidexcludeprincipalid";

/** Nothing worked on the operation to its end, as often as it was taken up (ARM-ASY-12: the step is named). */
export const takenTooOften = (times: number, step: string | undefined): CloudError =>
  new CloudError({
    code: "InternalServerError",
    message: `The operation was taken up ${times} times and did not end${during(step)}. Send the request again. If it fails again, open an Azure support request.`,
  });

/** The operation outlasted its limit (ARM-ASY-12: the step is named). */
export const outlasted = (limitMilliseconds: number, step: string | undefined): CloudError =>
  new CloudError(
    {
      code: "DeploymentFailed",
      message: `The operation did not end within ${Math.round(limitMilliseconds / 60_000)} minutes${during(step)}. Send the request again. If it fails again, open an Azure support request.`,
    },
    { status: 500 },
  );

const during = (step: string | undefined): string => (step === undefined ? "" : `; it stopped in step '${step}'`);

/** The error as the operation records it: a null principal in a deny assignment is always our fault. */
export function recorded(error: CloudError): CloudError {
  if (!textOf(error).toLowerCase().includes(nullPrincipal)) return error;
  return new CloudError({ ...error.body, code: "InternalServerError" }, { cause: error });
}

function textOf(error: unknown, depth = 0): string {
  if (depth > 8) return "";
  if (!(error instanceof Error)) return String(error);
  const body = error instanceof CloudError ? JSON.stringify(error.body) : "";
  return `${error.message} ${body} ${error.cause === undefined ? "" : textOf(error.cause, depth + 1)}`;
}
