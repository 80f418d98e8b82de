import { join, relative, resolve } from "node:path";
import { Problem, quoted } from "@aro/cli";

/** What lies where in the folder of one local instance; the emulator keeps its own state in the same folder. */
export interface StateFolder {
  /** Absolute path. */
  path: string;
  /** As it is spoken of: relative to where the person stands when that is shorter. */
  shown: string;
  /** ` --state DIR`, for commands that are printed to be pasted; empty when they find the folder without. */
  flag: string;
  /** Held while `up`, `down` or `reset` works; the only file that `reset` leaves. */
  lock: string;
  /** Held by the supervisor for as long as it lives. */
  supervisorLock: string;
  /** The supervisor and how far it is. */
  supervisor: string;
  /** The processes it looks after. */
  processes: string;
  /** Ports and other choices made at the first `up`. */
  settings: string;
  /** Configuration of the emulator. */
  emulatorConfig: string;
  /** Addresses and ids of the emulated cloud, and variables for its clients; the emulator writes both. */
  endpoints: string;
  clientEnvironment: string;
  /** The authority that signed everything here, and the secret of the control API; the emulator writes both. */
  ca: string;
  controlSecret: string;
  /** A file per secret of the service: the emulator puts certificates there, we the keys. */
  secrets: string;
  /** The service's document store. */
  database: string;
  /** What has been seeded that cannot be read back: the service principal's secret. */
  seeded: string;
  /** What the process of that name prints. */
  log: (name: string) => string;
  logs: string;
}

/** The folder that `--state` names, else `ARO_LOCAL_STATE`, else `.aro` beside the launcher. @throws Problem for an empty name. */
export function stateFolder(
  option: string | undefined,
  surroundings: { environment: Readonly<Record<string, string | undefined>>; root: string; cwd: string },
): StateFolder {
  // A variable that was not set, most likely; it would mean the folder the person stands in.
  if (option === "") throw Problem.usage('--state: "" is no folder');
  const usual = resolve(
    surroundings.cwd,
    surroundings.environment["ARO_LOCAL_STATE"] || join(surroundings.root, ".aro"),
  );
  const path = option === undefined ? usual : resolve(surroundings.cwd, option);
  const near = relative(surroundings.cwd, path);
  const at = (...names: string[]) => join(path, ...names);
  const shown = near === "" ? "." : near.startsWith("..") ? path : near;
  return {
    path,
    shown,
    flag: path === usual ? "" : ` --state ${quoted(shown)}`,
    lock: at("lock"),
    supervisorLock: at("supervisor.lock"),
    supervisor: at("supervisor.json"),
    processes: at("processes.json"),
    settings: at("settings.json"),
    emulatorConfig: at("emulator.json"),
    endpoints: at("endpoints.json"),
    clientEnvironment: at("env.json"),
    ca: at("ca.pem"),
    controlSecret: at("control.secret"),
    secrets: at("secrets"),
    database: at("rp.sqlite"),
    seeded: at("seeded.json"),
    logs: at("logs"),
    log: (name) => at("logs", `${name}.log`),
  };
}
