"""azure-mgmt-msi and azure-mgmt-authorization."""

from __future__ import annotations

import uuid

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.mgmt.authorization import AuthorizationManagementClient
from azure.mgmt.msi import ManagedServiceIdentityClient
from life import Life, Refused, Step, steps_of
from sign_in import GROUP, LOCATION, SUBSCRIPTION, TAGS, client, tagged

roles = client(AuthorizationManagementClient)
identities = client(ManagedServiceIdentityClient)
SCOPE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}"
READER = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
ROLE, ASSIGNMENT = str(uuid.uuid4()), str(uuid.uuid4())


def definition(description: str) -> dict:
    members = {
        "roleName": "Looker",
        "description": description,
        "permissions": [{"actions": ["*/read"], "notActions": []}],
        "assignableScopes": [SCOPE],
    }
    return {"properties": members}


def trust(subject: str) -> dict:
    members = {"issuer": "https://issuer.test", "subject": subject, "audiences": ["api://AzureADTokenExchange"]}
    return {"properties": members}


def given(principal: str, **more: str) -> dict:
    return {"properties": {"roleDefinitionId": READER, "principalId": principal, **more}}


def access() -> list[Step]:
    u, f = identities.user_assigned_identities, identities.federated_identity_credentials
    d, a = roles.role_definitions, roles.role_assignments
    here = {"location": LOCATION}
    lives = [
        Life(
            "msi user_assigned_identities",
            create=lambda: u.create_or_update(GROUP, "who", here),
            get=lambda: u.get(GROUP, "who"),
            list=lambda: u.list_by_resource_group(GROUP),
            update=lambda: u.update(GROUP, "who", {**here, "tags": TAGS}),
            updated=tagged,
            refused=Refused(lambda: u.get(GROUP, "nobody"), ResourceNotFoundError, "ResourceNotFound"),
            remove=lambda: u.delete(GROUP, "who"),
        ),
        Life(
            "msi federated_identity_credentials",
            create=lambda: u.create_or_update(GROUP, "trusting", here)
            and f.create_or_update(GROUP, "trusting", "trust", trust("one")),
            get=lambda: f.get(GROUP, "trusting", "trust"),
            list=lambda: f.list(GROUP, "trusting"),
            update=lambda: f.create_or_update(GROUP, "trusting", "trust", trust("two")),
            updated=lambda shown: shown.subject == "two",
            refused=Refused(
                lambda: f.create_or_update(GROUP, "nobody", "trust", trust("one")),
                ResourceNotFoundError,
                "ParentResourceNotFound",
            ),
            remove=lambda: f.delete(GROUP, "trusting", "trust"),
        ),
        Life(
            "authorization role_definitions",
            create=lambda: d.create_or_update(SCOPE, ROLE, definition("before")),
            get=lambda: d.get(SCOPE, ROLE),
            list=lambda: d.list(SCOPE),
            update=lambda: d.create_or_update(SCOPE, ROLE, definition("after")),
            updated=lambda shown: shown.description == "after",
            refused=Refused(lambda: d.get(SCOPE, str(uuid.uuid4())), ResourceNotFoundError, "RoleDefinitionDoesNotExist"),
            remove=lambda: d.delete(SCOPE, ROLE),
        ),
        Life(
            "authorization role_assignments",
            create=lambda: a.create(
                SCOPE, ASSIGNMENT, given(u.get(GROUP, "trusting").principal_id, principalType="ServicePrincipal")
            ),
            get=lambda: a.get(SCOPE, ASSIGNMENT),
            list=lambda: a.list_for_resource_group(GROUP),
            refused=Refused(
                lambda: a.create(SCOPE, str(uuid.uuid4()), given(str(uuid.uuid4()))),
                HttpResponseError,
                "PrincipalNotFound",
            ),
            remove=lambda: a.delete(SCOPE, ASSIGNMENT),
        ),
    ]
    return [step for life in lives for step in steps_of(life)]
