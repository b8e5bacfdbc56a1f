"""The websocket's door: what a page may send, looked at before Reflex or a handler sees it.

Reflex calls any handler with whatever a client sends, and logs what it cannot read. Here an event
has a handler that is there, arguments that fit it, and a place within its rate; anything else is
answered with a sentence, and is no error.
"""

# Neither Reflex nor Socket.IO is typed all the way.
# pyright: reportMissingTypeStubs=false, reportUnknownArgumentType=false
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any
from urllib.parse import parse_qs

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from reflex.app import EventNamespace
from reflex.istate.manager.memory import StateManagerMemory
from reflex.state import BaseState, StateUpdate
from reflex_base.constants import RouteVar, SocketEvent
from reflex_base.constants.state import FIELD_MARKER
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext
from socketio.packet import CONNECT, DISCONNECT, EVENT
from starlette.types import Scope

from ioninv.errors import Invalid
from ioninv.serving.clients import client_address
from ioninv.serving.rates import Rate, event_rate
from ioninv.serving.remembered import forget_old
from ioninv.serving.sessions import session_key
from ioninv.ui import arguments
from ioninv.ui.kit import toast

NAMESPACE = "/_event"
TOO_FAST = "That was a lot at once, and this one was not taken. Wait a moment and press again."
OUTDATED = "This page is older than ioninv itself by now. Load it again."

_OWN_OF_REFLEX = {
    "hydrate",
    "hydrate_and_load",
    "on_load_internal",
    "set_is_hydrated",
    "update_vars_internal",
    "handle_frontend_exception",
}
_KEPT_HEADERS = {"cookie", "host", "origin", "user-agent"}
_LONGEST_TOKEN = 100

_Word = Annotated[str, StringConstraints(max_length=8_000)]
_Path = Annotated[str, StringConstraints(max_length=8_000, pattern="^/")]
_CONNECTED = "ioninv.connected"


def guard(app: rx.App) -> None:
    """Put this door in place of the one that Reflex made."""
    sio, made = app.sio, app.event_namespace
    assert sio is not None
    assert made is not None
    app._event_namespace = door = Events(made.namespace, app)  # pyright: ignore[reportPrivateUsage]
    sio.register_namespace(door)
    sio.eio.on("message", _hearing(sio))


def _hearing(sio: Any) -> Callable[[str, Any], Awaitable[None]]:
    """What reads packets: those that a page sends. After any other the connection is closed.

    Socket.IO would call every `on_…` that a client names, `on_connect` with headers it made up too.
    """

    async def hear(connection: str, data: Any) -> None:
        try:
            packet = sio.packet_class(encoded_packet=data)
        except Exception:
            packet = None
        if packet is None or packet.namespace != NAMESPACE:
            await sio.eio.disconnect(connection)
        elif packet.packet_type == CONNECT and isinstance(packet.data, dict | None):
            await sio._handle_connect(connection, packet.namespace, packet.data)
        elif packet.packet_type == DISCONNECT:
            await sio._handle_disconnect(connection, packet.namespace, "client disconnect")
        elif packet.packet_type == EVENT and _is_heard(packet.data):
            await sio._handle_event(connection, packet.namespace, packet.id, packet.data[:2])
        else:
            await sio.eio.disconnect(connection)

    return hear


def _is_heard(said: Any) -> bool:
    return isinstance(said, list) and said[:1] in (["event"], ["ping"], ["client_error"])


