"""The issues, as a list and as a board, and the one open beside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import issues
from ioninv.domain.access import Actor, Session
from ioninv.domain.issues import IssueFilter, IssueRow
from ioninv.domain.listing import Listing
from ioninv.errors import Invalid
from ioninv.ui import address, arguments, picking
from ioninv.ui.issues.panel_state import IssuePanelState
from ioninv.ui.issues.words import ShownIssue, counted, shown
from ioninv.ui.listing import ListingState
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState
from ioninv.vocabulary import IssueState, Severity

PATH = "/issues"
SORT = "-number"
LIST, BOARD = "list", "board"
_BOARD_SORT = "-severity"
_CARDS = 50
_NAMES_LOOKED_AT = 200


class StateChip(TypedDict):
    """A state with how many issues have it."""

    value: str
    label: str
    count: str
    pressed: bool


class IssuesState(ListingState, AppState):
    """The list of issues, or their board. The address holds all of it."""

    view: str = LIST
    rows: list[ShownIssue] = []
    open_cards: list[ShownIssue] = []
    progress_cards: list[ShownIssue] = []
    resolved_cards: list[ShownIssue] = []
    counts: dict[str, str] = {}
    more: dict[str, str] = {}
    chips: list[StateChip] = []
    all_count: str = ""
    all_pressed: bool = True
    severity: str = ""
    mine: bool = False
    assignee: str = ""
    assignee_options: list[Option] = []
    sort: str = SORT

    _path: str = PATH
    _kind: str = "issue"
    _first_sort: str = SORT
    _filter: IssueFilter = IssueFilter()

    @rx.event
    async def enter(self) -> list[Any]:
        """The page is opened, reloaded or gone back to."""
        return await self._enter()

    @rx.event
    async def choose_view(self, view: str) -> Any:
        self.view = _view(arguments.text(view, 20))
        return await self._show_and_push()

    @rx.event
    async def choose_state(self, value: str) -> Any:
        """Only this state; pressed again, or with an empty value, all of them."""
        chosen = _states(arguments.text(value, 40))
        return await self._filter_by(states=() if chosen == self._filter.states else chosen)

    @rx.event
    async def choose_severity(self, value: str) -> Any:
        return await self._filter_by(severity=_severity(arguments.text(value, 40)))

    @rx.event
    async def choose_assignee(self, value: str) -> Any:
        """Only issues of this user; an empty value takes the condition away."""
        return await self._filter_by(assignee_id=arguments.number_or_none(value))

    @rx.event
    async def show_mine(self, on: bool) -> Any:
        return await self._filter_by(mine=arguments.flag(on))

    @rx.event
    async def find_assignees(self, typed: str) -> None:
        self.assignee_options = await picking.options(self, "user", typed)

    def _filter_type(self) -> type[IssueFilter]:
        return IssueFilter

    def _look(self) -> Callable[..., Any]:
        return issues.issues

    def _put(self, rows: Sequence[IssueRow]) -> None:
        self.rows = [shown(row) for row in rows]

    def _show_opened(self) -> Any:
        return IssuePanelState.show(self.opened)

    async def _show(self) -> None:
        if self.view == LIST:
            await ListingState._show(self)
        columns, self.assignee = await self._read(_columns, self._filter, self.view == BOARD)
        if self.view == BOARD:
            self._put_cards(columns)
            self.is_filtered = self._filter != IssueFilter(states=self._filter.states)
            self.loaded = True
        self._tell(columns)

    def _put_cards(self, columns: Mapping[IssueState, Listing[IssueRow]]) -> None:
        cards = {state: [shown(row) for row in found.rows] for state, found in columns.items()}
        self.open_cards = cards[IssueState.OPEN]
        self.progress_cards = cards[IssueState.IN_PROGRESS]
        self.resolved_cards = cards[IssueState.RESOLVED]
        more = {state: found.total - len(found.rows) for state, found in columns.items()}
        self.more = {
            state.value: f"{count:,} more" if count else "" for state, count in more.items()
        }
        self.range_text = counted(sum(found.total for found in columns.values()), "issue")

    def _tell(self, columns: Mapping[IssueState, Listing[IssueRow]]) -> None:
        """What stands in the bar."""
        self.counts = {state.value: f"{found.total:,}" for state, found in columns.items()}
        self.all_count = f"{sum(found.total for found in columns.values()):,}"
        self.all_pressed = not self._filter.states
        self.chips = [
            StateChip(
                value=state.value,
                label=state.label,
                count=self.counts[state.value],
                pressed=state in self._filter.states,
            )
            for state in IssueState
        ]
        self.severity, self.mine = self._filter.severity, self._filter.mine

    def _read_address(self, query: Mapping[str, str]) -> None:
        self.view = LIST
        self.view = _view(query.get("view", ""))
        ListingState._read_address(self, query)

    def _filter_from(self, query: Mapping[str, str]) -> IssueFilter:
        return IssueFilter(
            text=self.text,
            states=_states(query.get("state", "")),
            severity=_severity(query.get("severity", "")),
            assignee_id=address.number(query, "assignee") or None,
            mine=query.get("mine") == "1",
        )

    def _query(self) -> dict[str, str]:
        wanted = self._filter
        return {
            "view": "" if self.view == LIST else self.view,
            "state": ",".join(state.value for state in wanted.states),
            "severity": wanted.severity,
            "assignee": str(wanted.assignee_id or ""),
            "mine": "1" if wanted.mine else "",
        }


def _columns(
    session: Session, actor: Actor, filter: IssueFilter, cards: bool
) -> tuple[dict[IssueState, Listing[IssueRow]], str]:
    """How many issues have which state, on the board with the first of them; who is filtered by."""
    size = _CARDS if cards else 1
    found = {
        state: issues.issues(session, actor, replace(filter, states=(state,)), _BOARD_SORT, 1, size)
        for state in IssueState
    }
    if not filter.assignee_id:
        return found, ""
    people = issues.users(session, actor, "", _NAMES_LOOKED_AT)
    names = [each.label for each in people if each.id == filter.assignee_id]
    return found, names[0] if names else "unknown"


def _view(value: str) -> str:
    if value not in ("", LIST, BOARD):
        raise Invalid(f"Issues can be a list or a board, not “{value[:40]}”.", "view")
    return value or LIST


def _states(value: str) -> tuple[IssueState, ...]:
    wanted = [each for each in value.split(",") if each]
    if unknown := [each for each in wanted if each not in set(IssueState)]:
        raise Invalid(
            f"Issues are open, in progress or resolved, not “{unknown[0][:40]}”.", "state"
        )
    return tuple(state for state in IssueState if state in wanted)


def _severity(value: str) -> str:
    if value and value not in set(Severity):
        raise Invalid(f"There is no severity “{value[:40]}”.", "severity")
    return value
