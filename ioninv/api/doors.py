"""A route from a door: what it takes, answers and refuses is read from the door itself.

`routes.door("PUT /kits/{kit_id}", kits.edit)` makes of each parameter of `kits.edit` what its name and
type say: those in the path; `key` from Idempotency-Key; `version` from If-Match; the rest from the
query of what is read, and from the JSON body of what is done. A `Selection` makes it an act on many.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from inspect import Parameter, cleandoc, signature
from typing import Any, Final, get_args, get_origin, get_type_hints

from fastapi import APIRouter, Request, Response
from pydantic import Field, TypeAdapter, create_model
from sqlmodel import Session
from starlette.convertors import Convertor, register_url_convertor

from ioninv.api import parameters
from ioninv.api.bodies import Body, body_of
from ioninv.api.caller import known, read, write
from ioninv.api.needing import needing
from ioninv.api.problems import documented
from ioninv.api.shapes import LARGEST_ID, Told, rows_of, told
from ioninv.db import rehearsing
from ioninv.domain.access import Actor
from ioninv.domain.history import Done
from ioninv.domain.items import Browsed, ItemFacts, Outcome, Selection, each
from ioninv.domain.listing import Listing, Place, cut

PREFIX: Final = "/api/v1"
_PATH_NAME: Final = re.compile(r"{(\w+)}")
_BULK: Final[tuple[dict[str, Any], ...]] = (
    {
        "name": "mode",
        "in": "query",
        "required": False,
        "description": "`atomic`: every item or none. `each`: every item that it is possible on.",
        "schema": {"type": "string", "enum": ["atomic", "each"], "default": "atomic"},
    },
    {
        "name": "dry_run",
        "in": "query",
        "required": False,
        "description": "Tell what would be done, and do nothing.",
        "schema": {"type": "boolean", "default": False},
    },
)


class NotDone(Told):
    """An item that an act was not done on, and why."""

    item: int
    message: str


class ActDone(Told):
    """What an act did. `change_set` is 0 where there was nothing to do, or with `dry_run`.

    `ids` are the items it was done on, `refused` the others; `split_ids` new items that carry a part.
    """

    change_set: int
    ids: list[int]
    repeated: bool
    split_ids: list[int]
    notes: list[str]
    refused: list[NotDone]
    dry_run: bool


class _Id(Convertor[int]):
    """Ids in addresses: anything else is no address."""

    regex = "[1-9][0-9]{0,17}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("id", _Id())


class Doors(APIRouter):
    """The routes of one feature. `routes` of every feature are included by the app."""

    def __init__(self, tag: str) -> None:
        super().__init__(tags=[tag], redirect_slashes=False)
        self.doors: list[Route] = []

    def door(self, address: str, door: Callable[..., Any], **said: Any) -> None:
        """Make a route from a door. `said` are the fields of `Route` that the door does not tell."""
        method, path = address.split(" ")
        route = Route(method, path, door, **said)
        self.doors.append(route)
        self.add_api_route(
            _PATH_NAME.sub(lambda match: f"{{{match[1]}:id}}", path),
            route.answer,
            methods=[method],
            status_code=route.status,
            response_class=Response,
            name=route.name,
            operation_id=route.name,
            summary=route.words[0],
            description=route.words[1],
            responses=route.responses,
            openapi_extra=route.openapi,
        )


@dataclass(frozen=True)
class Route:
    """One address and the door behind it.

    `given` are arguments that the address stands for, `reads` says that it only looks though it is
    no GET, `named` what a single value is called in the answer, `version` where its version is, `called` its
    name where a door has several, `summary` what it does where the door does not say it to users.
    `along` gives a list that a door tells whole in pages: where each row stands in it.
    """

    method: str
    path: str
    door: Callable[..., Any]
    given: Mapping[str, Any] = field(default_factory=dict[str, Any])
    reads: bool = False
    named: str = "value"
    version: str = "version"
    called: str = ""
    summary: str = ""
    along: Callable[[Any], Place] | None = None

    async def answer(self, request: Request) -> Response:
        """Read what is asked, ask the door, and say what it said."""
        if self.method == "GET":
            return self._answered(request, await read(request, self._look, request))
        await known(request)
        if self.is_read:
            arguments = {**self._addressed(request), **await self._said(request)}
            return self._answered(request, await read(request, self.door, **arguments))
        arguments = self._addressed(request)
        if self._takes("key"):
            arguments["key"] = parameters.read_key(request)
        if self._takes("version"):
            arguments["version"] = parameters.read_version(request, self.replaces)
        arguments |= await self._said(request)
        door = self._act(request, arguments) if self.is_act else self.door
        return self._answered(request, await write(request, door, **arguments))

    @property
    def is_read(self) -> bool:
        return self.reads or self.method == "GET"

    @property
    def replaces(self) -> bool:
        """The whole of a thing is replaced, so that its version must be named."""
        return self.method == "PUT"

    @cached_property
    def is_act(self) -> bool:
        """An act on many items, with an outcome for each."""
        returns = self._hints.get("return")
        return not self.is_read and returns is Done and self._selection is not None

    @property
    def status(self) -> int:
        if self._hints.get("return") is type(None):
            return 204
        made = self.method == "POST" and not self.is_read and self.door.__name__ in _MAKING
        return 201 if made else 200

    @cached_property
    def name(self) -> str:
        """`kits_edit`, as the door is called."""
        package = self.door.__module__.split(".")[2]
        return f"{package}_{self.called or self.door.__name__}"

    @cached_property
    def words(self) -> tuple[str, str]:
        """The first sentence of the door's docstring, and all of it."""
        doc = cleandoc(self.door.__doc__ or "")
        return self.summary or first_sentence(doc), doc

    @property
    def openapi(self) -> dict[str, Any]:
        """What FastAPI cannot see: parameters, permission, and the body by the name of its schema."""
        said: dict[str, Any] = {"parameters": [*self._documented()], **needing(self.door)}
        if self._body is not None:
            schema = {"$ref": f"#/components/schemas/{self._body.model.__name__}"}
            said["requestBody"] = {
                "required": self._body.is_required,
                "content": {"application/json": {"schema": schema}},
            }
        return said

    @property
    def responses(self) -> dict[int | str, dict[str, Any]]:
        refusals = [400, 401, 403, 404, 409, 422, 429]
        if self._body is not None:
            refusals += [413, 415]
        if not self.is_read and self._takes("version"):
            refusals += [412]
        if self.replaces:
            refusals += [428]
        done: dict[int | str, dict[str, Any]] = {self.status: {"description": "Done."}}
        if self._answers is not None:
            done[self.status]["model"] = self._answers
        if self.method == "GET":
            done[304] = {"description": "It is as `If-None-Match` says."}
        return {**done, **documented(*sorted(refusals))}

    @property
    def body(self) -> Body | None:
        return self._body

    def _look(self, session: Session, actor: Actor, request: Request) -> Any:
        """Who asks is known by now: what a stranger says is not looked at."""
        arguments = {**self._addressed(request), **self._queries.read(request)}
        if self.along is None:
            return self.door(session, actor, **arguments)
        page = {name: arguments.pop(name) for name in _PAGE if name in arguments}
        return cut(self.door(session, actor, **arguments), self.along, **page)

    def _act(self, request: Request, arguments: dict[str, Any]) -> Callable[..., Any]:
        """The door as an act on many: atomic or each, and perhaps only rehearsed."""
        dry_run = arguments.pop("dry_run", False)
        selection, key = arguments.pop(str(self._selection)), arguments.pop("key", None)
        rest = dict(arguments)
        arguments.clear()
        mode = rest.pop("mode", "atomic")

        def work(session: Session, actor: Actor) -> ActDone:
            def act(selected: Selection, act_key: str | None) -> Done:
                said = {**rest, str(self._selection): selected, "key": act_key}
                return self.door(session, actor, **said)

            if mode == "each":
                payload = [self.name, repr(sorted(rest.items()))]
                outcome = each(session, actor, selection, act, payload, key, dry_run)
            else:
                with rehearsing(session, really=not dry_run):
                    outcome = Outcome(act(selection, None if dry_run else key))
            return _act_done(outcome, dry_run)

        return work

    def _addressed(self, request: Request) -> dict[str, Any]:
        return {**request.path_params, **self.given}

    async def _said(self, request: Request) -> dict[str, Any]:
        """What the query and the body say."""
        queried = self._queries.read(request)
        bodied = await self._body.read(request) if self._body is not None else {}
        return {**queried, **bodied}

    def _answered(self, request: Request, value: Any) -> Response:
        if value is None:
            return Response(status_code=204)
        body = self._adapter.dump_json(self._adapter.validate_python(self._shaped(value)))
        headers = {"Cache-Control": "no-store" if self.method != "GET" else "private, no-cache"}
        if tag := self._tag(value, body):
            headers["ETag"] = tag
        if self.method == "GET" and tag and _is_known(request, tag):
            return Response(status_code=304, headers=headers)
        if follows := _next(value):
            url = request.url.include_query_params(cursor=follows)
            headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
        if address := _ADDRESSES.get(self.path if self.status == 201 else ""):
            headers["Location"] = f"{PREFIX}{address}/{value.id}"
        return Response(body, self.status, headers, "application/json")

    def _tag(self, value: Any, body: bytes) -> str:
        """The version that If-Match goes by, and a mark of all that the answer says."""
        version: Any = value
        for name in self.version.split("."):
            version = getattr(version, name, None)
        mark = hashlib.sha256(body).hexdigest()[:16]
        if isinstance(version, int):
            return f'"{version}.{mark}"'
        return f'"{mark}"' if self.method == "GET" else ""

    def _shaped(self, value: Any) -> Any:
        if isinstance(value, Listing | Browsed):
            return {**vars(value), "next": _next(value) or None}  # pyright: ignore[reportUnknownArgumentType]
        if isinstance(value, list | tuple):
            return {"rows": value}  # pyright: ignore[reportUnknownVariableType]
        if isinstance(value, str | int):
            return {self.named: value}
        return value

    @cached_property
    def _answers(self) -> Any:
        """The model of the answer; None where there is nothing to say."""
        returns = self._hints.get("return")
        if returns is type(None):
            return None
        if self.is_act:
            return ActDone
        title = "".join(word.capitalize() for word in self.name.split("_")) + "Answer"
        if self.along or get_origin(returns) is Listing or returns is Browsed:
            more: dict[str, Any] = {"next": (str | None, Field(description="The next cursor."))}
            if returns is Browsed:
                return rows_of(title, ItemFacts, **more)
            return rows_of(title, get_args(returns)[0], total=(int, ...), **more)
        shape = told(returns)
        if get_origin(shape) is list:
            return rows_of(title, get_args(returns)[0])
        if shape in (str, int):
            named: dict[str, Any] = {self.named: (shape, ...)}
            return create_model(title, __base__=Told, **named)
        return shape

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self._answers)

    @cached_property
    def _hints(self) -> dict[str, Any]:
        return get_type_hints(self.door)

    @cached_property
    def _parameters(self) -> dict[str, Parameter]:
        return dict([*signature(self.door).parameters.items()][2:])

    def _takes(self, name: str) -> bool:
        return name in self._parameters and name not in self.given

    @property
    def _selection(self) -> str | None:
        """The parameter that is a selection of items."""
        found = [name for name in self._parameters if self._hints[name] is Selection]
        return found[0] if found else None

    @cached_property
    def _left(self) -> list[Parameter]:
        """The parameters that neither the address nor a header gives."""
        gone = {*_PATH_NAME.findall(self.path), *self.given, "progress"}
        if not self.is_read:
            gone |= {"key", "version"}
        return [each for name, each in self._parameters.items() if name not in gone]

    @cached_property
    def _queries(self) -> parameters.Queries:
        said = self._left if self.method == "GET" else []
        paged = _PAGE.values() if self.along else ()
        queries = parameters.queries_of([*said, *paged], {**_OF_PAGE, **self._hints})
        if self.is_act:
            bulk = partial(parameters.Query, field="")
            mode, dry_run = _BULK
            queries = replace(
                queries,
                parameters=(
                    bulk("mode", "mode", schema=mode["schema"], read=_mode),
                    bulk("dry_run", "dry_run", schema=dry_run["schema"], read=parameters.flag),
                ),
            )
        return queries

    @cached_property
    def _body(self) -> Body | None:
        if self.method == "GET":
            return None
        title = "".join(word.capitalize() for word in self.name.split("_"))
        return body_of(title, self._left, self._hints)

    def _documented(self) -> list[dict[str, Any]]:
        said = [
            {
                "name": name,
                "in": "path",
                "required": True,
                "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_ID},
            }
            for name in _PATH_NAME.findall(self.path)
        ]
        said += list(_BULK) if self.is_act else [e.documented() for e in self._queries.parameters]
        if self.method == "GET":
            said.append(parameters.IF_NONE_MATCH)
        if not self.is_read and self._takes("key"):
            said.append(parameters.KEY)
        if not self.is_read and self._takes("version"):
            said.append(parameters.if_match(self.replaces))
        return said


