"""Requests that a machine makes up from the OpenAPI: nothing undocumented comes back, and no 5xx."""

import os
from datetime import UTC, datetime
from typing import Any

import pytest

LONG = bool(os.environ.get("IONINV_LONG") or os.environ.get("CI"))
QUICKLY = (
    "/api/v1/items",
    "/api/v1/items/{item_id}",
    "/api/v1/items/count",
    "/api/v1/items/hold",
    "/api/v1/items/{item_id}/split",
    "/api/v1/parts/{part_id}",
    "/api/v1/issues",
    "/api/v1/purchase-orders/{order_id}/receive",
    "/api/v1/attachments/{attachment_id}",
    "/api/v1/export/lot.csv",
    "/api/v1/imports",
)
"""One of each kind; all of them where IONINV_LONG or CI is set."""

ENDING = ("/api/v1/tokens", "/api/v1/users", "/api/v1/roles", "/api/v1/sessions")
"""What may end the token that is looked with: after all the others."""

LOOKED_AT = ("2xx", "304", "401", "403", "404", "409", "412", "413", "422", "428")
"""What may be answered to what the schema allows: no schema says all the rules of the domain."""


def look(day: Any, paths: list[str], *, coverage: bool) -> int:
    """Send what schemathesis makes up for these paths; returns how much that was."""
    import schemathesis
    from schemathesis.engine import from_schema

    openapi = day.app.openapi()
    schema = schemathesis.openapi.from_dict(
        {**openapi, "paths": {path: openapi["paths"][path] for path in paths}}
    )
    schema.app = day.app
    config = schema.config
    config.headers = day.headers
    config.generation.max_examples = 4 if LONG else 1
    config.generation.database = None
    config.generation.deterministic = True
    config.phases.fuzzing.enabled = not coverage
    config.phases.coverage.enabled = coverage
    config.phases.stateful.enabled = False
    config.checks.positive_data_acceptance.expected_statuses = list(LOOKED_AT)
    config.checks.missing_required_header.expected_statuses = ["401", "422", "428"]
    found: dict[Any, str] = {}
    cases = 0
    for event in from_schema(schema).execute():
        if error := getattr(event, "info", None):
            found[str(error)[:200]] = str(error)
        if type(event).__name__ == "ScenarioFinished":
            cases += len(event.recorder.cases)
            found |= failures(event.recorder)
    assert not found, "\n\n".join(found.values())
    return cases


def failures(recorder: Any) -> dict[Any, str]:
    """What is wrong with an answer, one of each kind for each operation."""
    found: dict[Any, str] = {}
    for id_, checks in recorder.checks.items():
        case = recorder.cases[id_].value
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                sentence = f"{failure.title}: {failure.message}\n{case.as_curl_command()}"
                found[check.name, case.operation.label] = sentence
    return found


def test_nothing_undocumented_is_answered(a_day):
    every = list(a_day.app.openapi()["paths"])
    paths = [path for path in every if not path.startswith(ENDING)] if LONG else list(QUICKLY)

    assert look(a_day, paths, coverage=False) > 50
    assert still_known(a_day)


@pytest.mark.skipif(not LONG, reason="most of a minute long: set IONINV_LONG")
def test_nothing_undocumented_is_answered_at_the_edges(a_day):
    """Every value at its limit and past it; a third of the addresses, another one each day."""
    every = [path for path in a_day.app.openapi()["paths"] if not path.startswith(ENDING)]
    today = datetime.now(UTC).toordinal()

    assert look(a_day, every[today % 3 :: 3], coverage=True) > 1_000
    assert still_known(a_day)


@pytest.mark.skipif(not LONG, reason="it ends what others look with: set IONINV_LONG")
def test_nothing_undocumented_is_answered_to_one_who_ends_their_own_token(a_day):
    every = [path for path in a_day.app.openapi()["paths"] if path.startswith(ENDING)]

    assert look(a_day, every, coverage=False) > 20


def still_known(day: Any) -> bool:
    """What was answered was not only that nobody is signed in."""
    from starlette.testclient import TestClient

    return TestClient(day.app, headers=day.headers).get("/api/v1/kits").status_code == 200
