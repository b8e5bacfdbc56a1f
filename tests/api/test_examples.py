"""The examples of the OpenAPI are what is really sent and answered."""

import json
import os

from ioninv.api.documenting import EXAMPLES, examples

WRITE = "IONINV_WRITE_EXAMPLES"
"""Set, the examples are written anew from what happens."""


def test_every_example_is_taken_and_answered_as_it_says(a_day):
    told = a_day.told
    if os.environ.get(WRITE):
        said = json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True)
        EXAMPLES.write_text(said + "\n")
        examples.cache_clear()

    assert told == examples()


def test_every_operation_has_an_example(a_day):
    operations = {
        operation["operationId"]
        for methods in a_day.app.openapi()["paths"].values()
        for operation in methods.values()
    }

    assert operations == examples().keys()
