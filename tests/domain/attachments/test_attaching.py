"""Files on items and parts, from the first to the undone removal."""

import os

import pytest
from sqlalchemy import text

from ioninv.domain import attachments, history, items, parts, undoing
from ioninv.domain.attachments import attaching
from ioninv.domain.reports import verify
from ioninv.errors import Conflict, Forbidden, Invalid, NotFound
from ioninv.vocabulary import Entity
from tests.domain.attachments.conftest import picture

pytestmark = pytest.mark.usefixtures("sound")
ITEM, PART = Entity.ITEM, Entity.PART


@pytest.fixture
def part(make) -> int:
    return make.part("GBX-1")


@pytest.fixture
def item(make, part) -> int:
    return make.item(part, serial="7")


@pytest.fixture
def image(bring):
    """image(size) → a new picture, ready to be the image of a part."""
    return lambda width=300: bring(picture(size=(width, 200)), "photo.png", as_image=True)


def names(session, actor, entity, id_) -> list[str]:
    return [row.name for row in attachments.of(session, actor, entity, id_)]


def headlines(told) -> list[str]:
    return [each.headline for each in told]


def broken(session, actor) -> list[str]:
    (found,) = (each for each in verify(session, actor) if each.name == "I14")
    return found.broken


def test_what_is_attached_is_listed_read_and_told(session, keeper, viewer, item, bring):
    done = attachments.attach(session, keeper, ITEM, item, bring(b"%PDF-1.7 " * 100_000))

    (row,) = attachments.of(session, viewer, ITEM, item)
    assert (row.id, row.name, row.size_text, row.who) == (
        done.ids[0],
        "drawing.pdf",
        "900 kB",
        "keeper",
    )
    stored = attachments.open(session, viewer, row.id)
    assert stored.path.read_bytes() == b"%PDF-1.7 " * 100_000
    assert stored.path.parts[-2] + stored.path.name == row.sha256
    detail = items.get(session, viewer, item)
    assert headlines(detail.timeline)[0] == "Attached drawing.pdf (900 kB)"
    assert detail.version == 1
    (changed,) = undoing.change_set(session, viewer, done.change_set).items
    assert (changed.id, changed.headline) == (item, "Attached drawing.pdf (900 kB)")


def test_the_same_content_is_stored_once(session, keeper, item, part, bring, stored):
    attachments.attach(session, keeper, ITEM, item, bring(b"same", "a.txt"))
    attachments.attach(session, keeper, PART, part, bring(b"same", "b.txt"))

    assert len(stored()) == 1
    assert names(session, keeper, ITEM, item) == ["a.txt"]
    assert names(session, keeper, PART, part) == ["b.txt"]


def test_a_key_has_one_effect(session, keeper, item, bring):
    first = attachments.attach(session, keeper, ITEM, item, bring(b"same"), key="k")
    again = attachments.attach(session, keeper, ITEM, item, bring(b"same"), key="k")

    assert (again.ids, again.repeated) == (first.ids, True)
    assert len(names(session, keeper, ITEM, item)) == 1
    with pytest.raises(Conflict, match="other values"):
        attachments.attach(session, keeper, ITEM, item, bring(b"else"), key="k")


def test_a_repeated_image_is_answered_with_the_same_one(session, keeper, part, bring):
    def put(content: bytes, key: str):
        upload = bring(content, "a.png", as_image=True)
        return attachments.set_image(session, keeper, part, upload, key=key)

    put(picture(), "first")
    content = picture(size=(20, 20))
    new, again = put(content, "k"), put(content, "k")

    assert (again.ids, again.repeated) == (new.ids, True)


