"""S2: every act over REST, by every role: what a role does not permit is refused and has no effect."""

from fastapi.testclient import TestClient
from sqlalchemy import text

from ioninv.api import caller
from ioninv.api.app import doors
from ioninv.api.documenting import examples
from ioninv.api.doors import PREFIX
from ioninv.domain import accounts
from ioninv.domain.access import permission_of
from ioninv.domain.accounts import first_user
from ioninv.vocabulary import PERMISSIONS, Role, Source

ROLES = (Role.VIEWER, Role.OPERATOR, Role.BUYER)


def tokens() -> dict[Role, str]:
    made: dict[Role, str] = {}
    with caller.house().writing() as session:
        keeper = first_user(session, Source.CLI)
        for role in ROLES:
            owner = accounts.create_user(session, keeper, f"one {role}", role).id
            made[role] = accounts.create_token(session, keeper, role, owner_id=owner).secret
    return made


def change_sets() -> int:
    with caller.house().reading() as session:
        return session.execute(text("SELECT count(*) FROM change_set")).scalar_one()


def test_what_a_role_does_not_permit_is_refused_at_every_address_and_has_no_effect(a_day):
    operations = {
        (method.upper(), path): operation["operationId"]
        for path, methods in a_day.app.openapi()["paths"].items()
        for method, operation in methods.items()
    }
    with_role = {
        role: TestClient(a_day.app, headers={"Authorization": f"Bearer {token}"})
        for role, token in tokens().items()
    }
    before, refused, let_in = change_sets(), 0, 0
    for route in doors():
        needed = permission_of(route.door)
        if needed is None:
            continue
        example = examples()[operations[route.method, PREFIX + route.path]]
        given = {name: str(value) for name, value in example["parameters"].items()}
        url = PREFIX + route.path.format(**given)
        query = {name: value for name, value in given.items() if "{" + name + "}" not in route.path}
        headers = {name: query.pop(name) for name in [*query] if name[0].isupper()}
        for role, client in with_role.items():
            permitted = needed in PERMISSIONS[role]
            if permitted and not (route.method == "GET" or route.reads):
                continue
            answer = client.request(
                route.method, url, params=query, headers=headers, json=example.get("body")
            )
            said = f"{route.method} {url} as {role}: {answer.status_code} {answer.text[:200]}"
            if permitted:
                # What it is about may ask for more: who sees no users sees no history of theirs.
                assert answer.status_code != 401, said
                assert f"does not allow this ({needed.value})" not in answer.text, said
                let_in += 1
            else:
                assert answer.status_code == 403, said
                refused += 1

    assert change_sets() == before
    assert (refused > 100, let_in > 100) == (True, True)
