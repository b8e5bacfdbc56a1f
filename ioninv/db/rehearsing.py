"""Doing something to see what comes of it, and not having done it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session


@contextmanager
def rehearsing(session: Session, really: bool = False) -> Iterator[None]:
    """What is written inside is taken back at the end, or with an error; `really` keeps it."""
    inside = session.begin_nested()
    try:
        yield
        session.flush()
    except BaseException:
        inside.rollback()
        session.expire_all()
        raise
    if really:
        inside.commit()
    else:
        inside.rollback()
        session.expire_all()
