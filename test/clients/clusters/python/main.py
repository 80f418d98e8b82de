"""azure-mgmt-redhatopenshift against the Azure that the environment names: a cluster's whole life, `main.py ORDER`.

ORDER is JSON: where the SDK lies, which api-version it is to speak, what the cluster is made of, and whether it is installed whole.
Prints a line of JSON for each step.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

order = json.loads(sys.argv[1])
# Two releases of one package: each run has the one it is told, before what its Python has.
sys.path[:0] = [order["sdk"], str(Path(__file__).parents[2] / "python")]

from cluster import life_of_a_cluster
from life import report

report(life_of_a_cluster(order))
