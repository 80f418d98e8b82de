import type { BillingDocument } from "../../documents/billing.ts";
import type { JsonObject } from "../../documents/json.ts";
import { validateBillingDocument } from "../../generated/admin/validate-resources.js";
import { adminResource } from "./resource.ts";

const { show } = adminResource({ shape: "BillingDocument", validate: validateBillingDocument, rules: () => [] });

/** A billing record as administrators read it; null for one that bills nothing, which lists leave out (spec 01 §1.8). */
export const adminBilling = (
  document: Omit<BillingDocument, "billing"> & { billing?: BillingDocument["billing"] },
): JsonObject | null => (document.billing === undefined || document.billing === null ? null : show(document));
