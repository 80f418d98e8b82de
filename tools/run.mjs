// What `npm start`, `npm test` and `npm run …` call. Plain JavaScript, because it runs on whatever Node the machine has (20 or newer)
// before the pinned one is there: installs what is missing, then hands over to the pinned Node.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
const bin = join(root, "node_modules", ".bin");
const pinned = join(bin, "node");

const tasks = {
  start: { command: join(root, "aro"), leading: ["local", "start"] },
  test: { command: pinned, leading: ["tools/test.ts"] },
  check: { command: pinned, leading: ["tools/check.ts"] },
  contract: { command: pinned, leading: ["packages/api/tools/contract/main.ts"] },
  behaviours: { command: pinned, leading: ["packages/local/tools/write-behaviours.ts"] },
  "swagger:diff": { command: pinned, leading: ["packages/api/tools/swagger-diff/main.ts"] },
  exchanges: { command: pinned, leading: ["test/contract/exchanges/main.ts"] },
  "kube-conformance": { command: pinned, leading: ["packages/control-plane/tools/conformance.ts"] },
  "kube-assets": { command: pinned, leading: ["tools/kube-assets/main.ts"] },
  crash: { command: pinned, leading: ["--disable-warning=ExperimentalWarning", "test/crash/main.ts"] },
  clients: { command: pinned, leading: ["--disable-warning=ExperimentalWarning", "test/clients/main.ts"] },
  scenarios: { command: pinned, leading: ["--disable-warning=ExperimentalWarning", "test/scenarios/main.ts"] },
  whole: { command: pinned, leading: ["--disable-warning=ExperimentalWarning", "test/whole/main.ts"] },
};

/** What of package-lock.json is not installed as locked; optional packages of other platforms do not count. */
function missingPackages() {
  const read = (file) => JSON.parse(readFileSync(join(root, file), "utf8")).packages;
  if (!existsSync(pinned) || !existsSync(join(root, "node_modules/.package-lock.json"))) return ["everything"];
  const installed = read("node_modules/.package-lock.json");
  return Object.entries(read("package-lock.json"))
    .filter(([path, entry]) => path.startsWith("node_modules/") && !entry.optional)
    .filter(([path, entry]) =>
      entry.link ? !existsSync(join(root, path)) : installed[path]?.version !== entry.version,
    )
    .map(([path]) => path);
}

function install() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  console.error(
    `Installing the packages of package-lock.json (${missing.length === 1 ? missing[0] : `${missing.length} to bring up to date`}) …`,
  );
  const npm = process.env.npm_execpath;
  const [command, leading] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  const result = spawnSync(command, [...leading, "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  const still = result.status === 0 ? missingPackages() : ["see npm's words above"];
  if (still.length > 0) {
    console.error(
      `The installation did not complete (${still.slice(0, 3).join(", ")}). Mend that, then run 'npm ci' here and try again.`,
    );
    process.exit(1);
  }
}

const [task, ...rest] = process.argv.slice(2);
const chosen = tasks[task];
if (chosen === undefined) {
  console.error(`usage: node tools/run.mjs ${Object.keys(tasks).join("|")} [arguments]`);
  process.exit(2);
}
install();
const child = spawn(chosen.command, [...chosen.leading, ...rest], {
  cwd: root,
  stdio: "inherit",
  env: {
    NODE_COMPILE_CACHE: join(root, "node_modules/.cache/compile"),
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`,
  },
});
// Here we only wait for the child. Ctrl-C reaches it through the terminal too, and it takes both for one; a signal to this process alone does not.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`${chosen.command}: ${error.message}`);
  process.exit(1);
});
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
