"""Taking back what was done to attachments: what was attached is removed, and the other way round."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.attachments.attaching import ATTACHED, IMAGE_SET
from ioninv.domain.attachments.editing import EDITED
from ioninv.domain.attachments.removing import REMOVED, RESTORED, against_restoring, set_removed
from ioninv.domain.loading import load
from ioninv.models import Attachment
from ioninv.vocabulary import Entity

VERBS: Final = (ATTACHED, IMAGE_SET, REMOVED, RESTORED, EDITED)
_SWITCHED: Final = "removed_at"


def against_taking_back(
    session: Session, before: Mapping[int, Mapping[str, Any]], born: Collection[int]
) -> Iterator[str]:
    """What stands against making attachments what they were `before`, those `born` then gone."""
    returning = [id_ for id_, was in before.items() if was.get(_SWITCHED, 0) is None]
    leaving = [id_ for id_, was in before.items() if was.get(_SWITCHED)]
    yield from against_restoring(session, returning, [*born, *leaving])


def take_back(
    act: history.Act, before: Mapping[int, Mapping[str, Any]], born: Collection[int]
) -> None:
    switched = {id_: was[_SWITCHED] for id_, was in before.items() if _SWITCHED in was}
    gone: dict[int, int | None] = dict.fromkeys(born, act.at)
    set_removed(act, {**switched, **gone})
    for id_, was in before.items():
        if _SWITCHED not in was:
            row = load(act.session, Attachment, id_, "attachment")
            history.change_row(act, Entity.ATTACHMENT, row, was)
