"""Where the server is and which token is sent, from the environment."""

import os
from pathlib import Path
from typing import Any

from ioninv.client.client import Client
from ioninv.errors import Invalid

URL = "IONINV_URL"
TOKEN = "IONINV_TOKEN"
TOKEN_FILE = "IONINV_TOKEN_FILE"


def connect(url: str = "", token: str = "", token_file: str | Path = "", **how: Any) -> Client:
    """A client with what is given, or else with IONINV_URL and IONINV_TOKEN or IONINV_TOKEN_FILE.

    `how` are further arguments of `Client`. Raises Invalid naming what is missing.
    """
    where = url or os.environ.get(URL, "")
    if not where:
        raise Invalid(f"Say where ioninv is: --url or {URL}.", "url")
    return Client(where, token or _secret(token_file), **how)


def _secret(token_file: str | Path) -> str:
    if token_file:
        return _read(Path(token_file))
    if token := os.environ.get(TOKEN, ""):
        return token
    if named := os.environ.get(TOKEN_FILE, ""):
        return _read(Path(named))
    raise Invalid(f"A token is needed: {TOKEN}, {TOKEN_FILE} or --token-file.", "token")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"The token cannot be read from {path}.", "token") from error
