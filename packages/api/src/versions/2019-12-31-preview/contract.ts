import { contract20200430 } from "../2020-04-30/contract.ts";
import type { Contract } from "../contract/contract.ts";
import { workerProfiles } from "../rules/machines.ts";
import {
  apiServerAddresses,
  apiServerVisibility,
  ingressProfiles,
  ingressProfilesAlways,
} from "../rules/visibility.ts";

const lastInItsOrder = [workerProfiles, apiServerVisibility, apiServerAddresses, ingressProfilesAlways];

/**
 * api-version 2019-12-31-preview: accepted, never published. The cluster is that of 2020-04-30; workers are judged before the API server,
 * and ingress profiles on every change (spec 01 §1.3, §7).
 */
export const contract20191231: Contract = {
  ...contract20200430,
  name: "2019-12-31-preview",
  rules: [
    ...contract20200430.rules.filter((rule) => rule !== ingressProfiles && !lastInItsOrder.includes(rule)),
    ...lastInItsOrder,
  ],
};
