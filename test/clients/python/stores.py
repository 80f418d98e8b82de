"""azure-mgmt-storage, azure-mgmt-keyvault, and secrets at a vault's own name."""

from __future__ import annotations

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.keyvault.secrets import SecretClient
from azure.mgmt.keyvault import KeyVaultManagementClient
from azure.mgmt.storage import StorageManagementClient
from life import Life, Refused, Step, steps_of
from sign_in import GROUP, LOCATION, TAGS, TENANT, client, credential, object_id, tagged

storage_client = client(StorageManagementClient)
vault_client = client(KeyVaultManagementClient)
ACCOUNT = {"location": LOCATION, "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
NAME = "acctclients"


def storage() -> list[Step]:
    s, b = storage_client.storage_accounts, storage_client.blob_containers

    def container():
        s.begin_create(GROUP, NAME, ACCOUNT).result()
        keys = s.list_keys(GROUP, NAME).keys_property if hasattr(s.list_keys(GROUP, NAME), "keys_property") else None
        assert keys is None or len(keys) == 2, keys
        return b.create(GROUP, NAME, "box", {})

    lives = [
        Life(
            "storage storage_accounts",
            create=lambda: s.begin_create(GROUP, NAME, ACCOUNT),
            get=lambda: s.get_properties(GROUP, NAME),
            list=lambda: s.list_by_resource_group(GROUP),
            update=lambda: s.update(GROUP, NAME, {"tags": TAGS}),
            updated=tagged,
            refused=Refused(lambda: s.begin_create(GROUP, "bad_", ACCOUNT), HttpResponseError, "AccountNameInvalid"),
            remove=lambda: s.delete(GROUP, NAME),
        ),
        Life(
            "storage blob_containers",
            create=container,
            get=lambda: b.get(GROUP, NAME, "box"),
            list=lambda: b.list(GROUP, NAME),
            update=lambda: b.update(GROUP, NAME, "box", {"properties": {"metadata": {"team": "clients"}}}),
            updated=lambda shown: shown.metadata == {"team": "clients"},
            refused=Refused(lambda: b.get(GROUP, NAME, "nowhere"), ResourceNotFoundError, "ContainerNotFound"),
            remove=lambda: b.delete(GROUP, NAME, "box"),
        ),
    ]
    return [step for life in lives for step in steps_of(life)]


def secrets_live() -> None:
    """Secrets at the vault's own name, which only the proxy of the environment knows."""
    secrets = SecretClient("https://kvclients.vault.aro.test", credential)
    secrets.set_secret("s", "one")
    secrets.set_secret("s", "two")
    assert secrets.get_secret("s").value == "two"
    assert [one.name for one in secrets.list_properties_of_secrets()] == ["s"]
    secrets.begin_delete_secret("s").result()
    try:
        secrets.get_secret("s")
    except ResourceNotFoundError as error:
        assert error.error.code == "SecretNotFound", error.error.code
        return
    raise AssertionError("the secret is still there")


def key_vault() -> list[Step]:
    v = vault_client.vaults
    members = {
        "tenantId": TENANT,
        "sku": {"family": "A", "name": "standard"},
        "accessPolicies": [{"tenantId": TENANT, "objectId": object_id(), "permissions": {"secrets": ["all"]}}],
        "enableRbacAuthorization": False,
    }
    life = Life(
        "keyvault vaults",
        create=lambda: v.begin_create_or_update(GROUP, "kvclients", {"location": LOCATION, "properties": members}),
        get=lambda: v.get(GROUP, "kvclients"),
        list=lambda: v.list_by_resource_group(GROUP),
        update=lambda: v.update(GROUP, "kvclients", {"tags": TAGS}),
        updated=tagged,
        refused=Refused(lambda: v.get(GROUP, "kvnowhere"), ResourceNotFoundError, "ResourceNotFound"),
        remove=lambda: v.delete(GROUP, "kvclients"),
    )
    *before, removal = steps_of(life)

    def purge() -> None:
        assert v.get_deleted("kvclients", LOCATION).properties.location == LOCATION
        v.begin_purge_deleted("kvclients", LOCATION).result()

    return [*before, ("keyvault secrets: set, get, list, delete", secrets_live), removal, ("keyvault vaults: purge", purge)]
