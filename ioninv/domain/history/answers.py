"""What was answered to a key, kept where its events do not tell it: reasons, counts, sentences."""

import json
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor
from ioninv.domain.history.act import Act, read_key
from ioninv.errors import Conflict


def keep_answer(act: Act, answer: Any) -> None:
    """Keep what is answered to an act that is sealed, as JSON. Without a key nobody asks again."""
    if act.key is not None:
        said = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        act.session.execute(_KEEP, {"id": act.id, "answer": said})


def kept_answer(session: Session, actor: Actor, key: str | None) -> Any:
    """What was answered when this key was used first: look with `repeated` whether it was.

    Raises Conflict where that was not kept.
    """
    found = session.execute(_KEPT, {"actor": actor.user_id, "key": read_key(key)}).scalar()
    if found is None:
        raise Conflict("What this key was answered before is not known any more. Take another key.")
    return json.loads(found)


_KEEP = text("INSERT INTO kept_answer (change_set_id, answer) VALUES (:id, :answer)")
_KEPT = text("""
    SELECT a.answer FROM change_set c JOIN kept_answer a ON a.change_set_id = c.id
    WHERE c.actor_id = :actor AND c.idempotency_key = :key""")
