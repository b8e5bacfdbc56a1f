"""The attachments in a panel: those of what is open, and what is done with them."""

from collections.abc import Callable

import pytest

from ioninv.db import Database
from ioninv.domain import attachments, items, parts
from ioninv.domain.access import Actor
from ioninv.domain.accounts import first_user
from ioninv.domain.attachments import Incoming
from ioninv.domain.items import ItemForm
from ioninv.errors import Conflict, Invalid, NotFound
from ioninv.ui.attachments.state import AttachmentsState
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.parts.panel_state import PartPanelState
from ioninv.vocabulary import PERMISSIONS, Entity, Role
from tests.domain.attachments.conftest import picture


@pytest.fixture
def give(screen, database: Database) -> Callable[..., int]:
    """give(entity, id, content, name) → the attachment; a part's image where `as_image`."""

    def attach(entity: Entity, id_: int, content: bytes, name: str, as_image: bool = False) -> int:
        with Incoming(database.path.parent, name, 10**6) as incoming:
            incoming.write(content)
            upload = incoming.finish(as_image)
            if as_image:
                return screen.store(attachments.set_image, id_, upload).ids[0]
            return screen.store(attachments.attach, entity, id_, upload).ids[0]

    return attach


@pytest.fixture
def part(screen) -> int:
    return screen.store(parts.create, parts.PartForm(part_number="GBX-1")).id


@pytest.fixture
def item(screen, part) -> int:
    return screen.store(items.create, ItemForm(part_id=part, serials="1")).ids[0]


def shown(screen) -> list[tuple[str, str, str]]:
    files = screen.state(AttachmentsState).files
    return [(each["name"], each["size"], each["icon"]) for each in files]


def names(events) -> list[str]:
    return [getattr(event, "handler", event).fn.__name__ for event in events]


def test_opening_a_panel_shows_what_is_attached(screen, give, part, item):
    give(Entity.ITEM, item, b"%PDF-1.7", "drawing.pdf")
    give(Entity.ITEM, item, picture(), "damage.png")
    give(Entity.PART, part, b"a,b", "sizes.csv")
    image = give(Entity.PART, part, picture(), "x.png", as_image=True)

    assert "show_item" in names(screen.do(PanelState.show, item))
    screen.do(AttachmentsState.show_item, item)
    assert shown(screen) == [
        ("damage.png", f"{len(picture())} bytes", "picture"),
        ("drawing.pdf", "8 bytes", "text"),
    ]
    assert "show_part" in names(screen.do(PartPanelState.show, part))
    screen.do(AttachmentsState.show_part, part)
    assert shown(screen) == [("sizes.csv", "3 bytes", "table")]
    state = screen.state(AttachmentsState)
    assert (state.image, state.entity, state.cap_text) == (image, "part", "25 MB")
    screen.do(AttachmentsState.show_part, 0)
    assert (shown(screen), state.image, state.thing) == ([], 0, 0)


def test_removing_tells_so_and_shows_the_page_anew(screen, give, item):
    id_ = give(Entity.ITEM, item, b"x", "note.txt")
    screen.do(AttachmentsState.show_item, item)

    events = screen.do(AttachmentsState.remove, id_)

    assert "note.txt removed." in str(events[0])
    assert names(events)[-1] == "refresh"
    screen.do(AttachmentsState.show_item, item)
    assert shown(screen) == []
    with pytest.raises(Conflict, match="removed already"):
        screen.do(AttachmentsState.remove, id_)


def test_undo_brings_it_back_once_and_then_says_why_not(screen, give, item):
    id_ = give(Entity.ITEM, item, b"x", "note.txt")
    change_set = screen.store(attachments.remove, id_).change_set

    assert "Undone." in str(screen.do(AttachmentsState.undo, str(change_set))[0])
    screen.do(AttachmentsState.show_item, item)
    assert len(shown(screen)) == 1
    screen.store(attachments.remove, id_)
    other = screen.store(attachments.restore, id_).change_set
    screen.store(attachments.remove, id_)
    assert "Not undone." in str(screen.do(AttachmentsState.undo, str(other))[0])


def test_who_may_only_look_is_offered_nothing_to_send(screen, give, item, monkeypatch):
    give(Entity.ITEM, item, b"x", "note.txt")

    def viewer(session, source) -> Actor:
        keeper = first_user(session, source)
        return Actor(keeper.user_id, "viewer", PERMISSIONS[Role.VIEWER], source)

    monkeypatch.setattr("ioninv.ui.state.first_user", viewer)
    screen.do(AttachmentsState.show_item, item)

    assert (len(shown(screen)), screen.state(AttachmentsState).may_edit) == (1, False)


@pytest.mark.parametrize("value", [None, "x", -1, 1.5, True, [1], {"a": 1}, "1; DROP", 10**20])
def test_nonsense_from_the_websocket_is_refused(screen, value):
    for handler in (
        AttachmentsState.show_item,
        AttachmentsState.show_part,
        AttachmentsState.remove,
        AttachmentsState.undo,
    ):
        with pytest.raises((Invalid, NotFound)):
            screen.do(handler, value)
    with pytest.raises(Invalid):
        screen.do(AttachmentsState.sent, value, "x")
    with pytest.raises(Invalid):
        screen.do(AttachmentsState.sent, 1, ["x"])
