"""Find the Chromium that the tests drive, or install one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

PACKAGES = ("chromium", "fonts-liberation")

WAY_OUT = (
    "The browser tests need Chromium. Install it with your system's package manager, "
    "or set CHROMIUM to the path of one."
)


def find() -> str | None:
    """The path of a Chromium: the one that CHROMIUM names, the system's, or Playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        return named
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or _playwrights_own()


def install() -> bool:
    """Install one as the system does it, else as Playwright does it."""
    return (_by_apt() or _by_playwright()) and find() is not None


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _by_apt() -> bool:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    print("Setting up: Chromium, from the system's packages (once, about a minute)…", flush=True)
    quietly = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return all(
        _done(["apt-get", *words], quietly)
        for words in (
            ["update", "-qq"],
            ["install", "-qq", "--yes", "--no-install-recommends", *PACKAGES],
        )
    )


def _by_playwright() -> bool:
    print("Setting up: Chromium, as Playwright brings it (once, about a minute)…", flush=True)
    return _done([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def _done(command: list[str], environment: dict[str, str]) -> bool:
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout[-2000:])
    return done.returncode == 0


if __name__ == "__main__" and not (find() or install()):
    sys.exit(WAY_OUT)
