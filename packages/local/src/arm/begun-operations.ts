import type { Durable } from "../state/durable.ts";
import type { ArmCall, ArmPart, PartAnswer } from "../wall/arm-call.ts";
import { callKind } from "../wall/resource-path.ts";

/** An operation that the provider began, as its answer told. */
export interface BegunOperation {
  /** Path of the resource it works on, as the caller wrote it. */
  resource: string;
  /** Path and query of its status. */
  status: string;
}

/** Which operation the provider last began on each resource: what no client of ARM is told who did not begin it. For `aro local status`. */
export interface BegunOperations {
  /** The same part, with the answers to writes and deletes looked at on their way out. */
  around(part: ArmPart): ArmPart;
  list(): BegunOperation[];
}

const table = `
  CREATE TABLE IF NOT EXISTS arm_begun_operation (
    resource TEXT PRIMARY KEY COLLATE NOCASE, status TEXT NOT NULL) STRICT;
`;

/** Opens the record in the emulator's durable state. */
export function openBegunOperations({ database }: Durable): BegunOperations {
  database.exec(table);
  const put = database.prepare(
    "INSERT INTO arm_begun_operation VALUES (?, ?) ON CONFLICT (resource) DO UPDATE SET status = excluded.status",
  );
  const all = database.prepare("SELECT resource, status FROM arm_begun_operation ORDER BY resource");
  const noted = async ({ request }: ArmCall, answering: PartAnswer) => {
    const answer = await answering;
    const address = answer?.headers["azure-asyncoperation"];
    if (address !== undefined && URL.canParse(address)) {
      const { pathname, search } = new URL(address);
      put.run(request.url.pathname, pathname + search);
    }
    return answer;
  };
  return {
    list: () => all.all() as unknown as BegunOperation[],
    around: (part) => (call) => {
      const answering = part(call);
      return callKind(call.request.method) === "read" || answering === undefined ? answering : noted(call, answering);
    },
  };
}
