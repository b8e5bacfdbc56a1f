"""What users can reach stands in the documentation."""

import re

import pytest

from ioninv.api.app import api
from ioninv.cli.app import COMMANDS
from ioninv.config import PREFIX, ROOT, Settings
from ioninv.vocabulary import Permission, Status

DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_described(command):
    assert f"`ioninv {command}" in page("commands.md")


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_described(setting):
    assert f"`{PREFIX}{setting.upper()}`" in page("commands.md")


def test_every_route_is_described():
    routes = {
        f"| `{method.upper()} {path}` |"
        for path, methods in api().openapi()["paths"].items()
        for method in methods
    }

    assert [route for route in sorted(routes) if route not in page("rest.md")] == []


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_described(permission):
    assert f"| `{permission.value}` |" in page("permissions.md")


@pytest.mark.parametrize("status", Status)
def test_every_status_is_described(status):
    assert f"| {status.label} |" in page("status.md")


def test_every_page_has_one_title_and_the_readme_leads_to_it():
    readme = (ROOT / "README.md").read_text()
    for guide in DOCS.glob("*.md"):
        assert len(re.findall(r"^# ", guide.read_text(), re.MULTILINE)) == 1, guide.name
        assert f"(docs/{guide.name})" in readme, guide.name


def test_every_decision_is_in_the_list_and_every_link_leads_somewhere():
    for decision in (DOCS / "adr").glob("0*.md"):
        assert f"({decision.name})" in page("adr/README.md"), decision.name
    for document in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
