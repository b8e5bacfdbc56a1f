from collections.abc import Iterable, Iterator
from typing import Final

from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain import history
from ioninv.domain.access import Actor, demand_visible, requires
from ioninv.domain.attachments.attaching import IMAGE, live_image, refuse_many
from ioninv.domain.loading import find, load
from ioninv.errors import Conflict
from ioninv.models import Attachment
from ioninv.vocabulary import Entity, Permission

REMOVED: Final = "attachment removed"
RESTORED: Final = "attachment restored"


@requires(Permission.EDIT_ATTACHMENTS)
def remove(
    session: Session, actor: Actor, attachment_id: int, key: str | None = None
) -> history.Done:
    """Take a file or an image off its thing. It stays stored, and can be restored.

    Raises NotFound, Conflict when it is removed already.
    """
    return _switch(session, actor, attachment_id, True, key)


@requires(Permission.EDIT_ATTACHMENTS)
def restore(
    session: Session, actor: Actor, attachment_id: int, key: str | None = None
) -> history.Done:
    """Put back what was removed.

    Raises NotFound, Conflict when it is there, when the part has another image by now, or when there
    are as many files as there may be.
    """
    return _switch(session, actor, attachment_id, False, key)


def _switch(
    session: Session, actor: Actor, attachment_id: int, removed: bool, key: str | None
) -> history.Done:
    verb = REMOVED if removed else RESTORED
    payload = {"id": attachment_id}
    if done := history.repeated(session, actor, verb, Entity.ATTACHMENT, key, payload):
        return done
    row = load(session, Attachment, attachment_id, "attachment")
    demand_visible(actor, Entity(row.entity))
    if (row.removed_at is not None) is removed:
        raise Conflict(f"{row.name} {'is removed' if removed else 'is there'} already.")
    if not removed:
        for against in against_restoring(session, [attachment_id]):
            raise Conflict(against)
    with history.act(session, actor, verb, key=key, payload=payload) as act:
        set_removed(act, {attachment_id: act.at if removed else None})
    return history.Done(act.id, (attachment_id,))


def against_restoring(
    session: Session, ids: Iterable[int], leaving: Iterable[int] = ()
) -> Iterator[str]:
    """What stands against putting these back, as sentences; `leaving` are removed meanwhile."""
    gone = set(leaving)
    for id_ in ids:
        row = load(session, Attachment, id_, "attachment")
        if row.purpose == IMAGE:
            there = live_image(session, row.entity_id)
            if there is not None and there.id not in gone and there.id != id_:
                yield "The part has another image by now. Remove that one first."
            continue
        try:
            refuse_many(session, Entity(row.entity), row.entity_id)
        except Conflict as refused:
            yield refused.message


def set_removed(act: history.Act, wanted: dict[int, int | None]) -> None:
    """Remove (at a moment) or put back (None), removals first: a part has one image at a time."""
    for id_, at in sorted(wanted.items(), key=lambda each: each[1] is None):
        row = find(act.session, Attachment, id_)
        if row is not None:
            when = None if at is None else from_instant(at)
            history.change_row(act, Entity.ATTACHMENT, row, {"removed_at": when})
