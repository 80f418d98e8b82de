/** Bodies of requests and answers by api-version, for clients of the API and for tests. Emitted from the same source as the descriptions. */

export type * as v20200430 from "./generated/2020-04-30/types.ts";
export type * as v20210901preview from "./generated/2021-09-01-preview/types.ts";
export type * as v20220401 from "./generated/2022-04-01/types.ts";
export type * as v20220904 from "./generated/2022-09-04/types.ts";
export type * as v20230401 from "./generated/2023-04-01/types.ts";
export type * as v20230701preview from "./generated/2023-07-01-preview/types.ts";
export type * as v20230904 from "./generated/2023-09-04/types.ts";
export type * as v20231122 from "./generated/2023-11-22/types.ts";
export type * as v20240812preview from "./generated/2024-08-12-preview/types.ts";
export type * as v20250725 from "./generated/2025-07-25/types.ts";
export type * as admin from "./generated/admin/types.ts";
