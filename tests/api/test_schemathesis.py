"""Requests that a machine makes up from the OpenAPI: nothing undocumented comes back, and no 5xx."""

import os
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

LOOKED_AT = ("2xx", "304", "401", "403", "404", "409", "412", "413", "422", "428")
"""What may be answered to what the schema allows: no schema says all the rules of the domain."""


@pytest.fixture
def schema(a_day) -> Any:
    """The OpenAPI of a house with something in it, and how it is looked at."""
    import schemathesis

    openapi = a_day.app.openapi()
    if not LONG:
        paths = {path: openapi["paths"][path] for path in QUICKLY}
        openapi = {**openapi, "paths": paths}
    schema = schemathesis.openapi.from_dict(openapi)
    schema.app = a_day.app
    config = schema.config
    config.headers = a_day.headers
    config.generation.max_examples = 4 if LONG else 1
    config.generation.database = None
    config.generation.deterministic = True
    config.phases.coverage.enabled = LONG
    config.phases.stateful.enabled = False
    config.checks.positive_data_acceptance.expected_statuses = list(LOOKED_AT)
    config.checks.missing_required_header.expected_statuses = ["401", "422", "428"]
    return schema


def test_nothing_undocumented_is_answered(schema):
    from schemathesis.engine import from_schema

    found: dict[Any, str] = {}
    cases = 0
    for event in from_schema(schema).execute():
        if error := getattr(event, "info", None):
            found[str(error)[:200]] = str(error)
        recorder = getattr(event, "recorder", None)
        if recorder is None or type(event).__name__ != "ScenarioFinished":
            continue
        cases += len(recorder.cases)
        for id_, checks in recorder.checks.items():
            for check in checks:
                if check.failure_info is not None:
                    case, failure = recorder.cases[id_].value, check.failure_info.failure
                    found[check.name, case.operation.label] = (
                        f"{failure.title}: {failure.message}\n{case.as_curl_command()}"
                    )

    assert not found, "\n\n".join(found.values())
    assert cases > (5_000 if LONG else 50)
