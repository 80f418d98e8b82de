"""A cluster's life by the methods of the SDK, as a program of a customer would call them."""

from __future__ import annotations

import base64
import re
from typing import Any

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.mgmt.redhatopenshift import AzureRedHatOpenShiftClient
from generation import Generation, generation_of
from life import Refused, Step, must_refuse
from sign_in import ARM, SCOPE, credential

PASSWORD = r"\w{5}(-\w{5}){3}"


def client_of(order: dict, api_version: str | None = None) -> AzureRedHatOpenShiftClient:
    """A client that speaks the order's api-version, or another."""
    return AzureRedHatOpenShiftClient(
        credential,
        order["subscription"],
        base_url=ARM,
        credential_scopes=[SCOPE],
        api_version=api_version or order["apiVersion"],
    )


def body_of(order: dict, models: Any, worker_count: int = 3) -> Any:
    """The cluster as it is asked for."""
    encryption = {"encryption_at_host": "Disabled"}
    return models.OpenShiftCluster(
        location=order["location"],
        tags={"team": "payments"},
        cluster_profile=models.ClusterProfile(
            domain=order["domain"],
            version=order["version"],
            resource_group_id=order["managedGroup"],
            fips_validated_modules="Disabled",
        ),
        service_principal_profile=models.ServicePrincipalProfile(**order["principal"]),
        network_profile=models.NetworkProfile(pod_cidr="10.128.0.0/14", service_cidr="172.30.0.0/16"),
        master_profile=models.MasterProfile(
            vm_size="Standard_D8s_v5", subnet_id=order["masterSubnet"], **encryption
        ),
        worker_profiles=[
            models.WorkerProfile(
                name="worker",
                vm_size="Standard_D4s_v5",
                disk_size_gb=128,
                subnet_id=order["workerSubnet"],
                count=worker_count,
                **encryption,
            )
        ],
        apiserver_profile=models.APIServerProfile(visibility="Public"),
        ingress_profiles=[models.IngressProfile(name="default", visibility="Public")],
    )


def life_of_a_cluster(order: dict) -> list[Step]:
    """The steps, in their order."""
    client = client_of(order)
    generation = generation_of(order["apiVersion"])
    models = generation.models
    clusters = client.open_shift_clusters
    where = (order["group"], order["name"])

    def shown(**wanted: Any) -> Any:
        """The cluster as it is now, in which these members must be."""
        cluster = clusters.get(*where)
        for name, value in wanted.items():
            assert getattr(cluster, name) == value, f"{name} is {getattr(cluster, name)}, not {value}"
        return cluster

    def changed(**members: Any) -> Any:
        ended = clusters.begin_update(*where, models.OpenShiftClusterUpdate(**members)).result()
        assert ended.provisioning_state == "Succeeded", ended.provisioning_state
        return ended

    def operations() -> None:
        names = [one.name for one in client.operations.list()]
        assert "Microsoft.RedHatOpenShift/openShiftClusters/write" in names, names

    def versions() -> None:
        known = [one.version for one in generation.versions(client_of, order)]
        assert order["version"] in known, known

    def create() -> None:
        made = clusters.begin_create_or_update(*where, body_of(order, models)).result()
        assert (made.provisioning_state, made.tags) == ("Succeeded", {"team": "payments"}), made
        principal = made.service_principal_profile
        assert principal.client_id == order["principal"]["client_id"], principal
        assert principal.client_secret is None, "a secret is shown"

    def get() -> None:
        cluster = shown(name=order["name"], location=order["location"])
        assert cluster.cluster_profile.pull_secret is None, "a secret is shown"
        if order["whole"]:
            assert re.fullmatch(r"https://api\.\S+:6443/", cluster.apiserver_profile.url), cluster.apiserver_profile
        generation.shows(cluster)

    def listed() -> None:
        for found in (clusters.list(), clusters.list_by_resource_group(order["group"])):
            names = [one.name for one in found]
            assert names == [order["name"]], names

    def credentials() -> None:
        found = clusters.list_credentials(*where)
        assert found.kubeadmin_username == "kubeadmin", found
        assert re.fullmatch(PASSWORD, found.kubeadmin_password), "the password has another form"

    def kubeconfig() -> None:
        text = base64.b64decode(clusters.list_admin_credentials(*where).kubeconfig, validate=True).decode()
        server = shown().apiserver_profile.url.rstrip("/")
        assert server in text, f"the kubeconfig does not lead to {server}"

    def tags() -> None:
        changed(tags={"team": "clients"})
        shown(tags={"team": "clients"})

    def written_back() -> None:
        # The SDK leaves out by itself what is only read.
        cluster = shown()
        cluster.tags = {"team": "clients", "stage": "test"}
        clusters.begin_create_or_update(*where, cluster).result()
        shown(tags={"team": "clients", "stage": "test"}, provisioning_state="Succeeded")

    def principal() -> None:
        changed(service_principal_profile=models.ServicePrincipalProfile(**order["another"]))
        now = shown().service_principal_profile.client_id
        assert now == order["another"]["client_id"], now

    def secret() -> None:
        secret = order["another"]["client_secret"]
        changed(service_principal_profile=models.ServicePrincipalProfile(client_secret=secret))
        now = shown().service_principal_profile.client_id
        assert now == order["another"]["client_id"], now

    def delete() -> None:
        clusters.begin_delete(*where).result()
        must_refuse(Refused(lambda: clusters.get(*where), ResourceNotFoundError, "ResourceNotFound"))
        assert list(clusters.list()) == [], "the cluster is still listed"

    def delete_again() -> None:
        clusters.begin_delete(*where).result()

    def larger() -> Any:
        return models.OpenShiftClusterUpdate(master_profile=models.MasterProfile(vm_size="Standard_D16s_v5"))

    few = Refused(
        lambda: clusters.begin_create_or_update(*where, body_of(order, models, worker_count=1)),
        HttpResponseError,
        "InvalidParameter",
    )
    immutable = Refused(
        lambda: clusters.begin_update(*where, larger()), HttpResponseError, "PropertyChangeNotAllowed"
    )
    absent = Refused(lambda: clusters.get(order["group"], "absent"), ResourceNotFoundError, "ResourceNotFound")
    whole: list[Step] = [("list credentials", credentials), ("list admin credentials", kubeconfig)]
    steps: list[Step] = [
        ("operations", operations),
        ("OpenShift versions", versions),
        ("create: refused with InvalidParameter", lambda: must_refuse(few)),
        ("get: refused with ResourceNotFound", lambda: must_refuse(absent)),
        ("create", create),
        ("get", get),
        ("list, of the subscription and of a group", listed),
        *(whole if order["whole"] else []),
        ("update tags", tags),
        ("create_or_update with what get showed, and a tag more", written_back),
        ("update with another service principal", principal),
        ("update with the secret that it has, alone", secret),
        *generation.updates(changed, shown),
        ("update: refused with PropertyChangeNotAllowed", lambda: must_refuse(immutable)),
        ("delete", delete),
        ("delete what is not there", delete_again),
    ]
    return [(f"redhatopenshift {order['apiVersion']}: {what}", run) for what, run in steps]
