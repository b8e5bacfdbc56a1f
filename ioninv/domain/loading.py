"""Fetching a row to change it, fresh from the database."""

from typing import TypeVar

from sqlmodel import Session, SQLModel

from ioninv.errors import NotFound

M = TypeVar("M", bound=SQLModel)
_LARGEST_ID = 2**63 - 1


def load(session: Session, model: type[M], id_: int, what: str) -> M:
    """Raises NotFound when there is none."""
    row = find(session, model, id_)
    if row is None:
        raise NotFound(f"There is no such {what}. It may have been opened from an old link.")
    return row


def find(session: Session, model: type[M], id_: int) -> M | None:
    """The row, or None."""
    if not 0 < id_ <= _LARGEST_ID:
        return None
    return session.get(model, id_, populate_existing=True)
