"""The Python management SDKs against the Azure that the environment names, as any program would use them: `main.py all|sample`.

Prints a line of JSON for each step.
"""

from __future__ import annotations

import sys

from access import access
from life import report
from resources import beginning, ending, resources

SAMPLE = [resources, access]


def parts():
    """What is done: the libraries that a sample does not use are not even loaded."""
    if sys.argv[1:] == ["sample"]:
        return SAMPLE
    from network import compute, network
    from stores import key_vault, storage
    from zones import private_zones, zones

    return [network, compute, *SAMPLE, storage, key_vault, zones, private_zones]


for part in [beginning, *parts(), ending]:
    report(part())
