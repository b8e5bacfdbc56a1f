"""When the page is built, and that a build is there whole or not at all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ioninv.errors import Conflict
from ioninv.serving import build
from ioninv.serving.build import is_built, ready_page, stamp


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name, content in {
        "ioninv/ui/page.py": "page = 1",
        "ioninv/ui/combobox.jsx": "jsx",
        "assets/ioninv.css": "css",
        "reflex.lock/package.json": "{}",
        "reflex.lock/bun.lock": "{}",
        "rxconfig.py": "config",
        "requirements.lock": "reflex",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path


@pytest.fixture
def exports(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Stands in for the compiler: each export writes a page that quotes its source."""
    done: list[Path] = []

    def export(work: Path) -> None:
        done.append(work)
        write_page(work)

    monkeypatch.setattr(build, "_export", export)
    return done


def write_page(work: Path) -> None:
    client = work / ".web" / "build" / "client"
    client.mkdir(parents=True, exist_ok=True)
    (client / "index.html").write_text((work / "ioninv/ui/page.py").read_text())
    (work / ".web" / "backend").mkdir(exist_ok=True)


def html(page: Path) -> str:
    return (page / "build" / "client" / "index.html").read_text()


def quietly(_sentence: str) -> None:
    pass


@pytest.mark.parametrize(
    "name",
    [
        "ioninv/ui/page.py",
        "ioninv/ui/combobox.jsx",
        "assets/ioninv.css",
        "rxconfig.py",
        "reflex.lock/bun.lock",
        "requirements.lock",
        "ioninv/ui/new.py",
    ],
)
def test_a_change_of_any_source_changes_the_stamp(checkout: Path, name: str):
    before = stamp(checkout)

    (checkout / name).write_text("changed")

    assert stamp(checkout) != before


def test_renaming_a_file_changes_the_stamp(checkout: Path):
    before = stamp(checkout)

    (checkout / "assets/ioninv.css").rename(checkout / "assets/other.css")

    assert stamp(checkout) != before


def test_what_running_leaves_behind_does_not(checkout: Path):
    before = stamp(checkout)

    for name in ("ioninv/ui/__pycache__/page.pyc", "assets/external/x.js", "data/ioninv.db"):
        (checkout / name).parent.mkdir(parents=True)
        (checkout / name).write_text("made")

    assert stamp(checkout) == before


def test_a_page_is_built_once(checkout: Path, exports: list[Path]):
    first = ready_page(quietly, checkout)
    second = ready_page(quietly, checkout)

    assert first == second
    assert len(exports) == 1


def test_a_change_is_built_and_taken_back_without_building(checkout: Path, exports: list[Path]):
    source = checkout / "ioninv/ui/page.py"
    first = ready_page(quietly, checkout)
    source.write_text("page = 2")
    second = ready_page(quietly, checkout)
    source.write_text("page = 1")

    assert ready_page(quietly, checkout) == first
    assert (html(first), html(second)) == ("page = 1", "page = 2")
    assert len(exports) == 2


def test_a_removed_file_is_not_built_any_more(checkout: Path, exports: list[Path]):
    ready_page(quietly, checkout)
    (checkout / "ioninv/ui/combobox.jsx").unlink()
    ready_page(quietly, checkout)

    assert not (exports[-1] / "ioninv/ui/combobox.jsx").exists()


def test_an_interrupted_build_leaves_nothing_that_is_served(
    checkout: Path, exports: list[Path], monkeypatch: pytest.MonkeyPatch
):
    old = ready_page(quietly, checkout)
    (checkout / "ioninv/ui/page.py").write_text("page = 2")

    def copy_half(_source: Path, target: Path) -> None:
        target.mkdir(parents=True)
        raise KeyboardInterrupt

    copytree = build.shutil.copytree
    monkeypatch.setattr(build.shutil, "copytree", copy_half)
    with pytest.raises(KeyboardInterrupt):
        ready_page(quietly, checkout)
    monkeypatch.setattr(build.shutil, "copytree", copytree)

    assert not is_built(checkout)
    assert html(old) == "page = 1"
    assert html(ready_page(quietly, checkout)) == "page = 2"


def test_an_edit_during_a_build_gets_a_build_of_its_own(
    checkout: Path, exports: list[Path], monkeypatch: pytest.MonkeyPatch
):
    source = checkout / "ioninv/ui/page.py"

    def export_while_edited(work: Path) -> None:
        source.write_text("page = 2")
        write_page(work)

    with monkeypatch.context() as edited:
        edited.setattr(build, "_export", export_while_edited)
        first = ready_page(quietly, checkout)

    assert html(first) == "page = 1"
    assert html(ready_page(quietly, checkout)) == "page = 2"


def test_packages_that_the_build_resolved_come_back_to_be_committed(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
):
    said: list[str] = []

    def export(work: Path) -> None:
        write_page(work)
        (work / "reflex.lock/bun.lock").write_text('{"new": 1}')

    monkeypatch.setattr(build, "_export", export)
    ready_page(said.append, checkout)

    assert (checkout / "reflex.lock/bun.lock").read_text() == '{"new": 1}'
    assert any("reflex.lock" in each for each in said)
    assert is_built(checkout)


def test_old_builds_are_forgotten_except_the_last_few(checkout: Path, exports: list[Path]):
    pages: list[Path] = []
    for number in range(7):
        (checkout / "ioninv/ui/page.py").write_text(f"page = {number}")
        pages.append(ready_page(quietly, checkout))

    kept = [page for page in pages if page.exists()]
    assert pages[-1] in kept
    assert len(kept) == 4


def test_a_build_that_fails_shows_the_end_of_its_log(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(build.sys, "executable", _failing(checkout))

    with pytest.raises(Conflict, match="no such component"):
        ready_page(quietly, checkout)

    assert not is_built(checkout)


def _failing(folder: Path) -> str:
    program = folder / "failing"
    program.write_text("#!/bin/sh\necho no such component\nexit 1\n")
    program.chmod(0o755)
    return str(program)


def test_a_second_build_waits_for_the_first(
    checkout: Path, exports: list[Path], run_beside: Callable[..., None]
):
    said: list[str] = []

    def build_too() -> None:
        ready_page(said.append, checkout)

    run_beside(checkout, build_too)

    assert said[0] == "Waiting for another build of the page to end…"
    assert is_built(checkout)
