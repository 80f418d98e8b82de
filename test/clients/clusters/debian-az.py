#!/usr/bin/python3
"""Debian's azure-cli 2.45 with what it misses of its own libraries (docs/running.md): az itself, otherwise unchanged."""

import runpy
from azure.cli.core.profiles import _shared
from azure.cli.command_modules.role import _client_factory as factory

# It asks the network library for a version that Debian's package does not have.
_shared.AZURE_API_PROFILES["latest"][_shared.ResourceType.MGMT_NETWORK] = "2022-07-01"

# It looks for a member that Debian's authorization library calls otherwise.
make = factory._auth_client_factory


def with_config(*given, **named):
    client = make(*given, **named)
    for operations in (client.role_assignments, client.role_definitions):
        type(operations).config = property(lambda self: self._config)
    return client


factory._auth_client_factory = with_config

runpy.run_module("azure.cli", run_name="__main__")
