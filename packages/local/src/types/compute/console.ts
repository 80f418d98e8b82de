import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { isoTime } from "@aro/runtime";
import { type Doc, text, valueAt } from "../../documents/document.ts";
import type { Row, Rows } from "../../documents/rows.ts";
import type { ServicePart } from "../../names/hosts.ts";
import type { Engine } from "../../resources/contract.ts";
import { decoded } from "../../wall/decoded.ts";
import type { WallResponse } from "../../wall/wall.ts";

/** Account that Azure keeps managed boot diagnostics in. */
const account = "bootdiagnostics0";

/** What of the engine the console needs. */
type Kept = Pick<Engine, "rows" | "random" | "durable" | "clock" | "suffixes">;

const secretOf = (engine: Kept): string => {
  const known = engine.rows.value("console-secret");
  if (known !== undefined) return known;
  const made = Buffer.from(engine.random.bytes(32)).toString("hex");
  engine.durable.transaction(() => engine.rows.setValue("console-secret", made));
  return made;
};

const host = (engine: Kept): string => `${account}.blob.${engine.suffixes.storage}`;

/** What an address says besides its path: all of it is signed. */
const signedMembers = ["sv", "sr", "se", "sp"] as const;

const sign = (engine: Kept, path: string, query: URLSearchParams): string =>
  createHmac("sha256", secretOf(engine))
    .update([path, ...signedMembers.map((name) => query.get(name) ?? "")].join("\n"))
    .digest("base64");

const logKey = (machine: string): string => `console ${machine.toLowerCase()}`;

/** Where screenshot and serial log of a machine can be read until a time, with signatures. */
export function consoleLinks(engine: Kept, row: Row, until: number): Doc {
  const machine = text(valueAt(row.body, "properties.vmId"));
  const folder = `/bootdiagnostics-${row.name
    .slice(0, 9)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "")}-${machine}`;
  const link = (ending: string) => {
    const path = `${folder}/${row.name}.${machine}.${ending}`;
    const query = new URLSearchParams({
      sv: "2018-03-28",
      sr: "b",
      se: isoTime(until),
      sp: "r",
    });
    query.set("sig", sign(engine, path, query));
    return `https://${host(engine)}${path}?${query.toString()}`;
  };
  return { consoleScreenshotBlobUri: link("screenshot.bmp"), serialConsoleLogBlobUri: link("serialconsole.log") };
}

/** Replaces what a machine's serial console has said so far. Inside a transaction. */
export const setConsole = (rows: Rows, machine: string, log: string): void => rows.setValue(logKey(machine), log);

/** What a machine's serial console was made to say; undefined when nothing. */
export const consoleLog = (rows: Rows, machine: string): string | undefined => rows.value(logKey(machine));

/** What a machine's serial console has said: what was set, or else the little that every start says. */
const consoleOf = (engine: Kept, row: Row): string =>
  consoleLog(engine.rows, row.key) ??
  [
    `[    0.000000] Linux version 5.14.0 (emulated) (${createHash("sha256").update(row.key).digest("hex").slice(0, 8)})`,
    "[    0.000000] Command line: console=tty0 console=ttyS0,115200n8",
    `[    1.240000] systemd[1]: Hostname set to <${text(valueAt(row.body, "properties.osProfile.computerName")) || row.name}>.`,
    "[    4.020000] ignition[640]: Ignition finished successfully",
    `${row.name} login: `,
    "",
  ].join("\n");

// The smallest bitmap there is: one black point.
const bitmap = Uint8Array.from([
  0x42, 0x4d, 0x3a, 0, 0, 0, 0, 0, 0, 0, 0x36, 0, 0, 0, 0x28, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0x18, 0, 0, 0, 0,
  0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]);

const refuse = (status: number, code: string, message: string): WallResponse => ({
  status,
  headers: { "content-type": "application/xml", "x-ms-error-code": code },
  body: new TextEncoder().encode(
    `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  ),
});

const form =
  /^\/bootdiagnostics-[a-z0-9]*-([0-9a-f-]{36})\/([^/]+)\.[0-9a-f-]{36}\.(screenshot\.bmp|serialconsole\.log)$/;

const machineOf = (engine: Kept, vmId: string): Row | undefined => {
  const key = engine.rows.value(`machine ${vmId}`);
  return key === undefined ? undefined : engine.rows.get(key);
};

/** The blobs in which Azure keeps what managed boot diagnostics have seen. */
export function consoleBlobs(engine: Kept): ServicePart {
  return {
    serves: (name) => name === host(engine),
    owns: (name) => name === host(engine),
    wall: async ({ method, url }) => {
      if (method !== "GET" && method !== "HEAD")
        return refuse(405, "UnsupportedHttpVerb", "The resource doesn't support the specified HTTP verb.");
      const path = decoded(url.pathname);
      if (path === undefined) return refuse(400, "InvalidUri", "The requested URI does not represent any resource.");
      const given = Buffer.from(url.searchParams.get("sig") ?? "");
      const wanted = Buffer.from(sign(engine, path, url.searchParams));
      const signed = given.byteLength === wanted.byteLength && timingSafeEqual(given, wanted);
      if (!signed || Date.parse(url.searchParams.get("se") ?? "") < engine.clock.now())
        return refuse(
          403,
          "AuthenticationFailed",
          "Server failed to authenticate the request: the signature is not valid, or has expired.",
        );
      const [, vmId = "", , kind] = form.exec(path) ?? [];
      const row = machineOf(engine, vmId);
      if (row === undefined) return refuse(404, "BlobNotFound", "The specified blob does not exist.");
      const body = kind === "screenshot.bmp" ? bitmap : new TextEncoder().encode(consoleOf(engine, row));
      const type = kind === "screenshot.bmp" ? "image/bmp" : "text/plain";
      return {
        status: 200,
        headers: {
          "content-type": type,
          "x-ms-blob-type": "PageBlob",
          "content-length": String(body.byteLength),
          // Clients do not read a blob without.
          etag: `"0x${createHash("sha256").update(body).digest("hex").slice(0, 15).toUpperCase()}"`,
          "last-modified": new Date(engine.clock.now()).toUTCString(),
        },
        body: method === "HEAD" ? new Uint8Array() : body,
      };
    },
  };
}
