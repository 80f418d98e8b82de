import { cascadeCases } from "./cascades.ts";
import { deleteWhileCreatingCases } from "./delete-while-creating.ts";
import { deleteCases } from "./deletes.ts";
import { faultCases } from "./faults-at-writes.ts";
import { killCases } from "./kills.ts";
import { lostDocumentCases } from "./lost-documents.ts";
import { manyBackendsCases } from "./many-backends.ts";
import { repeatCases } from "./repeats.ts";
import { stoppedWorkerCases } from "./stopped-workers.ts";
import { unknownMemberCases } from "./unknown-members.ts";

/** Every case of the crash matrix. */
export const crashCases = [
  ...manyBackendsCases,
  ...cascadeCases,
  ...killCases,
  ...faultCases,
  ...deleteCases,
  ...deleteWhileCreatingCases,
  ...stoppedWorkerCases,
  ...repeatCases,
  ...unknownMemberCases,
  ...lostDocumentCases,
] as const;
