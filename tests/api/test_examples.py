"""The examples of the OpenAPI are what is really sent and answered."""

import json
import os

import pytest

from ioninv.api.documenting import EXAMPLES, examples
from tests.api import telling

WRITE = "IONINV_WRITE_EXAMPLES"
"""Set, the examples are written anew from what happens."""


@pytest.fixture
def openapi(client):
    return client.get("/api/v1/openapi.json").json()


def test_every_example_is_taken_and_answered_as_it_says(client, openapi):
    told = telling.run(client, openapi)
    if os.environ.get(WRITE):
        said = json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True)
        EXAMPLES.write_text(said + "\n")
        examples.cache_clear()

    assert told == examples()


def test_every_operation_has_an_example(openapi):
    operations = {
        operation["operationId"]
        for methods in openapi["paths"].values()
        for operation in methods.values()
    }

    assert operations == examples().keys()
