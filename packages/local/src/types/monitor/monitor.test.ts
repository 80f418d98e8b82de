import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock, systemClock } from "@aro/runtime";
import { MonitorClient } from "@azure/arm-monitor";
import { inProcess, subscription } from "../../../tools/in-process.ts";
import { furnish, machine } from "../../testing/furnished-network.ts";

const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const network = `${group}/providers/Microsoft.Network`;
const balancer = `${network}/loadBalancers/lb`;
const start = Date.UTC(2026, 0, 1, 12);
const old = "api-version=2020-08-01";

async function furnished() {
  const clock = manualClock(start);
  const arm = inProcess({ clock, timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  const put = async (path: string, version: string, body: object) => {
    const answer = await arm.plain("PUT", `${path}?api-version=${version}`, { location: "eastus", ...body });
    assert.ok(answer.status < 300, answer.text);
  };
  await put(group, "2021-04-01", {});
  await put(`${network}/virtualNetworks/v`, "2020-08-01", {
    properties: {
      addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
      subnets: [{ name: "s", properties: { addressPrefix: "10.0.0.0/24" } }],
    },
  });
  const subnet = { id: `${network}/virtualNetworks/v/subnets/s` };
  const rule = (name: string, port: number) => ({
    name,
    properties: {
      protocol: "Tcp",
      frontendPort: port,
      backendPort: port,
      frontendIPConfiguration: { id: `${balancer}/frontendIPConfigurations/f` },
      backendAddressPool: { id: `${balancer}/backendAddressPools/b` },
    },
  });
  await put(balancer, "2020-08-01", {
    sku: { name: "Standard" },
    properties: {
      frontendIPConfigurations: [{ name: "f", properties: { subnet } }],
      backendAddressPools: [{ name: "b" }],
      loadBalancingRules: [rule("api", 6443), rule("sint", 22623)],
    },
  });
  await put(`${network}/networkInterfaces/n`, "2020-08-01", {
    properties: {
      ipConfigurations: [
        {
          name: "c",
          properties: { subnet, loadBalancerBackendAddressPools: [{ id: `${balancer}/backendAddressPools/b` }] },
        },
      ],
    },
  });
  await clock.advance(10 * 60_000);
  return Object.assign(arm, { clock, monitor: arm.client(MonitorClient) });
}

test("the service's own use: health of a balancer's ports, one value a minute of the last hour (spec 03 §2.8)", async () => {
  await using arm = await furnished();
  const { metrics } = arm.monitor;
  const now = arm.clock.now();
  const answer = await metrics.list(balancer, {
    timespan: `${new Date(now - 3_600_000).toISOString()}/${new Date(now).toISOString()}`,
    interval: "PT1M",
    metricnames: "DipAvailability,VipAvailability",
    aggregation: "average",
    filter: "FrontendPort eq '*'",
  });
  assert.deepEqual(
    answer.value.map((one) => [one.name.value, one.unit, one.timeseries.length]),
    [
      ["DipAvailability", "Percent", 2],
      ["VipAvailability", "Percent", 2],
    ],
  );
  const [probe, path] = answer.value;
  assert.deepEqual(
    path?.timeseries.map((one) => one.metadatavalues?.map((dimension) => dimension.value)),
    [["6443"], ["22623"]],
  );
  assert.equal(path?.timeseries[0]?.data?.length, 60);
  const values = (data: readonly { average?: number }[] | undefined) => [
    ...new Set(data?.flatMap((one) => one.average ?? [])),
  ];
  assert.deepEqual(values(path?.timeseries[0]?.data), [100]);
  assert.deepEqual(values(probe?.timeseries[0]?.data), [0], "an interface without a machine answers no probe");
  assert.equal(
    path?.timeseries[0]?.data?.filter((one) => one.average !== undefined).length,
    11,
    "none before it was made",
  );
});

test("what is drawn is the same for the same minute, and longer steps add it up", async () => {
  await using arm = await furnished();
  const { metrics } = arm.monitor;
  const ask = async (interval: string) => {
    const answer = await metrics.list(balancer, {
      timespan: `${new Date(start).toISOString()}/${new Date(start + 10 * 60_000).toISOString()}`,
      interval,
      metricnames: "PacketCount",
      aggregation: "total,maximum",
    });
    return answer.value[0]?.timeseries[0]?.data?.map((one) => [one.total ?? 0, one.maximum ?? 0] as const) ?? [];
  };
  const minutes = await ask("PT1M");
  assert.equal(minutes.length, 10);
  assert.deepEqual(await ask("PT1M"), minutes);
  const [first] = await ask("PT5M");
  assert.ok(first);
  const five = minutes.slice(0, 5);
  assert.ok(Math.abs(first[0] - five.reduce((sum, one) => sum + one[0], 0)) < 0.01);
  assert.equal(first[1], Math.max(...five.map((one) => one[1])));
});

test("a range that was quoted twice, and times without a zone, are read as UTC", async () => {
  await using arm = await furnished();
  const twice = encodeURIComponent(encodeURIComponent("2026-01-01T12:00:00.5/2026-01-01T12:05:00.5"));
  const path = `${balancer}/providers/Microsoft.Insights/metrics?api-version=2018-01-01&timespan=${twice}`;
  const answer = await arm.plain("GET", path);
  assert.deepEqual(
    [answer.status, answer.body.timespan],
    [200, "2026-01-01T12:00:00Z/2026-01-01T12:05:00Z"],
    answer.text,
  );
});

test("definitions and namespaces tell what may be asked", async () => {
  await using arm = await furnished();
  const names: (string | undefined)[] = [];
  for await (const one of arm.monitor.metricDefinitions.list(balancer)) names.push(one.name?.value);
  assert.ok(names.includes("DipAvailability"));
  for await (const one of arm.monitor.metricNamespaces.list(balancer))
    assert.equal(one.properties?.metricNamespaceName, "Microsoft.Network/loadBalancers");
});

test("what Monitor does not know is refused by name", async () => {
  await using arm = await furnished();
  const refused = async (status: number, code: string, scope: string, query: string) => {
    const answer = await arm.plain("GET", `${scope}/providers/Microsoft.Insights/metrics?${query}`);
    assert.deepEqual([answer.status, answer.body.error.code], [status, code], answer.text);
  };
  const version = "api-version=2018-01-01";
  await refused(400, "BadRequest", balancer, `${version}&metricnames=Happiness`);
  await refused(400, "BadRequest", balancer, `${version}&interval=PT2M`);
  await refused(400, "BadRequest", balancer, `${version}&aggregation=median`);
  await refused(400, "BadRequest", balancer, `${version}&timespan=yesterday`);
  await refused(400, "BadRequest", balancer, `${version}&$filter=Color eq 'red'`);
  await refused(400, "BadRequest", balancer, `${version}&metricnames=VipAvailability&$filter=Color%20eq%20'red'`);
  await refused(400, "InvalidQueryParameter", balancer, `${version}&color=red`);
  await refused(400, "NoRegisteredProviderFound", balancer, old);
  await refused(404, "ResourceNotFound", `${network}/loadBalancers/none`, version);
  await refused(400, "BadRequest", `${network}/virtualNetworks/v`, version);
});

test("a probe is answered as soon as there is a machine behind it", async () => {
  await using arm = inProcess({ timing: { scale: 20_000, holdMilliseconds: 1_000 } });
  const { nic } = await furnish(arm);
  const interface_ = await nic("n");
  const quick = { updateIntervalInMs: 1 };
  const frontend = `${balancer}/frontendIPConfigurations/f`;
  const kept = await arm.network.networkInterfaces.get("rg", "n");
  const subnet = { id: kept.ipConfigurations?.[0]?.subnet?.id ?? "" };
  const rule = { protocol: "Tcp", frontendPort: 6443, backendPort: 6443 } as const;
  await arm.network.loadBalancers.createOrUpdate("rg", "lb", {
    location: "eastus",
    sku: { name: "Standard" },
    frontendIPConfigurations: [{ name: "f", subnet }],
    backendAddressPools: [{ name: "b" }],
    loadBalancingRules: [
      {
        name: "api",
        ...rule,
        frontendIPConfiguration: { id: frontend },
        backendAddressPool: { id: `${balancer}/backendAddressPools/b` },
      },
    ],
  });
  const [configuration] = kept.ipConfigurations ?? [];
  await arm.network.networkInterfaces.createOrUpdate("rg", "n", {
    ...kept,
    ipConfigurations: [
      { ...configuration, loadBalancerBackendAddressPools: [{ id: `${balancer}/backendAddressPools/b` }] },
    ],
  });
  const around = (offset: number) => new Date(systemClock.now() + offset).toISOString();
  const health = async () => {
    const answer = await arm.client(MonitorClient).metrics.list(balancer, {
      timespan: `${around(-60_000)}/${around(60_000)}`,
      metricnames: "DipAvailability",
      filter: "FrontendPort eq '6443'",
    });
    return answer.value[0]?.timeseries[0]?.data?.at(-1)?.average;
  };
  assert.equal(await health(), 0);
  await arm.compute.virtualMachines.createOrUpdate("rg", "m", machine(interface_), quick);
  assert.equal(await health(), 100);
});
