"""Settings from the environment, each `IONINV_` and its name. All optional."""

import os
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ioninv.errors import Invalid

ROOT = Path(__file__).parents[1]
"""The checkout: what is built and served lies here."""

PREFIX = "IONINV_"


def _networks(said: str, strict: bool = False) -> str:
    """What cannot be read is told at the start, and not when somebody needs it."""
    for each in said.split(","):
        if each.strip():
            ip_network(each.strip(), strict=strict)
    return said


def _strict_networks(said: str) -> str:
    return _networks(said, strict=True)


class Settings(BaseSettings):
    """One field per variable; an empty variable counts as not set."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True)

    data: Annotated[Path, AfterValidator(Path.absolute)] = ROOT / "data"
    """The folder of the database and the attachments."""

    host: str = "127.0.0.1"
    """The address to listen on."""

    hosts: str = ""
    """Names, with commas, under which it answers; empty: any, once it is set up."""

    port: int = Field(default=8000, ge=1, le=65535)
    """The one port of page, websocket and REST."""

    largest_upload: int = Field(default=25, ge=1, le=2_000)
    """The most megabytes (of a million bytes) that an attached file may have."""

    session_days: int = Field(default=30, ge=1, le=365)
    """A session ends after so many days, however much it is used."""

    session_idle_days: int = Field(default=7, ge=1, le=365)
    """A session ends when nothing was done in it for so many days."""

    oidc_issuer: str = ""
    """The address of the provider (OpenID Connect) by which one can sign in; empty: there is none."""

    oidc_client_id: str = ""
    """What the provider calls this ioninv."""

    oidc_client_secret: str = Field(default="", repr=False)
    """What the provider gave with it; empty for a public client."""

    oidc_name: str = "your provider"
    """What the button on the sign-in page calls it."""

    oidc_new_users: Literal["", "viewer", "operator", "buyer"] = ""
    """The role of those who come in by the provider and nobody has invited; empty: they may not."""

    trusted_proxies: Annotated[str, AfterValidator(_networks)] = ""
    """Addresses or networks, with commas, whose X-Forwarded-For says who asks."""

    webhook_networks: Annotated[str, AfterValidator(_strict_networks)] = ""
    """Networks, with commas, to which webhooks may be sent though they are not public."""


@cache
def get_settings() -> Settings:
    """The settings of this process, read once.

    Raises Invalid naming the variable that cannot be read.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        variable = PREFIX + str(first["loc"][0]).upper()
        why = first["msg"].removeprefix("Value error, ")
        raise Invalid(f"{variable} is {first['input']!r}: {why}.", variable) from error


def use_data(folder: Path) -> None:
    """Let this process, and those it starts, work on `folder`."""
    os.environ[f"{PREFIX}DATA"] = str(folder.absolute())
    get_settings.cache_clear()
