import { isoTime } from "@aro/runtime";
import { isDoc, record, text, unseen } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { Change, Rule, TypeRow, ViewRow } from "../../resources/contract.ts";
import { locate } from "../../resources/lookup.ts";
import { normalLocation } from "../../resources/put.ts";
import { renderResource } from "../../resources/render.ts";
import { identityAssignment, identityGoes } from "../identity/index.ts";
import { interfaceType } from "../network/base.ts";
import { notEmulated } from "../network/rules.ts";
import { allocation } from "./allocation.ts";
import {
  availabilitySetType,
  diskType,
  invalidParameter,
  machineRow,
  machineType,
  missingParameter,
  unchangeable,
} from "./base.ts";
import { instanceView } from "./instance-view.ts";
import { machineActions } from "./machine-actions.ts";
import { disksGo, holdDisks } from "./machine-disks.ts";
import { interfacesGo, interfacesOfMachine, plugInterfaces } from "./machine-network.ts";
import { preflightMachines } from "./machine-preflight.ts";
import { fitting, machineQuota, offered } from "./machine-size.ts";
import { disksOfMachine } from "./machine-storage.ts";
import { system, userData } from "./machine-system.ts";
import { machineVersions } from "./versions.ts";
import { oneZone, zonesNamed } from "./zones.ts";

const hardware: Rule = {
  name: "a machine has a size; a PUT that leaves it out keeps it",
  evidence: "assumed",
  apply: ({ doc, before }: Change) => {
    const properties = record(doc["properties"]);
    doc["properties"] = properties;
    const old = record(before?.body["properties"])["hardwareProfile"];
    properties["hardwareProfile"] ??= isDoc(old) ? structuredClone(old) : null;
    if (!isDoc(properties["hardwareProfile"])) throw missingParameter("vmSize");
  },
};

const identifyMachine: Rule = {
  name: "a machine has an id of its own and the time it was made, which stay",
  evidence: "seen",
  apply: ({ engine, doc, before, id, now }: Change) => {
    const properties = record(doc["properties"]);
    const old = record(before?.body["properties"]);
    const vmId = text(old["vmId"]) || engine.random.uuid();
    Object.assign(properties, { vmId, timeCreated: old["timeCreated"] ?? isoTime(now) });
    if (properties["priority"] === "Spot") properties["evictionPolicy"] ??= "Deallocate";
    if (before === undefined) doc[unseen] = { ...record(doc[unseen]), power: "running" };
    engine.rows.setValue(`machine ${vmId}`, id.key);
  },
};

const inSet: Rule = {
  name: "an availability set is that of the machine's group and region, without zones, and stays",
  evidence: "documented",
  apply: ({ engine, doc, before, id, location }: Change) => {
    const properties = record(doc["properties"]);
    const old = record(before?.body["properties"])["availabilitySet"];
    if (properties["availabilitySet"] === undefined && isDoc(old)) properties["availabilitySet"] = structuredClone(old);
    const set = text(record(properties["availabilitySet"])["id"]);
    if (before !== undefined && set.toLowerCase() !== text(record(old)["id"]).toLowerCase())
      throw unchangeable("availabilitySet.id");
    if (set === "") return;
    const parsed = parseId(set);
    const found = parsed?.typeKey === availabilitySetType ? locate(engine, set) : undefined;
    if (found === undefined || parsed?.group !== id.group)
      throw new Refusal(
        404,
        "NotFound",
        `Availability set ${set} was not found in the resource group of the virtual machine.`,
      );
    if (found.row.location !== location)
      throw invalidParameter(
        "availabilitySet",
        `Availability set ${set} is in location '${found.row.location}', and the virtual machine in '${location}'.`,
      );
    if (zonesNamed(doc).length > 0)
      throw new Refusal(
        400,
        "BadRequest",
        "Virtual Machine cannot be created because both Availability Zone and Availability Set were specified. Deploying an Availability Set to an Availability Zone isn’t supported.",
      );
  },
};

/** Virtual machines. */
export const virtualMachines: TypeRow = machineRow({
  type: "Microsoft.Compute/virtualMachines",
  model: "VirtualMachine",
  patchModel: "VirtualMachineUpdate",
  label: "VirtualMachine",
  takes: { put: [40_000, 90_000], delete: [20_000, 45_000] },
  namePattern: /^[A-Za-z0-9]([\w.-]{0,62}\w)?$/,
  references: [
    {
      at: "properties.networkProfile.networkInterfaces[]",
      to: interfaceType,
      back: { member: "virtualMachine", names: "resource", single: true },
      sameRegion: true,
      whole: true,
    },
    { at: "properties.storageProfile.osDisk.managedDisk", to: diskType, own: true },
    { at: "properties.storageProfile.dataDisks[].managedDisk", to: diskType, own: true },
    {
      at: "properties.availabilitySet",
      to: availabilitySetType,
      back: { member: "virtualMachines", names: "resource" },
      own: true,
    },
  ],
  computes: {
    instanceView,
    userData: (_engine, row) => record(row.body[unseen])["userData"],
  },
  query: { DELETE: ["forcedeletion"] },
  listQuery: ["$filter", "$expand", "statusonly"],
  lists: (row, filter) => {
    if (filter === undefined || filter.trim() === "") return true;
    const named = /^'?virtualMachineScaleSet\/id'?\s+eq\s+'[^']*'$/i.test(filter.trim());
    if (named) return false;
    throw new Refusal(
      400,
      "BadRequest",
      `The filter '${filter}' is not supported: machines of ${row.type} are filtered by 'virtualMachineScaleSet/id' only.`,
    );
  },
  listed: (engine, row, body, query) => {
    const asked =
      query.get("statusonly")?.toLowerCase() === "true" || query.get("$expand")?.toLowerCase() === "instanceview";
    if (asked) body["properties"] = { ...record(body["properties"]), instanceView: instanceView(engine, row) };
  },
  rules: [
    notEmulated([
      "properties.virtualMachineScaleSet",
      "properties.proximityPlacementGroup",
      "properties.host",
      "properties.hostGroup",
      "properties.capacityReservation",
      "properties.applicationProfile",
      "properties.networkProfile.networkInterfaceConfigurations",
      "extendedLocation",
    ]),
    hardware,
    oneZone,
    offered,
    inSet,
    disksOfMachine,
    system,
    userData,
    interfacesOfMachine,
    fitting,
    machineQuota,
    identityAssignment,
    identifyMachine,
    allocation,
  ],
  effects: [holdDisks, plugInterfaces],
  removal: [disksGo, interfacesGo, identityGoes],
  actions: machineActions,
  preflight: preflightMachines,
});

/** The machines of a region. */
export const machinesOfRegion: ViewRow = {
  type: "Microsoft.Compute/locations/virtualMachines",
  ends: "type",
  verb: "GET",
  apiVersions: machineVersions,
  paged: true,
  what: "the machines that a subscription has in a region",
  evidence: "documented",
  answer: ({ engine, id, apiVersion }) => {
    const location = normalLocation(id.names[0] ?? "");
    return engine.rows
      .inSubscription(id.subscription, machineType, "", 10_000)
      .filter((row) => row.location === location)
      .map((row) => renderResource(engine, row, virtualMachines, apiVersion));
  },
};
