"""azure-mgmt-network and azure-mgmt-compute."""

from __future__ import annotations

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.mgmt.compute import ComputeManagementClient
from azure.mgmt.network import NetworkManagementClient
from life import Life, Refused, Step, steps_of
from sign_in import GROUP, LOCATION, SUBSCRIPTION, TAGS, client, tagged

net = client(NetworkManagementClient)
compute_client = client(ComputeManagementClient)

SPACE = {"location": LOCATION, "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}}
RULE = {
    "priority": 200,
    "direction": "Inbound",
    "access": "Allow",
    "protocol": "Tcp",
    "sourceAddressPrefix": "*",
    "sourcePortRange": "*",
    "destinationAddressPrefix": "*",
    "destinationPortRange": "443",
}
ADDRESS = {"location": LOCATION, "sku": {"name": "Standard"}, "properties": {"publicIPAllocationMethod": "Static"}}
TAGGED = {"tags": TAGS}
FRONTEND = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers/Microsoft.Network"
    "/loadBalancers/lb/frontendIPConfigurations/fe"
)


def subnet(prefix: str) -> dict:
    return {"properties": {"addressPrefix": prefix}}


def interface(name: str):
    """An interface in a network of its own."""
    space = {"addressSpace": {"addressPrefixes": ["10.9.0.0/16"]}, "subnets": [{"name": "s", **subnet("10.9.0.0/24")}]}
    made = net.virtual_networks.begin_create_or_update(GROUP, "machines", {"location": LOCATION, "properties": space})
    ip = {"name": "ip", "properties": {"subnet": {"id": made.result().subnets[0].id}}}
    body = {"location": LOCATION, "properties": {"ipConfigurations": [ip]}}
    return net.network_interfaces.begin_create_or_update(GROUP, name, body).result()


def balancer():
    """A load balancer on an address of its own."""
    address = net.public_ip_addresses.begin_create_or_update(GROUP, "ip", ADDRESS).result()
    rule = {"protocol": "Tcp", "frontendPort": 80, "backendPort": 80, "frontendIPConfiguration": {"id": FRONTEND}}
    parts = {
        "frontendIPConfigurations": [{"name": "fe", "properties": {"publicIPAddress": {"id": address.id}}}],
        "backendAddressPools": [{"name": "be"}],
        "loadBalancingRules": [{"name": "rule", "properties": rule}],
    }
    body = {"location": LOCATION, "sku": {"name": "Standard"}, "properties": parts}
    return net.load_balancers.begin_create_or_update(GROUP, "lb", body)


def rule(name: str, priority: int):
    body = {"properties": {**RULE, "priority": priority}}
    return net.security_rules.begin_create_or_update(GROUP, "nsg", name, body)


def machine():
    """A machine made of an image."""
    image = {"publisher": "Canonical", "offer": "0001-com-ubuntu-server-jammy", "sku": "22_04-lts-gen2", "version": "latest"}
    parts = {
        "hardwareProfile": {"vmSize": "Standard_D2s_v3"},
        "storageProfile": {"imageReference": image, "osDisk": {"createOption": "FromImage", "deleteOption": "Delete"}},
        "osProfile": {"computerName": "vm", "adminUsername": "somebody", "adminPassword": "Not-for-real-1"},
        "networkProfile": {"networkInterfaces": [{"id": interface("vm").id}]},
    }
    return compute_client.virtual_machines.begin_create_or_update(GROUP, "vm", {"location": LOCATION, "properties": parts})


def disk(size: int) -> dict:
    return {"location": LOCATION, "properties": {"diskSizeGB": size, "creationData": {"createOption": "Empty"}}}


def absent(call, code: str = "ResourceNotFound") -> Refused:
    return Refused(call, ResourceNotFoundError, code)


def wrong(code: str, call) -> Refused:
    return Refused(call, HttpResponseError, code)


