// Prints the Ignition config of a sample cluster's bootstrap machine: for tests of rooms that may not import this one.
//   node packages/installer/tools/sample-ignition.ts [DOMAIN [INFRA_ID [INTERNAL_ADDRESS]]] >bootstrap.ign
import { sampleBootstrapIgnition, sampleCluster } from "../src/testing/index.ts";

const [domain = "c1.eastus.aroapp.io", infraId = "c1-bcdfg", internalAddress = "10.0.0.4"] = process.argv.slice(2);
const cluster = sampleCluster((properties) => {
  properties.infraId = infraId;
  properties.apiserverProfile.intIp = internalAddress;
});
process.stdout.write(JSON.stringify(await sampleBootstrapIgnition({ cluster, domain, now: Date.now() - 60_000 })));