def test_what_is_removed_is_kept_and_comes_back(session, keeper, item, bring, stored):
    (id_,) = attachments.attach(session, keeper, ITEM, item, bring(b"x", "a.txt")).ids

    attachments.remove(session, keeper, id_)

    assert names(session, keeper, ITEM, item) == []
    assert len(stored()) == 1
    with pytest.raises(NotFound, match=r"a\.txt was removed"):
        attachments.open(session, keeper, id_)
    with pytest.raises(Conflict, match="removed already"):
        attachments.remove(session, keeper, id_)
    attachments.restore(session, keeper, id_)
    with pytest.raises(Conflict, match="there already"):
        attachments.restore(session, keeper, id_)
    assert headlines(items.get(session, keeper, item).timeline)[:3] == [
        "Restored a.txt", "Removed a.txt", "Attached a.txt (1 byte)",
    ]  # fmt: skip


def test_attaching_and_removing_are_undone_and_done_again(session, keeper, item, bring):
    attached = attachments.attach(session, keeper, ITEM, item, bring(b"x", "a.txt"))
    undone = undoing.undo(session, keeper, attached.change_set)
    assert names(session, keeper, ITEM, item) == []
    undoing.undo(session, keeper, undone.change_set)
    assert names(session, keeper, ITEM, item) == ["a.txt"]

    removed = attachments.remove(session, keeper, attached.ids[0])
    undoing.undo(session, keeper, removed.change_set)

    assert names(session, keeper, ITEM, item) == ["a.txt"]
    assert headlines(items.get(session, keeper, item).timeline)[0] == "Undone: Restored a.txt"
    against = undoing.what_stands_against(session, keeper, attached.change_set)
    assert against == ["keeper undid this already."]


def test_a_part_has_one_image_and_undo_gives_back_the_one_before(session, keeper, part, image):
    first = attachments.set_image(session, keeper, part, image(300))
    second = attachments.set_image(session, keeper, part, image(301))

    def shown() -> int:
        return parts.get(session, keeper, part).image

    assert shown() == second.ids[0]
    assert headlines(parts.timeline(session, keeper, part))[:2] == [
        "Image photo.webp set", "Image photo.webp replaced",
    ]  # fmt: skip
    with pytest.raises(Conflict, match="another image"):
        attachments.restore(session, keeper, first.ids[0])
    undone = undoing.undo(session, keeper, second.change_set)
    assert shown() == first.ids[0]
    undoing.undo(session, keeper, undone.change_set)
    assert shown() == second.ids[0]


def test_an_undo_that_another_image_stands_against_says_so(session, keeper, part, image):
    first = attachments.set_image(session, keeper, part, image(300))
    removed = attachments.remove(session, keeper, first.ids[0])
    attachments.set_image(session, keeper, part, image(301))

    with pytest.raises(Conflict, match="another image by now"):
        undoing.undo(session, keeper, removed.change_set)


def test_grids_know_the_image_of_a_part(session, keeper, part, item, image):
    (id_,) = attachments.set_image(session, keeper, part, image()).ids

    (row,) = parts.search(session, keeper, parts.PartFilter()).rows
    (shown,) = items.search(
        session, keeper, items.ItemFilter(), items.ItemSort(), items.PageRequest()
    ).rows
    assert (row.image, shown["image"]) == (id_, id_)
    attachments.remove(session, keeper, id_)
    assert parts.get(session, keeper, part).image == 0


def test_a_file_is_no_image(session, keeper, part, bring):
    with pytest.raises(Invalid, match="not an image"):
        attachments.set_image(session, keeper, part, bring(picture(), "x.png"))


def test_pictures_are_made_on_demand_and_again_when_they_are_lost(session, keeper, part, image):
    (id_,) = attachments.set_image(session, keeper, part, image()).ids
    stored = attachments.open(session, keeper, id_)

    small = stored.thumbnail("64")
    small.unlink()

    assert stored.thumbnail("64").read_bytes()[8:12] == b"WEBP"
    assert stored.thumbnail("full") == stored.path
    with pytest.raises(NotFound, match="no picture"):
        stored.thumbnail("../../../x")


