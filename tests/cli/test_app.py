"""How every command begins and ends."""

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from ioninv import __version__, cli
from ioninv.cli import app
from ioninv.config import ROOT, get_settings
from ioninv.errors import Conflict, Problem, Refused

DONE, REFUSED, WRONG_USAGE = 0, 1, 2


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Set, so that it is put back even when the command sets it.
    monkeypatch.setenv("IONINV_DATA", str(ROOT / "data"))
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    calls: list[tuple[str, int]] = []
    monkeypatch.setattr("ioninv.serving.run.run", lambda host, port: calls.append((host, port)))
    return calls


def status_of(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        app.main(list(words))
    return int(ended.value.code or 0)


def test_no_command_serves(served: list[tuple[str, int]]):
    assert status_of() == DONE
    assert served == [("127.0.0.1", 8000)]


def test_options_alone_go_to_serve(served: list[tuple[str, int]]):
    assert status_of("--port", "9000", "--host", "0.0.0.0") == DONE
    assert served == [("0.0.0.0", 9000)]


def test_the_port_may_come_from_the_environment(
    served: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("IONINV_PORT", "9001")

    assert status_of("serve") == DONE
    assert served == [("127.0.0.1", 9001)]


def test_a_wrong_variable_is_named(
    served: list[tuple[str, int]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.setenv("IONINV_PORT", "many")

    assert status_of() == REFUSED
    assert "IONINV_PORT is 'many'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("serve", "--data", "place"),
        ("--data", "place", "serve"),
        ("--data=place",),
        ("serve", "--data=place", "--port", "9000"),
    ],
)
def test_the_data_folder_goes_with_every_command_anywhere(
    served: list[tuple[str, int]],
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.chdir(tmp_path)

    assert status_of(*words) == DONE
    assert get_settings().data == tmp_path / "place"


@pytest.mark.parametrize("words", [("serve", "--data"), ("--data", "--port", "1")])
def test_data_needs_a_folder(words: tuple[str, ...]):
    assert status_of(*words) == WRONG_USAGE


def test_a_refusal_is_a_sentence_on_stderr(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def refuse(_host: str, _port: int) -> None:
        raise Conflict("Port 8000 is in use.", "port")

    monkeypatch.setattr("ioninv.serving.run.run", refuse)

    assert status_of("serve") == REFUSED
    out, err = capsys.readouterr()
    assert (out, err) == ("", "Port 8000 is in use.\n")


def test_every_problem_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def refuse(_host: str, _port: int) -> None:
        raise Refused.because([Problem("One."), Problem("Two.")])

    monkeypatch.setattr("ioninv.serving.run.run", refuse)

    assert status_of("serve") == REFUSED
    assert capsys.readouterr().err == "One.\nTwo.\n"


@pytest.mark.parametrize("words", [("dance",), ("serve", "--port", "0"), ("serve", "extra")])
def test_wrong_usage_is_told_apart(words: tuple[str, ...]):
    assert status_of(*words) == WRONG_USAGE


def test_the_version_is_the_one_in_pyproject(capsys: pytest.CaptureFixture[str]):
    assert status_of("--version") == DONE
    assert capsys.readouterr().out == f"ioninv {__version__}\n"
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text()


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]):
    assert status_of("--help") == DONE
    listed = capsys.readouterr().out
    assert all(f"  {command}" in listed for command in app.COMMANDS)


def test_help_does_not_load_reflex():
    program = (
        "import sys\n"
        "from ioninv.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "sys.exit('reflex' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_doctor_finds_this_installation_sound(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    assert status_of("doctor", "--data", str(tmp_path)) == DONE
    found = capsys.readouterr().out
    assert all(what in found for what in ("python", "sqlite", "reflex", "bun", "page", "data"))
    assert "BAD" not in found


def test_the_doctor_refuses_an_old_sqlite(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    monkeypatch.setattr("ioninv.db.driver.OLDEST_SAFE", (99, 0, 0))

    assert status_of("doctor", "--data", str(tmp_path)) == REFUSED
    assert "BAD  sqlite" in capsys.readouterr().out


def test_each_file_with_commands_is_listed():
    files = (each.name for each in iter_modules(cli.__path__))
    with_commands = {
        each for each in files if hasattr(import_module(f"ioninv.cli.{each}"), "commands")
    }

    assert with_commands == set(app.COMMANDS.values())