class Events(EventNamespace):
    """Reflex's namespace, with a door in front of each of its entrances."""

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Refuse a tab without a name, and a second time on one websocket.

        The first event comes along. One that is not understood is left out: mostly it is of an old
        page, which Reflex tells to load itself again.
        """
        if not _token(environ) or environ.get(_CONNECTED) or not self._may(sid):
            raise ConnectionRefusedError
        environ[_CONNECTED] = True
        if isinstance(manager := self.app.state_manager, StateManagerMemory):
            forget_old(manager, self._token_manager.token_to_socket)
        given: dict[str, Any] = {**auth} if isinstance(auth, dict) else {}
        if "event" in given:
            try:
                given["event"] = _understood(given["event"])
            except Refusal:
                del given["event"]
        await super().on_connect(sid, environ, given)

    async def on_event(self, sid: str, data: Any = None) -> None:
        """Let in what is understood; answer anything else with a sentence."""
        if sid not in self.sid_to_token:
            return
        try:
            if not self._may(sid):
                raise Refusal(TOO_FAST)
            event = _understood(data)
        except Refusal as refusal:
            if self._may_be_told(sid):
                await self._tell(sid, str(refusal))
            return
        await super().on_event(sid, event)

    async def on_ping(self, sid: str, _given: Any = None) -> None:
        if self._may(sid):
            await super().on_ping(sid)

    async def on_client_error(self, sid: str, data: Any = None) -> None:
        if self._may(sid):
            await super().on_client_error(sid, data)

    async def link_token_to_sid(self, sid: str, token: str, *, update_state: bool = True) -> None:
        """Tie what a tab holds to who is signed in: its token alone, with another cookie, opens nothing."""
        owner = session_key(self._scope(sid)) or "nobody"
        await super().link_token_to_sid(sid, f"{token}-{owner}", update_state=update_state)

    def _build_static_router_data(self, sid: str, environ: dict[str, Any]) -> dict[str, Any]:
        """Only the headers that handlers look at, and the address as the proxies we believe tell it."""
        made = super()._build_static_router_data(sid, environ)
        headers = made[RouteVar.HEADERS]
        made[RouteVar.HEADERS] = {
            name: value for name, value in headers.items() if name in _KEPT_HEADERS
        }
        made[RouteVar.CLIENT_IP] = client_address(environ.get("asgi.scope", {}))
        return made

    def _scope(self, sid: str) -> Scope:
        server: Any = self.server
        environ = server.get_environ(sid, self.namespace) or {}
        return environ.get("asgi.scope", {"headers": []})

    def _may(self, sid: str) -> bool:
        scope = self._scope(sid)
        return event_rate().hit(session_key(scope) or sid, client_address(scope))

    def _may_be_told(self, sid: str) -> bool:
        return _TOLD.hit(sid)

    async def _tell(self, sid: str, sentence: str) -> None:
        told = Event.from_event_type(toast.error(sentence))
        await self.emit(str(SocketEvent.EVENT), StateUpdate(events=told), to=sid)


class Refusal(Exception):
    """Why an event is not let in."""


_TOLD = Rate(2, 1)
"""How often one tab is told so: whoever sends thousands is not sent thousands back."""


class _Where(BaseModel):
    """The page's own word about its address."""

    model_config = ConfigDict(strict=True)

    pathname: _Path | None = None
    asPath: _Path | None = None  # noqa: N815
    query: Annotated[dict[_Word, _Word | list[_Word] | None], Field(max_length=200)] | None = None


class _Event(BaseModel):
    """What a page sends; anything else in it is left out."""

    model_config = ConfigDict(strict=True)

    name: Annotated[str, StringConstraints(max_length=500)]
    payload: dict[str, Any] | None = None
    router_data: _Where | None = None


def _understood(data: object) -> dict[str, Any]:
    """The event, with nothing in it but what Reflex reads. Raises Refusal."""
    try:
        event = _Event.model_validate(data)
    except ValidationError:
        raise Refusal(arguments.NOT_UNDERSTOOD) from None
    payload = event.payload or {}
    registered = RegistrationContext.get().event_handlers.get(event.name)
    if registered is None or not is_open(registered.states[0], event.name):
        raise Refusal(OUTDATED)
    try:
        arguments.fit(registered.handler.fn, payload)
    except Invalid as refused:
        raise Refusal(refused.message) from None
    if registered.states[0].__module__.startswith("reflex."):
        _look_at_stored(payload.get("vars") or {})
    where = event.router_data.model_dump(exclude_none=True) if event.router_data else {}
    return {"name": event.name, "payload": payload, "router_data": where}


def is_open(state: type[BaseState], name: str) -> bool:
    """No `setvar`, which calls any setter of a state, and of Reflex's own what its page calls."""
    handler = name.rpartition(".")[2]
    if state.__module__.startswith("reflex."):
        return handler in _OWN_OF_REFLEX
    return handler != "setvar"


def _look_at_stored(given: dict[str, object]) -> None:
    """What the browser's storage sets: variables that a state keeps there, and texts."""
    for variable, value in given.items():
        owner, _, name = variable.rpartition(".")
        state = RegistrationContext.get().base_states.get(owner)
        kept = state is not None and state._is_client_storage(  # pyright: ignore[reportPrivateUsage]
            name.removesuffix(FIELD_MARKER)
        )
        if not kept or not (value is None or isinstance(value, str)):
            raise Refusal(OUTDATED)


def _token(environ: Mapping[str, Any]) -> str:
    """The name that a tab gave itself, "" when it is none."""
    given = parse_qs(environ.get("QUERY_STRING", "")).get("token", [""])[0]
    plain = given.replace("-", "")
    return given if plain.isascii() and plain.isalnum() and len(given) <= _LONGEST_TOKEN else ""