def test_another_name_and_a_note(session, keeper, item, bring):
    (id_,) = attachments.attach(session, keeper, ITEM, item, bring(b"x", "a.txt")).ids

    attachments.edit(session, keeper, id_, "../b.txt", "as built", version=1)

    (row,) = attachments.of(session, keeper, ITEM, item)
    assert (row.name, row.note, row.version) == ("b.txt", "as built", 2)
    (told, *_) = items.get(session, keeper, item).timeline
    assert (told.headline, told.changes) == (
        "Renamed a.txt to b.txt",
        ("b.txt: note: none → as built",),
    )
    with pytest.raises(Conflict, match="meanwhile"):
        attachments.edit(session, keeper, id_, "c.txt", version=1)
    undoing.undo(session, keeper, history.latest(session))
    assert names(session, keeper, ITEM, item) == ["a.txt"]


def test_only_so_many_fit_on_one_thing(session, keeper, item, bring, monkeypatch):
    monkeypatch.setattr(attaching, "MOST", 1)
    attachments.attach(session, keeper, ITEM, item, bring(b"x"))

    with pytest.raises(Conflict, match="1 attachments, and 1 are the most"):
        attachments.attach(session, keeper, ITEM, item, bring(b"y"))
    with pytest.raises(Conflict):
        attachments.expect(session, keeper, ITEM, item)


def test_who_looks_changes_nothing_and_what_is_not_there_has_no_files(
    session, keeper, viewer, item, part, bring, image
):
    (id_,) = attachments.attach(session, keeper, ITEM, item, bring(b"x")).ids
    for refused in (
        lambda: attachments.expect(session, viewer, ITEM, item),
        lambda: attachments.attach(session, viewer, ITEM, item, bring(b"x")),
        lambda: attachments.set_image(session, viewer, part, image()),
        lambda: attachments.remove(session, viewer, id_),
        lambda: attachments.restore(session, viewer, id_),
        lambda: attachments.edit(session, viewer, id_, "x"),
    ):
        with pytest.raises(Forbidden):
            refused()
    for missing in (0, -1, 999, 2**70):
        with pytest.raises(NotFound):
            attachments.attach(session, keeper, ITEM, missing, bring(b"x"))
        with pytest.raises(NotFound):
            attachments.open(session, keeper, missing)
    with pytest.raises(Invalid):
        attachments.attach(session, keeper, Entity.USER, 1, bring(b"x"))


def test_verify_finds_what_is_lost_changed_and_left_over(
    session, keeper, item, bring, folder, stored
):
    for content in (b"one", b"two!"):
        attachments.attach(session, keeper, ITEM, item, bring(content))
    one, two = (
        attachments.open(session, keeper, row.id).path
        for row in reversed(attachments.of(session, keeper, ITEM, item))
    )
    kept = one.read_bytes()
    assert broken(session, keeper) == []
    two.rename(two.with_suffix(".x"))
    one.write_bytes(b"One")
    left = folder / "files" / "ab" / ("c" * 62)
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"left over")
    assert len(broken(session, keeper)) == 2
    os.utime(left, (0, 0))
    os.utime(two.with_suffix(".x"), (0, 0))

    said = " ".join(broken(session, keeper))

    assert "its file is not what was attached" in said
    assert "its file is missing" in said
    assert f"the file {left.relative_to(folder)} belongs to no attachment" in said
    left.unlink()
    one.write_bytes(kept)
    two.with_suffix(".x").rename(two)


def test_a_file_that_was_cut_short_is_mended_by_attaching_it_again(session, keeper, item, bring):
    (id_,) = attachments.attach(session, keeper, ITEM, item, bring(b"whole")).ids
    path = attachments.open(session, keeper, id_).path
    path.unlink()
    path.write_bytes(b"who")

    attachments.attach(session, keeper, ITEM, item, bring(b"whole"))

    assert path.read_bytes() == b"whole"


def test_the_content_of_an_attachment_never_changes(session, keeper, item, bring):
    attachments.attach(session, keeper, ITEM, item, bring(b"x"))

    with pytest.raises(Exception, match=r"its content never changes|a change needs"):
        session.execute(text("UPDATE attachment SET sha256 = sha256"))
