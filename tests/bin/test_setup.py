"""The environment is made once, made anew when it must be, and never used half made."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from ioninv.config import ROOT


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The set-up of a checkout in `tmp_path`, with commands that only pretend."""
    found = importlib.util.spec_from_file_location("_setup", ROOT / "bin" / "_setup.py")
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    venv = tmp_path / ".venv"
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "PYTHON", venv / "bin" / "python")
    module.calls = []

    def pretend(command: list[str], _on_failure: str) -> None:
        module.calls.append(command)
        (venv / "bin").mkdir(parents=True, exist_ok=True)
        python = venv / "bin" / "python"
        python.unlink(missing_ok=True)
        python.symlink_to(sys.executable)

    monkeypatch.setattr(module, "_call", pretend)
    (tmp_path / "requirements.lock").write_text("reflex==0.10.1")
    (tmp_path / "requirements-dev.lock").write_text("reflex==0.10.1\npytest==9.2.0")
    return module


def test_it_happens_once(setup: ModuleType):
    setup.ensure()
    first = len(setup.calls)
    setup.ensure()

    assert first == 2
    assert len(setup.calls) == first


def test_another_lock_is_installed(setup: ModuleType):
    setup.ensure()
    (setup.ROOT / "requirements.lock").write_text("reflex==0.10.2")
    setup.ensure()

    assert len(setup.calls) == 4


def test_an_environment_for_development_runs_the_app_too(setup: ModuleType):
    setup.ensure(setup.DEVELOP)
    setup.ensure(setup.RUN)

    assert len(setup.calls) == 2


def test_an_environment_for_running_does_not_do_for_development(setup: ModuleType):
    setup.ensure(setup.RUN)
    setup.ensure(setup.DEVELOP)

    assert len(setup.calls) == 4


def test_a_checkout_that_was_moved_is_set_up_anew(setup: ModuleType, tmp_path: Path):
    setup.ensure()
    before = setup._mark(setup.RUN)

    setup.ROOT = tmp_path / "elsewhere"
    setup.ROOT.mkdir()
    (setup.ROOT / "requirements.lock").write_text("reflex==0.10.1")

    assert setup._mark(setup.RUN) != before


def test_an_interrupted_set_up_begins_from_nothing(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
):
    pretend = setup._call

    def interrupted(command: list[str], on_failure: str) -> None:
        pretend(command, on_failure)
        if "install" in command:
            (setup.VENV / "half a package").touch()
            raise KeyboardInterrupt

    monkeypatch.setattr(setup, "_call", interrupted)
    with pytest.raises(KeyboardInterrupt):
        setup.ensure()
    monkeypatch.setattr(setup, "_call", pretend)
    setup.ensure()

    assert not (setup.VENV / "half a package").exists()
    assert setup._mark(setup.RUN).exists()


def test_an_old_python_is_refused_with_a_sentence(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(setup, "_OLDEST", (99, 0))

    with pytest.raises(SystemExit) as ended:
        setup.ensure()

    assert ended.value.code == 1
    assert "ioninv needs Python" in capsys.readouterr().err
