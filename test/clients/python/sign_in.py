"""Who signs in, and what every management client is told: nothing but what `./aro local env` exports."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

from azure.identity import CertificateCredential, ClientSecretCredential

ARM = os.environ["ARO_LOCAL_ARM"]
SUBSCRIPTION = os.environ["ARO_LOCAL_SUBSCRIPTION"]
TENANT = os.environ["ARO_LOCAL_TENANT"]
CLIENT = os.environ["ARO_LOCAL_CLIENT_ID"]
AUTHORITY = {"authority": ARM, "disable_instance_discovery": True}

GROUP = "rg"
LOCATION = "eastus"
TAGS = {"team": "clients"}
SCOPE = f"{ARM}/.default"

credential = ClientSecretCredential(TENANT, CLIENT, os.environ["ARO_LOCAL_CLIENT_SECRET"], **AUTHORITY)


def by_certificate() -> CertificateCredential:
    """The owner by the certificate in the state folder."""
    return CertificateCredential(TENANT, CLIENT, Path(os.environ["ARO_LOCAL_CA"]).parent / "pki/owner.pem", **AUTHORITY)


def stranger() -> ClientSecretCredential:
    """Somebody with a wrong secret."""
    return ClientSecretCredential(TENANT, CLIENT, "wrong", **AUTHORITY)


def client(kind, who=credential):
    """A management client of this Azure."""
    return kind(who, SUBSCRIPTION, base_url=ARM, credential_scopes=[SCOPE])


def object_id() -> str:
    """Object id of who signs in, as its token says."""
    claims = credential.get_token(SCOPE).token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(claims + "=="))["oid"]


def tagged(shown) -> bool:
    """Whether the tags of an update are there."""
    return shown.tags == TAGS
