"""azure-identity, azure-mgmt-resource and azure-mgmt-resource-deployments."""

from __future__ import annotations

from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceNotFoundError
from azure.mgmt.resource.deployments import DeploymentsMgmtClient
from azure.mgmt.resource.resources import ResourceManagementClient
from life import Life, Refused, Step, steps_of
from sign_in import GROUP, LOCATION, SUBSCRIPTION, TAGS, by_certificate, client, stranger, tagged

arm = client(ResourceManagementClient)
deploying = client(DeploymentsMgmtClient)
ID = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers/Microsoft.Network/routeTables/generic"
VERSION = "2023-04-01"


def template(value: str) -> dict:
    body = {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "resources": [],
        "outputs": {"said": {"type": "string", "value": value}},
    }
    return {"properties": {"mode": "Incremental", "template": body}}


def beginning() -> list[Step]:
    """The group that everything else lies in, and who signs in how."""

    def by_secret() -> None:
        arm.resource_groups.create_or_update(GROUP, {"location": LOCATION})

    def by_proof() -> None:
        client(ResourceManagementClient, by_certificate()).resource_groups.get(GROUP)

    def refused() -> None:
        try:
            client(ResourceManagementClient, stranger()).resource_groups.get(GROUP)
        except ClientAuthenticationError as error:
            assert "AADSTS7000215" in error.message, error.message
            return
        raise AssertionError("it was not refused")

    return [
        ("identity ClientSecretCredential: sign in", by_secret),
        ("identity CertificateCredential: sign in", by_proof),
        ("identity ClientSecretCredential: refused with AADSTS7000215", refused),
    ]


def ending() -> list[Step]:
    """Everything goes with its group."""

    def remove() -> None:
        arm.resource_groups.begin_delete(GROUP).result()
        left = [one.id for one in arm.resources.list()]
        assert left == [], left

    return [("resource resource_groups: delete with everything in it", remove)]


def resources() -> list[Step]:
    g, r, d = arm.resource_groups, arm.resources, deploying.deployments

    def validate() -> None:
        state = d.begin_validate(GROUP, "d", template("one")).result().properties.provisioning_state
        assert state == "Succeeded", state

    def providers() -> None:
        assert "Microsoft.Network" in [one.namespace for one in arm.providers.list()]
        assert arm.providers.get("Microsoft.Network").registration_state == "Registered"

    lives = [
        Life(
            "resource resource_groups",
            create=lambda: g.create_or_update("other", {"location": LOCATION}),
            get=lambda: g.get("other"),
            list=g.list,
            update=lambda: g.update("other", {"tags": TAGS}),
            updated=tagged,
            refused=Refused(lambda: g.get("nowhere"), ResourceNotFoundError, "ResourceGroupNotFound"),
            remove=lambda: g.begin_delete("other"),
        ),
        Life(
            "resource resources",
            create=lambda: r.begin_create_or_update_by_id(ID, {"location": LOCATION, "properties": {}}, api_version=VERSION),
            get=lambda: r.get_by_id(ID, api_version=VERSION),
            list=lambda: r.list_by_resource_group(GROUP),
            update=lambda: r.begin_update_by_id(ID, {"tags": TAGS}, api_version=VERSION),
            updated=tagged,
            refused=Refused(lambda: r.get_by_id(ID, api_version="1999-01-01"), HttpResponseError, "NoRegisteredProviderFound"),
            remove=lambda: r.begin_delete_by_id(ID, api_version=VERSION),
        ),
        Life(
            "resource deployments",
            create=lambda: d.begin_create_or_update(GROUP, "d", template("one")),
            get=lambda: d.get(GROUP, "d"),
            list=lambda: d.list_by_resource_group(GROUP),
            update=lambda: d.begin_create_or_update(GROUP, "d", template("two")),
            updated=lambda shown: shown.properties.outputs["said"]["value"] == "two",
            refused=Refused(
                lambda: d.begin_create_or_update(GROUP, "bad", template("[noSuchFunction()]")),
                HttpResponseError,
                "InvalidTemplate",
            ),
            remove=lambda: d.begin_delete(GROUP, "d"),
        ),
    ]
    steps = [step for life in lives for step in steps_of(life)]
    return [*steps, ("resource deployments: validate", validate), ("resource providers: list, get", providers)]
