"""Who is answered: under which names, and which pages may send what."""

from collections.abc import Callable, Iterable, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ioninv.serving.clients import client_address
from ioninv.serving.refusing import is_rest, problem

NOT_SET_UP = (
    "This ioninv is not set up yet, and until then answers only on the machine it runs on. "
    "Open the set-up link that it printed when it was started."
)
FOREIGN_HOST = (
    "This ioninv does not answer under this name. Ask its administrator for the right one."
)
FOREIGN_ORIGIN = (
    "Refused: this request was sent by a page of another site. Open ioninv itself and do it there."
)
SET_UP = "/set-up/"

_CODES = {
    NOT_SET_UP: "not_set_up",
    FOREIGN_HOST: "foreign_host",
    FOREIGN_ORIGIN: "foreign_origin",
}
_SAFE = {"GET", "HEAD", "OPTIONS"}
_PORTS = {"http": 80, "https": 443}
_SET_UP_COOKIE = "ioninv_set_up"
_LONGEST_NAME = 253


class Names:
    """Under which names this server answers.

    Until somebody has set it up, only this machine and whoever has the set-up link: the first to
    come would be its administrator. Then any, because without a session there is nothing to be had
    but the sign-in, and a foreign name that resolves to this machine (DNS rebinding) gets no cookie
    of ours. `hosts` narrows that to some names, beside those of this machine itself.
    """

    def __init__(
        self,
        hosts: Iterable[str] = (),
        is_set_up: Callable[[], bool] = lambda: True,
        is_set_up_link: Callable[[str], bool] = lambda _token: False,
    ) -> None:
        self._hosts = {each.strip().lower().rstrip(".") for each in hosts if each.strip()}
        self._is_set_up = is_set_up
        self._is_set_up_link = is_set_up_link

    def refusal(self, scope: Scope, host: str) -> str | None:
        """Why nothing is answered under this Host, if it is not."""
        name = name_of(host)
        if not name or (self._hosts and name not in self._hosts and not is_loopback(host)):
            return FOREIGN_HOST
        if self._is_set_up() or (is_loopback(host) and _is_here(scope)):
            return None
        return None if self._is_set_up_link(set_up_token(scope)) else NOT_SET_UP

    def remembers(self, scope: Scope) -> bool:
        """Whether what this page asks for next is answered because of the set-up link in its path."""
        return (
            scope["type"] == "http"
            and str(scope["path"]).startswith(SET_UP)
            and not self._is_set_up()
            and self._is_set_up_link(set_up_token(scope))
        )


class Doorkeeper:
    """Refuse, with 403 and a sentence, what `refusal` names; let everything else in.

    Programs get the sentence as a problem, like every refusal of REST.
    """

    def __init__(self, app: ASGIApp, names: Names | None = None) -> None:
        self.app = app
        self.names = names or Names()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reason = refusal(scope, self.names) if scope["type"] in {"http", "websocket"} else None
        if reason is None:
            remembers = self.names.remembers(scope)
            await self.app(scope, receive, _with_cookie(scope, send) if remembers else send)
        elif scope["type"] == "http":
            told = problem(403, _CODES[reason], reason) if is_rest(scope) else None
            await (told or PlainTextResponse(reason, 403))(scope, receive, send)
        else:
            # Closed before it was accepted: the server answers the handshake with 403.
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": ""})


def refusal(scope: Scope, names: Names) -> str | None:
    """Why this request is not answered, if it is not.

    What can change something, a websocket included, must not come from a page of another origin;
    and what is taken out by a cookie must not be asked for by one, other than by following a link.
    """
    headers = Headers(scope=scope)
    hosts = headers.getlist("host")
    if len(hosts) != 1:
        return FOREIGN_HOST
    if reason := names.refusal(scope, hosts[0]):
        return reason
    origins = headers.getlist("origin")
    site = headers.get("sec-fetch-site", "same-origin")
    if scope["type"] == "http" and scope["method"] in _SAFE:
        return FOREIGN_ORIGIN if _is_taken_from_elsewhere(headers, site) else None
    if site in {"cross-site", "same-site"} or len(origins) > 1:
        return FOREIGN_ORIGIN
    if all(same_origin(origin, {"HTTP_HOST": hosts[0]}) for origin in origins):
        return None
    return FOREIGN_ORIGIN


def _is_taken_from_elsewhere(headers: Headers, site: str) -> bool:
    """Whether another site's page embeds or fetches it. A link or a typed address is `navigate`."""
    if site not in {"cross-site", "same-site"}:
        return False
    is_link = headers.get("sec-fetch-mode") == "navigate"
    return not (is_link and headers.get("sec-fetch-dest", "document") == "document")


def set_up_token(scope: Scope) -> str:
    """The set-up link's token that this request carries: in its path, or since in a cookie."""
    path = str(scope.get("path", ""))
    if path.startswith(SET_UP):
        return path.removeprefix(SET_UP).strip("/")
    return HTTPConnection({**scope, "type": "http"}).cookies.get(_SET_UP_COOKIE, "")


def _with_cookie(scope: Scope, send: Send) -> Send:
    """Who opens the set-up link gets its token as a cookie."""
    cookie = f"{_SET_UP_COOKIE}={set_up_token(scope)}; HttpOnly; SameSite=Lax; Path=/; Max-Age=3600"

    async def send_with_cookie(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (b"set-cookie", cookie.encode())]
        await send(message)

    return send_with_cookie


def name_of(host: str) -> str:
    """The name in a Host header, without its port; "" when it is no name."""
    try:
        parts = urlsplit(f"//{host}")
        name = (parts.hostname or "").rstrip(".")
        _ = parts.port
    except ValueError:
        return ""
    plain = name.replace("-", "").replace(".", "").replace(":", "").replace("_", "")
    if parts.netloc != host or "@" in host or len(name) > _LONGEST_NAME:
        return ""
    return name if plain.isascii() and plain.isalnum() else ""


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine: localhost, *.localhost, 127.0.0.0/8, [::1]."""
    name = name_of(host)
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _is_here(scope: Scope) -> bool:
    try:
        return ip_address(client_address(scope)).is_loopback
    except ValueError:
        return False


def same_origin(origin: str | None, environ: Mapping[str, str] | None = None) -> bool:
    """Whether `origin` is the page that `environ["HTTP_HOST"]` serves, behind TLS or not.

    Engine.IO calls this for every websocket that names an Origin. It must not raise.
    """
    try:
        sent = urlsplit(origin or "")
        served = urlsplit("//" + (environ or {})["HTTP_HOST"])
        port = _PORTS[sent.scheme]
        if not sent.hostname or "@" in sent.netloc:
            return False
        return (sent.hostname, sent.port or port) == (served.hostname, served.port or port)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
