"""Running the scenario, and what was said and answered in it."""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from fastapi.testclient import TestClient

from ioninv.api.doors import PREFIX
from tests.api.scenario import SIGNED_IN, STEPS

_TIME = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)")
_UID = re.compile(r"\b(?=(?:[0-9]*[A-Z]){2})[23456789ABCDEFGHJKMNPQRSTVWXYZ]{8}\b")
_SECRET = re.compile(r"ioninv_[0-9a-z]{8}(_[A-Za-z0-9_-]{43})?")


def operation_of(openapi: dict[str, Any], method: str, path: str) -> tuple[dict[str, Any], Any]:
    """The operation at an address, and what stands in the address."""
    found: list[tuple[int, dict[str, Any], Any]] = []
    for template, operations in openapi["paths"].items():
        pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+?)", template.replace(".", r"\."))
        match = re.fullmatch(pattern, PREFIX + path)
        if match and method.lower() in operations:
            found.append((template.count("{"), operations[method.lower()], match.groupdict()))
    assert found, (method, path)
    _, operation, given = min(found, key=lambda each: each[0])
    return operation, given


def run(client: TestClient, signed_in: TestClient, openapi: dict[str, Any]) -> dict[str, Any]:
    """Each step's request and answer by its operation; the first of each."""
    told: dict[str, Any] = {}
    change_set = 0
    for step in STEPS:
        address, body, headers = (*step, None, None)[:3]
        method, _, url = address.replace("{change_set}", str(change_set)).partition(" ")
        sender = signed_in if headers is SIGNED_IN else client
        headers = None if headers is SIGNED_IN else headers
        sent = {"headers": headers or {}}
        if isinstance(body, bytes):
            kind = "text/csv" if "imports" in url else "image/png"
            sent = {"content": body, "headers": {"Content-Type": kind, **sent["headers"]}}
        elif body is not None:
            sent["json"] = body
        answer = sender.request(method, PREFIX + url, **sent)
        assert answer.status_code < 300, (address, answer.status_code, answer.text)
        path, _, query = url.partition("?")
        operation, in_path = operation_of(openapi, method, path)
        example: dict[str, Any] = {
            "parameters": {**_typed(in_path), **dict(parse_qsl(query)), **(headers or {})},
            "status": answer.status_code,
        }
        if isinstance(body, dict):
            example["body"] = body
        if answer.headers.get("content-type") == "application/json":
            example["answer"] = settled(answer.json())
            change_set = answer.json().get("change_set") or change_set
        told.setdefault(operation["operationId"], example)
    return told


def settled(value: Any, key: str = "") -> Any:
    """An answer without what is another one each time: times, codes, secrets."""
    if isinstance(value, dict):
        return {name: settled(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [settled(each, key) for each in value]
    if not isinstance(value, str):
        return value
    if key in ("token", "secret"):
        return "told this once"
    today = datetime.now(UTC)
    said = _TIME.sub("2026-05-04T09:30:00+00:00", value)
    said = said.replace(f"{today:%Y-%m-%d}", "2026-05-04")
    said = said.replace(f"{today.day} {today:%b %Y}", "4 May 2026")
    return _SECRET.sub("ioninv_7h2k9q4w", _UID.sub("7KQ2M9XA", said))


def _typed(given: dict[str, str]) -> dict[str, Any]:
    return {name: int(each) if each.isdigit() else each for name, each in given.items()}
