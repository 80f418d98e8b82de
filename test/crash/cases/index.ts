import { deleteWhileCreatingCases } from "./delete-while-creating.ts";
import { deleteCases } from "./deletes.ts";
import { faultCases } from "./faults-at-writes.ts";
import { killCases } from "./kills.ts";
import { manyBackendsCases } from "./many-backends.ts";
import { stoppedWorkerCases } from "./stopped-workers.ts";

/** Every case of the crash matrix. */
export const crashCases = [
  ...manyBackendsCases,
  ...killCases,
  ...faultCases,
  ...deleteCases,
  ...deleteWhileCreatingCases,
  ...stoppedWorkerCases,
] as const;
