"""Sending a request until it is answered, and a write never twice."""

import random
import socket
import ssl
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypeVar
from urllib.parse import parse_qsl, urlsplit

from ioninv.client.reading import shaped
from ioninv.client.refusals import refusal
from ioninv.errors import Invalid, NoAnswer

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
Where = str | Mapping[str, object]
"""A filter, as in the address of a page: `status=available&part=3`, or the same as a mapping."""

Version = int | Literal["*"]
"""What was seen of what is changed; `*` takes whatever is there."""

PREFIX: Final = "/api/v1"
_TRY_AGAIN: Final = frozenset({429, 502, 503, 504})
_OF_THE_SCREEN: Final = frozenset({"page", "size", "item"})
_FIRST_WAIT: Final = 0.5
_LONGEST_WAIT: Final = 60.0
_LONGEST_GUESS: Final = 8.0
_CONNECTING_SECONDS: Final = 10.0


@dataclass(frozen=True)
class Sent:
    """A request, as it is sent each time anew."""

    method: str
    path: str
    query: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    json: Any = None
    file: Path | bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    seconds: float | None = None


class Connection:
    """A server, and the token it is asked with.

    A request whose answer is lost, or that is answered with 502, 503, 504 or 429, is sent again up
    to `retries` times, after what `Retry-After` says. Each write has an Idempotency-Key that stays
    the same meanwhile, so that it is done once. `timeout` is in seconds, for each part of an answer.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        timeout: float = 60.0,
        retries: int = 6,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        # The half of what loading the client takes.
        import httpx

        self.url = _address(url)
        self._timeout, self._retries, self._sleep = timeout, retries, sleep
        self._http = httpx.Client(
            headers={"Authorization": f"Bearer {_secret(token)}", "Accept": "*/*"},
            # A proxy cannot know what this machine calls itself.
            trust_env=not _is_here(self.url),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections that are kept for the next request."""
        self._http.close()

    def call(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        query: Where = "",
        version: Version | None = None,
        key: str | None = None,
        seconds: float | None = None,
    ) -> Any:
        """Send any request of the manual (`call("POST", "/kits", {"name": "Robot 3"})`).

        `path` stands behind `/api/v1`. `version` is sent as If-Match: a PUT needs one. `key` is for
        who sends the same write again later; without one, each call has its own. Returns the JSON of
        the answer, None where there is none. Raises Invalid, NotFound, Conflict, Forbidden,
        SignedOut or TooMany as the server says, NoAnswer where it says nothing.
        """
        headers = _headers(method, version, key)
        sent = Sent(method.upper(), path, asked(query), json, None, headers, seconds)
        return self._json(sent)

    def send_file(self, method: str, path: str, file: Path | bytes, **more: Any) -> Any:
        """Send a file as the body: `more` are fields of `Sent`. Returns the JSON of the answer."""
        return self._json(Sent(method, path, file=file, **more))

    def rows(self, path: str, shape: type[T], where: Where = "", sort: str = "") -> Iterator[T]:
        """The rows of a list, along its cursor: a page is asked for when it is come to."""
        query = {**dict(asked(where)), **({"sort": sort} if sort else {})}
        while True:
            page = self.call("GET", path, query=query)
            try:
                rows, following = page["rows"], page.get("next")
            except (TypeError, KeyError, AttributeError) as error:
                raise NoAnswer(f"{self.url}{PREFIX}{path} has no rows.") from error
            for row in rows:
                yield shaped(shape, row)
            if not following:
                return
            query["cursor"] = following

    @contextmanager
    def streamed(self, path: str, query: list[tuple[str, str]]) -> Iterator[Iterator[bytes]]:
        """The blocks of an answer. Raises NoAnswer when it ends before it is whole."""
        import httpx

        answer = self._answered(Sent("GET", path, query), whole=False)
        try:
            yield answer.iter_bytes()
        except httpx.RequestError as error:
            raise self._lost(error) from error
        finally:
            answer.close()

    def _json(self, sent: Sent) -> Any:
        answer = self._answered(sent)
        if answer.status_code == 204:
            return None
        try:
            return answer.json()
        except ValueError as error:
            raise NoAnswer(f"{answer.url} does not answer as ioninv does.") from error

    def _answered(self, sent: Sent, *, whole: bool = True) -> "httpx.Response":
        """An answer that grants what was asked. Raises what it refuses with."""
        answer = self._asked(sent, whole)
        if 200 <= answer.status_code < 300:
            return answer
        with _closing(answer):
            if answer.is_redirect:
                there = answer.headers.get("location", "elsewhere")
                raise NoAnswer(f"{answer.url} leads to {there}. Give the address of ioninv itself.")
            raise refusal(answer, _retry_after(answer))

    def _asked(self, sent: Sent, whole: bool) -> "httpx.Response":
        """Ask until there is an answer, or it has been asked often enough."""
        import httpx

        tried = 0
        while True:
            wait = min(_FIRST_WAIT * 2**tried, _LONGEST_GUESS) * random.uniform(0.75, 1.25)
            is_last = tried >= self._retries
            try:
                answer = self._once(sent, whole)
            except httpx.RequestError as error:
                if is_last or _is_hopeless(error):
                    raise self._lost(error) from error
            except httpx.InvalidURL as error:
                raise Invalid(f"{sent.path[:100]!r} is no address.", "path") from error
            else:
                asked_to_wait = _retry_after(answer)
                wait = wait if asked_to_wait is None else asked_to_wait
                if answer.status_code not in _TRY_AGAIN or is_last or wait > _LONGEST_WAIT:
                    return answer
                answer.close()
            tried += 1
            self._sleep(wait)

    def _once(self, sent: Sent, whole: bool) -> "httpx.Response":
        import httpx

        timeout = httpx.Timeout(sent.seconds or self._timeout, connect=_CONNECTING_SECONDS)
        with _opened(sent.file) as content:
            request = self._http.build_request(
                sent.method,
                f"{self.url}{PREFIX}{sent.path}",
                params=tuple(sent.query) or None,
                json=sent.json,
                content=content,
                headers=dict(sent.headers),
                timeout=timeout,
            )
            answer = self._http.send(request, stream=True)
        if whole or answer.is_error:
            with _closing(answer):
                answer.read()
        return answer

    def _lost(self, error: Exception) -> NoAnswer:
        why = str(error) or type(error).__name__
        return NoAnswer(f"{self.url} does not answer: {why}")


