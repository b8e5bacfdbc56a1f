"""The attachments in a panel: those of what is open, and what is done with them."""

from collections.abc import Callable

import pytest

from ioninv.db import Database
from ioninv.domain import attachments, attributes, items, parts, undoing
from ioninv.domain.attachments import Incoming
from ioninv.domain.attributes import AttributeForm
from ioninv.domain.items import ItemForm
from ioninv.errors import Invalid, NotFound
from ioninv.ui.attachments.state import AttachmentsState
from ioninv.ui.changes.state import ChangeState
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.parts.panel_state import PartPanelState
from ioninv.vocabulary import Entity, Role
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
    events = screen.do(AttachmentsState.remove, id_)
    assert "removed already" in str(events[0])
    assert names(events)[-1] == "refresh"


def test_a_double_click_on_remove_is_one_press(screen, give, item):
    id_, other = (give(Entity.ITEM, item, b"x", name) for name in ("a.txt", "b.txt"))
    screen.do(AttachmentsState.show_item, item)

    assert "removed." in str(screen.do(AttachmentsState.remove, id_, "press")[0])
    assert names(screen.do(AttachmentsState.remove, id_, "press")) == ["refresh"]
    # What came to lie under the pointer meanwhile is not meant.
    assert "Not removed." in str(screen.do(AttachmentsState.remove, other, "press")[0])
    screen.do(AttachmentsState.show_item, item)
    assert [each[0] for each in shown(screen)] == ["b.txt"]


def test_the_history_of_a_part_brings_its_image_back(screen, give, part):
    image = give(Entity.PART, part, picture(), "x.png", as_image=True)
    screen.store(attachments.remove, image)

    screen.do(PartPanelState.show, part)
    newest = screen.state(PartPanelState).history[0]
    assert (newest["text"], newest["can_undo"]) == ("Removed x.webp", True)
    screen.do(AttachmentsState.undo, newest["change_set"], "press")
    screen.do(AttachmentsState.show_part, part)
    assert screen.state(AttachmentsState).image == image


def test_a_press_of_undo_that_takes_nothing_back_says_so(screen, give, item):
    id_ = give(Entity.ITEM, item, b"x", "note.txt")
    number = screen.store(attachments.remove, id_).change_set
    screen.do(AttachmentsState.undo, str(number), "one")
    screen.store(undoing.undo, number + 1)

    assert "Not undone." in str(screen.do(AttachmentsState.undo, str(number), "two")[0])


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


def test_who_may_only_look_is_offered_nothing_to_send(screen, give, item):
    give(Entity.ITEM, item, b"x", "note.txt")
    screen.sign_in(Role.VIEWER)
    screen.do(AttachmentsState.show_item, item)

    assert (len(shown(screen)), screen.state(AttachmentsState).may["attachments.edit"]) == (
        1,
        False,
    )


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


def test_the_page_of_a_change_says_what_it_did_to_a_part_and_to_an_attribute(screen, give, part):
    image = give(Entity.PART, part, picture(), "x.png", as_image=True)
    removed = screen.store(attachments.remove, image).change_set
    screen.store(attributes.create, AttributeForm("item", "Colour", "text"))

    for number, row in (
        (removed, ("GBX-1", "Removed x.webp", f"/parts?part={part}")),
        (removed + 1, ("Colour", "Created", "/settings?attribute=1")),
    ):
        screen.at(f"/changes?id={number}")
        screen.do(ChangeState.enter)
        (shown,) = screen.state(ChangeState).rows
        assert (shown["label"], shown["text"], shown["href"]) == row
