// Stands for `aro`: says what it was told, answers at its health address, and stops answering or ends when it is asked to.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const environment = process.env;
const { KUBECONFIG = "", ARO_VERSION, GREETING, TOKEN_FILE = "", ARO_OPERATOR_HEALTH_LISTEN = "" } = environment;
const config = JSON.parse(readFileSync(KUBECONFIG, "utf8"));
const told = {
  args: process.argv.slice(2),
  version: ARO_VERSION,
  greeting: GREETING,
  cluster: config.clusters[0].cluster,
  ca: readFileSync(config.clusters[0].cluster["certificate-authority"], "utf8").slice(0, 27),
  token: readFileSync(config.users[0].user.tokenFile, "utf8").split(".").length,
  mounted: readFileSync(TOKEN_FILE, "utf8"),
  podIdentity: environment["AZURE_POD_IDENTITY_AUTHORITY_HOST"] ?? "none",
  wayOut: environment["ARO_OPERATOR_WAY_OUT"] ?? "none",
  pid: process.pid,
};
console.log(JSON.stringify(told));
let healthy = true;
createServer((request, response) => {
  if (request.url === "/sicken") healthy = false;
  if (request.url === "/end") process.exit(3);
  response.writeHead(healthy ? 200 : 500).end("ok");
}).listen(Number(ARO_OPERATOR_HEALTH_LISTEN.split(":")[1]), "127.0.0.1");
process.on("SIGTERM", () => {
  console.log("asked to end");
  process.exit(0);
});