def network() -> list[Step]:
    v, s, n = net.virtual_networks, net.subnets, net.network_security_groups
    a, b, i = net.public_ip_addresses, net.load_balancers, net.network_interfaces
    bad = {"location": LOCATION, "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0"]}}}
    lives = [
        Life(
            "network virtual_networks",
            create=lambda: v.begin_create_or_update(GROUP, "vnet", SPACE),
            get=lambda: v.get(GROUP, "vnet"),
            list=lambda: v.list(GROUP),
            update=lambda: v.update_tags(GROUP, "vnet", TAGGED),
            updated=tagged,
            refused=wrong("InvalidAddressPrefixFormat", lambda: v.begin_create_or_update(GROUP, "bad", bad)),
            remove=lambda: v.begin_delete(GROUP, "vnet"),
        ),
        Life(
            "network subnets",
            create=lambda: (v.begin_create_or_update(GROUP, "vnet", SPACE).result())
            and s.begin_create_or_update(GROUP, "vnet", "one", subnet("10.0.0.0/24")),
            get=lambda: s.get(GROUP, "vnet", "one"),
            list=lambda: s.list(GROUP, "vnet"),
            update=lambda: s.begin_create_or_update(GROUP, "vnet", "one", subnet("10.0.4.0/24")),
            updated=lambda shown: shown.address_prefix == "10.0.4.0/24",
            refused=wrong(
                "NetcfgSubnetRangeOutsideVnet",
                lambda: s.begin_create_or_update(GROUP, "vnet", "two", subnet("10.9.0.0/24")),
            ),
            remove=lambda: s.begin_delete(GROUP, "vnet", "one"),
        ),
        Life(
            "network network_security_groups",
            create=lambda: n.begin_create_or_update(GROUP, "nsg", {"location": LOCATION}),
            get=lambda: n.get(GROUP, "nsg"),
            list=n.list_all,
            update=lambda: n.update_tags(GROUP, "nsg", TAGGED),
            updated=tagged,
            refused=absent(lambda: n.get(GROUP, "nowhere")),
            remove=lambda: n.begin_delete(GROUP, "nsg"),
        ),
        Life(
            "network security_rules",
            create=lambda: n.begin_create_or_update(GROUP, "nsg", {"location": LOCATION}).result() and rule("https", 200),
            get=lambda: net.security_rules.get(GROUP, "nsg", "https"),
            list=lambda: net.security_rules.list(GROUP, "nsg"),
            update=lambda: rule("https", 300),
            updated=lambda shown: shown.priority == 300,
            refused=wrong("SecurityRuleConflict", lambda: rule("other", 300)),
            remove=lambda: net.security_rules.begin_delete(GROUP, "nsg", "https"),
        ),
        Life(
            "network load_balancers",
            create=balancer,
            get=lambda: b.get(GROUP, "lb"),
            list=lambda: b.list(GROUP),
            update=lambda: b.update_tags(GROUP, "lb", TAGGED),
            updated=tagged,
            refused=wrong("PublicIPAddressCannotBeDeleted", lambda: a.begin_delete(GROUP, "ip")),
            remove=lambda: b.begin_delete(GROUP, "lb"),
        ),
        Life(
            "network public_ip_addresses",
            create=lambda: a.begin_create_or_update(GROUP, "ip", ADDRESS),
            get=lambda: a.get(GROUP, "ip"),
            list=a.list_all,
            update=lambda: a.update_tags(GROUP, "ip", TAGGED),
            updated=tagged,
            refused=absent(lambda: a.get(GROUP, "nowhere")),
            remove=lambda: a.begin_delete(GROUP, "ip"),
        ),
        Life(
            "network network_interfaces",
            create=lambda: interface("nic"),
            get=lambda: i.get(GROUP, "nic"),
            list=lambda: i.list(GROUP),
            update=lambda: i.update_tags(GROUP, "nic", TAGGED),
            updated=tagged,
            refused=wrong("InUseSubnetCannotBeDeleted", lambda: v.begin_delete(GROUP, "machines")),
            remove=lambda: i.begin_delete(GROUP, "nic"),
        ),
    ]
    return [step for life in lives for step in steps_of(life)]


def compute() -> list[Step]:
    d, m = compute_client.disks, compute_client.virtual_machines

    def sizes() -> None:
        found = {one.name for one in compute_client.resource_skus.list(filter="location eq 'eastus'")}
        assert "Standard_D2s_v3" in found

    lives = [
        Life(
            "compute disks",
            create=lambda: d.begin_create_or_update(GROUP, "disk", disk(4)),
            get=lambda: d.get(GROUP, "disk"),
            list=lambda: d.list_by_resource_group(GROUP),
            update=lambda: d.begin_update(GROUP, "disk", {**TAGGED, "properties": {"diskSizeGB": 8}}),
            updated=lambda shown: tagged(shown) and shown.disk_size_gb == 8,
            refused=wrong("InvalidParameter", lambda: d.begin_create_or_update(GROUP, "bad", disk(0))),
            remove=lambda: d.begin_delete(GROUP, "disk"),
        ),
        Life(
            "compute virtual_machines",
            create=machine,
            get=lambda: m.get(GROUP, "vm"),
            list=lambda: m.list(GROUP),
            update=lambda: m.begin_update(GROUP, "vm", TAGGED),
            updated=tagged,
            refused=absent(lambda: m.begin_deallocate(GROUP, "nowhere")),
            remove=lambda: m.begin_delete(GROUP, "vm"),
        ),
    ]
    return [step for life in lives for step in steps_of(life)] + [("compute resource_skus: list", sizes)]
