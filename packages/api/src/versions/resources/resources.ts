import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { JsonObject } from "../../documents/json.ts";
import type { OpenShiftVersion } from "../../documents/openshift-version.ts";
import type { PlatformWorkloadIdentityRoleSet } from "../../documents/role-set.ts";
import type { Sealer } from "../../documents/sealed.ts";
import type { Contract } from "../contract/contract.ts";
import { type ObjectPlace, placesOf } from "../contract/place.ts";
import { externalView } from "../contract/view.ts";

/** Where a catalogue is read: it has its entries' ids. */
export interface CatalogPlace {
  subscriptionId: string;
  location: string;
}

/** What a customer can know of a version that may be installed: a part of the document. */
export type OfferedVersion = Pick<OpenShiftVersion, "name" | "type"> & { properties: { version: string } };

/** What a version serves besides clusters; what is absent, the version does not have (spec 01 §1.1). Pure. */
export interface Resources {
  /** What listCredentials answers: opens the stored password. */
  credentials?: (cluster: OpenShiftCluster, sealer: Sealer) => JsonObject;
  /** What listAdminCredentials answers: opens the stored kubeconfig. */
  adminCredentials?: (cluster: OpenShiftCluster, sealer: Sealer) => JsonObject;
  /** An entry of the catalogue of versions. */
  openShiftVersion?: (version: OfferedVersion, place: CatalogPlace) => JsonObject;
  /** An entry of the catalogue of role sets. */
  roleSet?: (roleSet: PlatformWorkloadIdentityRoleSet, place: CatalogPlace) => JsonObject;
}

const provider = "Microsoft.RedHatOpenShift";
const catalogId = ({ subscriptionId, location }: CatalogPlace, collection: string, name: string): string =>
  `/subscriptions/${subscriptionId}/providers/${provider}/locations/${location}/${collection}/${name}`;

/** What the version of `contract` serves besides clusters. */
export function resourcesOf(contract: Contract): Resources {
  const { resources, manners } = contract;
  const ofEntries = { ...manners, alwaysShown: ["", "properties"] };
  const places = (name: string): ObjectPlace | undefined => {
    const shape = resources[name];
    return shape === undefined ? undefined : placesOf({ ...contract, shape, manners: ofEntries });
  };
  const [credentials, adminCredentials, version, roleSet] = [
    places("OpenShiftClusterCredentials"),
    places("OpenShiftClusterAdminKubeconfig"),
    places("OpenShiftVersion"),
    places("PlatformWorkloadIdentityRoleSet"),
  ];
  /** Until 2023-11-22 entries had neither name nor type (spec 01 §1.3). */
  const named = (name: string, type: string) => (manners.namesCatalogEntries ? { name, type } : {});
  return {
    ...(credentials === undefined
      ? {}
      : {
          credentials: ({ properties: { kubeadminPassword } }, sealer) =>
            externalView(credentials, {
              kubeadminUsername: "kubeadmin",
              kubeadminPassword: kubeadminPassword === undefined ? "" : sealer.openText(kubeadminPassword).reveal(),
            }),
        }),
    ...(adminCredentials === undefined
      ? {}
      : {
          adminCredentials: ({ properties: { userAdminKubeconfig } }, sealer) =>
            externalView(adminCredentials, {
              kubeconfig:
                userAdminKubeconfig === undefined
                  ? ""
                  : Buffer.from(sealer.openBytes(userAdminKubeconfig).reveal()).toString("base64"),
            }),
        }),
    ...(version === undefined
      ? {}
      : {
          openShiftVersion: ({ name, type, properties }, place) =>
            externalView(version, {
              id: catalogId(place, "openShiftVersions", properties.version),
              ...named(name ?? properties.version, type ?? `${provider}/OpenShiftVersion`),
              properties,
            }),
        }),
    ...(roleSet === undefined
      ? {}
      : {
          roleSet: ({ name, type, properties }, place) =>
            externalView(roleSet, {
              id: catalogId(place, "platformWorkloadIdentityRoleSets", properties.openShiftVersion),
              ...named(name ?? properties.openShiftVersion, type ?? `${provider}/PlatformWorkloadIdentityRoleSet`),
              properties,
            }),
        }),
  };
}
