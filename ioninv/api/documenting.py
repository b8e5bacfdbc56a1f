"""The OpenAPI: what FastAPI sees of the routes, and the bodies, problems and examples beside it."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from ioninv.api.doors import Route, first_sentence
from ioninv.api.needing import PERMISSIONS, sentence
from ioninv.api.problems import Refusal
from ioninv.domain.accounts import COOKIE

EXAMPLES: Final = Path(__file__).with_name("examples.json")
"""One request and its answer for each operation, as a test sends and gets them."""

_REF: Final = "#/components/schemas/{model}"


def document(app: FastAPI, doors: Iterable[Route]) -> dict[str, Any]:
    """The OpenAPI of an app with these routes."""
    made = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        separate_input_output_schemas=True,
    )
    _add_security(made)
    _add_summaries(made)
    _add_permissions(made)
    _add_bodies(made, doors)
    _add_examples(made)
    return made


def _add_security(made: dict[str, Any]) -> None:
    made["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "An API token."},
        "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "Signed in."},
    }
    made["security"] = [{"token": []}, {"session": []}]


def _add_summaries(made: dict[str, Any]) -> None:
    """Of the routes without a door: FastAPI makes theirs of the names of functions."""
    for operations in made["paths"].values():
        for operation in operations.values():
            if operation["summary"].istitle():
                operation["summary"] = first_sentence(operation["description"])


def _add_permissions(made: dict[str, Any]) -> None:
    """Behind each description, where generated manuals show it."""
    for operations in made["paths"].values():
        for operation in operations.values():
            said = operation["description"], sentence(operation[PERMISSIONS])
            operation["description"] = "\n\n".join(each for each in said if each)


def _add_bodies(made: dict[str, Any], doors: Iterable[Route]) -> None:
    bodies = [route.body.model for route in doors if route.body is not None]
    wanted: Any = [*((model, "validation") for model in bodies), (Refusal, "serialization")]
    _, said = models_json_schema(wanted, ref_template=_REF)
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    clashes = [name for name, said_ in said["$defs"].items() if schemas.get(name, said_) != said_]
    if clashes:
        raise AssertionError(f"Two schemas are called {', '.join(sorted(clashes))}.")
    schemas |= said["$defs"]


def _add_examples(made: dict[str, Any]) -> None:
    known = examples()
    for operations in made["paths"].values():
        for operation in operations.values():
            if example := known.get(operation.get("operationId", "")):
                _add_example(operation, example)


def _add_example(operation: dict[str, Any], example: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", []):
        given = example["parameters"].get(parameter["name"])
        if given is not None:
            parameter["example"] = given
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        if "body" in example and kind == "application/json":
            content["example"] = example["body"]
    answered = operation["responses"].get(str(example["status"]), {})
    for kind, content in answered.get("content", {}).items():
        if "answer" in example and kind == "application/json":
            content["example"] = example["answer"]


@cache
def examples() -> dict[str, Any]:
    """The examples by operation; none where they are being made anew."""
    return json.loads(EXAMPLES.read_text()) if EXAMPLES.exists() else {}
