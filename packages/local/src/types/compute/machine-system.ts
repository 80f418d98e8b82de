import { type Doc, fillDefaults, isDoc, record, records, text, unseen, valueAt } from "../../documents/document.ts";
import type { Change, Rule } from "../../resources/contract.ts";
import { invalidParameter, missingParameter, unchangeable } from "./base.ts";

const longestData = 87_380;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const refusedNames = [
  "administrator",
  "admin",
  "user",
  "root",
  "guest",
  "test",
  "console",
  "sys",
  "backup",
  "1",
  "123",
];

function checkData(target: string, value: unknown, shown: string): void {
  if (typeof value !== "string" || value === "") return;
  if (value.length > longestData || !base64.test(value.replaceAll(/\s/g, "")))
    throw invalidParameter(
      target,
      `${shown} must be in Base64 encoding and with a maximum length of ${longestData} characters.`,
    );
}

function checkPassword(profile: Doc): void {
  const password = text(profile["adminPassword"]);
  if (password === "") return;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  if (password.length >= 6 && password.length <= 72 && kinds >= 3) return;
  throw invalidParameter(
    "adminPassword",
    "The supplied password must be between 6-72 characters long and must satisfy at least 3 of password complexity requirements from the following: 1) Contains an uppercase character\r\n2) Contains a lowercase character\r\n3) Contains a numeric digit\r\n4) Contains a special character\r\n5) Control characters are not allowed",
  );
}

function checkLinux(profile: Doc): void {
  const linux = record(profile["linuxConfiguration"]);
  profile["linuxConfiguration"] = linux;
  const keys = records(record(linux["ssh"])["publicKeys"]);
  for (const key of keys)
    if (!/^(ssh-|ecdsa-)/.test(text(key["keyData"]).trim()))
      throw invalidParameter(
        "linuxConfiguration.ssh.publicKeys.keyData",
        "The value of parameter linuxConfiguration.ssh.publicKeys.keyData is invalid.",
      );
  linux["disablePasswordAuthentication"] ??= text(profile["adminPassword"]) === "" && keys.length > 0;
  const byPassword = linux["disablePasswordAuthentication"] !== true && text(profile["adminPassword"]) !== "";
  if (!byPassword && keys.length === 0)
    throw invalidParameter(
      "linuxConfiguration",
      "Authentication using either SSH or by user name and password must be enabled in Linux profile.",
    );
  fillDefaults(linux, {
    provisionVMAgent: true,
    patchSettings: { patchMode: "ImageDefault", assessmentMode: "ImageDefault" },
    enableVMAgentPlatformUpdates: false,
  });
}

/** What is said once and never shown again: passwords and custom data. Custom data is kept for whoever boots the machine. */
function hideSecrets(doc: Doc, profile: Doc): void {
  const data = text(profile["customData"]);
  if (data !== "") doc[unseen] = { ...record(doc[unseen]), customData: data };
  delete profile["customData"];
  delete profile["adminPassword"];
}

/** The operating system's profile: names, how to sign in, what is passed to the first start. */
export const system: Rule = {
  name: "a machine made of an image has a computer name and somebody who may sign in; passwords and custom data are never shown",
  evidence: "documented",
  apply: ({ doc, before, id }: Change) => {
    const properties = record(doc["properties"]);
    const disk = record(valueAt(doc, "properties.storageProfile.osDisk"));
    const old = record(before?.body["properties"])["osProfile"];
    if (before !== undefined) {
      if (!isDoc(properties["osProfile"])) {
        if (isDoc(old)) properties["osProfile"] = structuredClone(old);
        return;
      }
      const given = properties["osProfile"];
      for (const name of ["computerName", "adminUsername"])
        if (given[name] !== undefined && given[name] !== record(old)[name]) throw unchangeable(`osProfile.${name}`);
      if (given["customData"] !== undefined && given["customData"] !== record(before.body[unseen])["customData"])
        throw unchangeable("osProfile.customData");
      properties["osProfile"] = { ...record(old), ...given };
      hideSecrets(doc, record(properties["osProfile"]));
      return;
    }
    if (disk["createOption"] !== "FromImage") {
      if (isDoc(properties["osProfile"]))
        throw invalidParameter(
          "osProfile",
          "Parameter 'osProfile' is not allowed: the machine's disk has its operating system already.",
        );
      return;
    }
    const profile = properties["osProfile"];
    if (!isDoc(profile)) throw missingParameter("osProfile");
    if (text(profile["adminUsername"]) === "") throw missingParameter("osProfile.adminUsername");
    const user = text(profile["adminUsername"]);
    if (refusedNames.includes(user.toLowerCase()) || user.endsWith(".") || user.length > 64)
      throw invalidParameter(
        "adminUsername",
        `The Admin Username specified is not allowed: '${user}'. It may not be a reserved word, end with a period, or have more than 64 characters.`,
      );
    profile["computerName"] ??= id.name;
    const windows = disk["osType"] === "Windows";
    const longest = windows ? 15 : 64;
    const computer = text(profile["computerName"]);
    if (computer.length > longest || !/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(computer))
      throw invalidParameter(
        "computerName",
        `${windows ? "Windows" : "Linux"} host name cannot exceed ${longest} characters in length or contain the following characters: \` ~ ! @ # $ % ^ & * ( ) = + _ [ ] { } \\ | ; : ' " , < > / ?.`,
      );
    checkData("customData", profile["customData"], "Custom data in OSProfile");
    checkPassword(profile);
    if (windows) {
      if (text(profile["adminPassword"]) === "") throw missingParameter("osProfile.adminPassword");
      const configuration = record(profile["windowsConfiguration"]);
      fillDefaults(configuration, { provisionVMAgent: true, enableAutomaticUpdates: true });
      profile["windowsConfiguration"] = configuration;
    } else checkLinux(profile);
    fillDefaults(profile, { secrets: [], allowExtensionOperations: true, requireGuestProvisionSignal: true });
    hideSecrets(doc, profile);
  },
};

/** User data: shown only when it is asked for. */
export const userData: Rule = {
  name: "user data is shown only with $expand=userData",
  evidence: "documented",
  apply: ({ doc }: Change) => {
    const properties = record(doc["properties"]);
    const given = properties["userData"];
    if (given === undefined) return;
    checkData("userData", given, "User data");
    doc[unseen] = { ...record(doc[unseen]), userData: given };
    delete properties["userData"];
  },
};
