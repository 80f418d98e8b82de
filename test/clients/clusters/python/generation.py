"""What differs between the SDK's generations: the one that speaks many api-versions, and the one that speaks the newest."""

from __future__ import annotations

from typing import Any, Callable, Iterable, Protocol

from azure.mgmt.redhatopenshift import AzureRedHatOpenShiftClient
from life import Step

# The first of the multi-API release's versions that has them, at its newest.
WITH_VERSIONS = "2023-11-22"


class Generation(Protocol):
    """One of the two."""

    models: Any

    def versions(self, client_of: Callable[..., Any], order: dict) -> Iterable[Any]:
        """What can be installed in the order's location."""

    def shows(self, cluster: Any) -> None:
        """That what only this one shows is there."""

    def updates(self, changed: Callable[..., Any], shown: Callable[..., Any]) -> list[Step]:
        """What only this one can change."""


class ManyVersions:
    """Releases up to 1.5.0."""

    def __init__(self, api_version: str) -> None:
        self.models = AzureRedHatOpenShiftClient.models(api_version)

    def versions(self, client_of: Callable[..., Any], order: dict) -> Iterable[Any]:
        return client_of(order, WITH_VERSIONS).open_shift_versions.list(order["location"])

    def shows(self, cluster: Any) -> None:
        # The SDK has a member for it, the published descriptions have none until 2022-09-04 (docs/decisions/0007).
        assert cluster.system_data is None, cluster.system_data

    def updates(self, changed: Callable[..., Any], shown: Callable[..., Any]) -> list[Step]:
        return []


class NewestVersion:
    """Releases since 2.0.0."""

    def __init__(self) -> None:
        from azure.mgmt.redhatopenshift import models

        self.models = models

    def versions(self, client_of: Callable[..., Any], order: dict) -> Iterable[Any]:
        client = client_of(order)
        one = client.open_shift_versions.get(order["location"], order["version"])
        assert one.properties.version == order["version"], one
        return (found.properties for found in client.open_shift_versions.list(order["location"]))

    def shows(self, cluster: Any) -> None:
        assert cluster.system_data.created_by_type == "Application", cluster.system_data

    def updates(self, changed: Callable[..., Any], shown: Callable[..., Any]) -> list[Step]:
        def addresses() -> None:
            outbound = self.models.LoadBalancerProfile(managed_outbound_ips=self.models.ManagedOutboundIPs(count=2))
            changed(network_profile=self.models.NetworkProfile(load_balancer_profile=outbound))
            found = shown().network_profile.load_balancer_profile
            assert (found.managed_outbound_ips.count, len(found.effective_outbound_ips)) == (2, 2), found

        return [("update the number of outbound addresses", addresses)]


def generation_of(api_version: str) -> Generation:
    """The one that the SDK at hand is of: only the older can be asked for the models of a version."""
    return ManyVersions(api_version) if hasattr(AzureRedHatOpenShiftClient, "models") else NewestVersion()
