"""azure-mgmt-dns and azure-mgmt-privatedns."""

from __future__ import annotations

from azure.core.exceptions import ResourceExistsError, ResourceNotFoundError
from azure.mgmt.dns import DnsManagementClient
from azure.mgmt.privatedns import PrivateDnsManagementClient
from life import Life, Refused, Step, steps_of
from network import SPACE, net
from sign_in import GROUP, TAGS, client, tagged

public = client(DnsManagementClient)
private = client(PrivateDnsManagementClient)
ZONE, PRIVATE = "example.test", "private.test"
GLOBAL = {"location": "global"}


def addresses(ttl: int, name: str = "TTL", record: str = "ARecords") -> dict:
    return {"properties": {name: ttl, record: [{"ipv4Address": "192.0.2.1"}]}}


def zones() -> list[Step]:
    z, r = public.zones, public.record_sets
    lives = [
        Life(
            "dns zones",
            create=lambda: z.create_or_update(GROUP, ZONE, GLOBAL),
            get=lambda: z.get(GROUP, ZONE),
            list=lambda: z.list_by_resource_group(GROUP),
            update=lambda: z.update(GROUP, ZONE, {"tags": TAGS}),
            updated=tagged,
            refused=Refused(lambda: z.get(GROUP, "nowhere.test"), ResourceNotFoundError, "ResourceNotFound"),
            remove=lambda: z.begin_delete(GROUP, ZONE),
        ),
        Life(
            "dns record_sets",
            create=lambda: z.create_or_update(GROUP, ZONE, GLOBAL)
            and r.create_or_update(GROUP, ZONE, "www", "A", addresses(60)),
            get=lambda: r.get(GROUP, ZONE, "www", "A"),
            list=lambda: r.list_by_dns_zone(GROUP, ZONE),
            update=lambda: r.update(GROUP, ZONE, "www", "A", {"properties": {"TTL": 90}}),
            updated=lambda shown: shown.ttl == 90,
            refused=Refused(
                lambda: r.create_or_update(GROUP, "nowhere.test", "www", "A", addresses(60)),
                ResourceNotFoundError,
                "ParentResourceNotFound",
            ),
            remove=lambda: r.delete(GROUP, ZONE, "www", "A"),
        ),
    ]
    return [step for life in lives for step in steps_of(life)]


def private_zones() -> list[Step]:
    z, r, v = private.private_zones, private.record_sets, private.virtual_network_links

    def link():
        network = net.virtual_networks.begin_create_or_update(GROUP, "linked", SPACE).result()
        members = {"virtualNetwork": {"id": network.id}, "registrationEnabled": True}
        return v.begin_create_or_update(GROUP, PRIVATE, "link", {**GLOBAL, "properties": members})

    lives = [
        Life(
            "privatedns private_zones",
            create=lambda: z.begin_create_or_update(GROUP, PRIVATE, GLOBAL),
            get=lambda: z.get(GROUP, PRIVATE),
            list=lambda: z.list_by_resource_group(GROUP),
            update=lambda: z.begin_update(GROUP, PRIVATE, {"tags": TAGS}),
            updated=tagged,
            refused=Refused(lambda: z.get(GROUP, "nowhere.test"), ResourceNotFoundError, "ResourceNotFound"),
            remove=lambda: z.begin_delete(GROUP, PRIVATE),
        ),
        Life(
            "privatedns record_sets",
            create=lambda: z.begin_create_or_update(GROUP, PRIVATE, GLOBAL).result()
            and r.create_or_update(GROUP, PRIVATE, "A", "www", addresses(60, "ttl", "aRecords")),
            get=lambda: r.get(GROUP, PRIVATE, "A", "www"),
            list=lambda: r.list_by_type(GROUP, PRIVATE, "A"),
            update=lambda: r.update(GROUP, PRIVATE, "A", "www", {"properties": {"ttl": 90}}),
            updated=lambda shown: shown.ttl == 90,
            refused=Refused(
                lambda: r.create_or_update(GROUP, "nowhere.test", "A", "www", addresses(60, "ttl", "aRecords")),
                ResourceNotFoundError,
                "ParentResourceNotFound",
            ),
            remove=lambda: r.delete(GROUP, PRIVATE, "A", "www"),
        ),
        Life(
            "privatedns virtual_network_links",
            create=link,
            get=lambda: v.get(GROUP, PRIVATE, "link"),
            list=lambda: v.list(GROUP, PRIVATE),
            update=lambda: v.begin_update(GROUP, PRIVATE, "link", {"properties": {"registrationEnabled": False}}),
            updated=lambda shown: shown.registration_enabled is False,
            refused=Refused(lambda: z.begin_delete(GROUP, PRIVATE), ResourceExistsError, "CannotDeleteResource"),
            remove=lambda: v.begin_delete(GROUP, PRIVATE, "link"),
        ),
    ]
    return [step for life in lives for step in steps_of(life)]
