"""Every door of the domain has a route, and every route is a door's or says why not."""

import importlib
import inspect
import pkgutil

from fastapi.routing import APIRoute

from ioninv import domain
from ioninv.api.app import FEATURES, api, doors
from ioninv.domain.access import is_for_everybody, permission_of

BY_HAND = {
    "attachments.attach": "the file is the body: ioninv/api/attachments.py",
    "attachments.expect": "asked before a file is read",
    "attachments.expect_image": "asked before a file is read",
    "attachments.of": "stands under items and under parts",
    "attachments.open": "answers with a file",
    "attachments.set_image": "the file is the body",
    "exports.issues": "answers with a file",
    "exports.lot": "answers with a file",
    "exports.orders": "answers with a file",
    "exports.rows": "answers with a file",
    "imports.plan": "the file is the body: POST /imports?dry_run=true",
    "imports.run": "the file is the body: POST /imports",
}
WITHOUT_ROUTE = {
    "accounts.link_provider": "who somebody is there is said by the provider, never by the caller",
    "items.each": "is the mode=each of every act on many",
    "items.search": "pages as a screen paints them: GET /items goes along a cursor",
    "items.shown": "rows as a screen paints them: GET /items has the facts",
    "purchasing.supplier_parts": "the first, for a panel: GET /supplier-parts has all",
    "usage_types.seed": "for set-up",
}


def all_doors() -> dict[str, object]:
    found = {}
    for package in pkgutil.iter_modules(domain.__path__):
        module = importlib.import_module(f"ioninv.domain.{package.name}")
        for name in getattr(module, "__all__", ()):
            member = getattr(module, name)
            if inspect.isfunction(member) and (permission_of(member) or is_for_everybody(member)):
                found[f"{package.name}.{name}"] = member
    return found


def test_every_door_has_a_route_or_a_reason():
    routed = {route.door for route in doors()}
    without = {name for name, door in all_doors().items() if door not in routed}

    assert without == BY_HAND.keys() | WITHOUT_ROUTE.keys()


def test_the_routes_by_hand_are_those_that_carry_files():
    made = {route.path for route in doors()}
    by_hand = {
        route.path.replace(":id", "")
        for routes in FEATURES
        for route in routes.routes
        if isinstance(route, APIRoute) and route.path.replace(":id", "") not in made
    }

    assert by_hand == {
        "/items/{item_id}/attachments",
        "/parts/{part_id}/attachments",
        "/parts/{part_id}/image",
        "/attachments/{attachment_id}/thumbnail",
        "/purchase-orders/{id}/sheet.csv",
        "/purchase-orders/{id}/sheet.pdf",
        "/imports",
        "/export/issues.csv",
        "/export/lot.csv",
        "/export/purchase-lines.csv",
        "/export/{kind}.csv",
    }


def test_every_operation_says_which_permission_it_needs_as_its_door_does():
    said = {
        operation["operationId"]: operation
        for operations in api().openapi()["paths"].values()
        for operation in operations.values()
    }

    for route in doors():
        permission = permission_of(route.door)
        operation = said[route.name]
        assert operation["x-permissions"] == ([permission.value] if permission else [])
        needed = f"Needs `{permission.value}`." if permission else "For everybody who is signed in."
        assert operation["description"].endswith(needed), route.name
    by_hand = {
        name: said[name]["x-permissions"] for name in said.keys() - {r.name for r in doors()}
    }
    assert by_hand["imports_run"] == ["inventory.import"]
    assert by_hand["purchasing_sheet_csv"] == ["purchasing.view"]
    assert all(by_hand.values())


def test_what_replaces_must_name_its_version_and_what_is_read_takes_no_key():
    for route in doors():
        headers = [each["name"] for each in route.openapi["parameters"] if each["in"] == "header"]
        if route.method == "PUT":
            assert "If-Match" in headers, route.path
        assert not (route.is_read and "Idempotency-Key" in headers), route.path