_PAGE: Final = {name: signature(cut).parameters[name] for name in ("size", "after")}
_OF_PAGE: Final = get_type_hints(cut)


def first_sentence(doc: str) -> str:
    """What stands before the first full stop."""
    return " ".join(doc.partition("\n\n")[0].split()).partition(". ")[0].rstrip(".")


_MAKING: Final = {
    "create", "create_path", "create_supplier_part", "add_line", "comment", "revise", "recall",
    "draft_orders", "create_user", "create_role", "create_token", "invite",
}  # fmt: skip
"""Doors that make something that has an address of its own then."""


_ADDRESSES: Final = {
    "/issues": "/issues",
    "/kits": "/kits",
    "/locations": "/locations",
    "/locations/path": "/locations",
    "/parts": "/parts",
    "/purchase-orders": "/purchase-orders",
    "/supplier-parts": "/supplier-parts",
    "/suppliers": "/suppliers",
    "/users": "/users",
}
"""Where what is made at an address can be got then."""


def _next(value: Any) -> str:
    """The cursor of what follows, where something does."""
    return value.next if isinstance(value, Listing | Browsed) else ""


def _mode(text: str) -> str:
    if text not in ("atomic", "each"):
        raise ValueError("atomic or each.")
    return text


def _act_done(outcome: Outcome, dry_run: bool) -> ActDone:
    done = outcome.done
    return ActDone(
        change_set=0 if dry_run else done.change_set,
        ids=list(done.ids),
        repeated=done.repeated,
        split_ids=[] if dry_run else list(done.split_ids),
        notes=list(done.notes),
        refused=[NotDone(item=item, message=why) for item, why in outcome.refused.items()],
        dry_run=dry_run,
    )


def _is_known(request: Request, tag: str) -> bool:
    asked = request.headers.get("if-none-match", "")
    return asked.strip() == "*" or tag in [
        each.strip().removeprefix("W/") for each in asked.split(",")
    ]