def asked(where: Where) -> list[tuple[str, str]]:
    """A filter as the names of the address; what only the screen needs is left out.

    Raises Invalid for a text that is no filter.
    """
    if isinstance(where, str):
        text = where.removeprefix("?")
        try:
            pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text))
        except ValueError as error:
            raise Invalid(f"“{where[:60]}” is no filter, such as status=available.") from error
        return [(name, value) for name, value in pairs if name not in _OF_THE_SCREEN]
    return [(name, _text(value)) for name, value in where.items() if value is not None]


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _headers(method: str, version: Version | None, key: str | None) -> dict[str, str]:
    headers: dict[str, str] = {}
    if method.upper() not in ("GET", "HEAD"):
        headers["Idempotency-Key"] = key or uuid.uuid4().hex
    if version is not None:
        headers["If-Match"] = "*" if version == "*" else f'"{version}"'
    return headers


def _address(url: str) -> str:
    """Where ioninv is, without what stands behind it. Raises Invalid for what is no such address."""
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise Invalid("The address of ioninv is like http://localhost:8000.", "url")
    if "@" in parts.netloc:
        raise Invalid("Nobody signs in by the address: give a token.", "url")
    return url.strip().rstrip("/").removesuffix(PREFIX)


def _secret(token: str) -> str:
    """A token as it may stand in a header. Raises Invalid without telling it."""
    cleaned = token.strip()
    if not cleaned or not cleaned.isascii() or not cleaned.isprintable() or " " in cleaned:
        raise Invalid("That is no token. `ioninv token create` makes one.", "token")
    return cleaned


def _is_here(url: str) -> bool:
    name = urlsplit(url).hostname or ""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _retry_after(answer: "httpx.Response") -> float | None:
    """The seconds that the server asks to wait: it says them, or until when."""
    said = answer.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (until - datetime.now(until.tzinfo and UTC)).total_seconds())


def _is_hopeless(error: BaseException) -> bool:
    """A name that nobody has, a certificate that is not right: those stay so."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, socket.gaierror | ssl.SSLCertVerificationError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


@contextmanager
def _opened(file: Path | bytes | None) -> Iterator[Any]:
    """What is sent, from its beginning. Raises Invalid for a file that cannot be read."""
    if not isinstance(file, Path):
        yield file
        return
    try:
        stream = file.open("rb")
    except FileNotFoundError as error:
        raise Invalid(f"There is no file {file.name}.", "file") from error
    except OSError as error:
        raise Invalid(f"{file.name} cannot be read: {error.strerror}.", "file") from error
    with stream:
        yield stream


@contextmanager
def _closing(answer: "httpx.Response") -> Iterator[None]:
    try:
        yield
    finally:
        answer.close()
