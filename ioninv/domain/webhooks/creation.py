import json
from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.accounts.permitted import permitted, refuse_more
from ioninv.domain.accounts.secret import new_secret
from ioninv.domain.history import now
from ioninv.domain.input import Reading
from ioninv.domain.loading import load
from ioninv.domain.webhooks.addresses import LONGEST, read_address
from ioninv.domain.webhooks.rows import FACTS, WebhookRow, webhook_row
from ioninv.errors import Invalid
from ioninv.models import User, Webhook
from ioninv.vocabulary import VERBS, Entity, Permission

CREATED: Final = "webhook created"
SECRET_PREFIX: Final = "ioninv_webhook_"
MOST_VERBS: Final = 100
_LONGEST_VERB: Final = 60
_MOST_TOLD: Final = 5


@dataclass(frozen=True)
class NewWebhook:
    """A webhook with its secret, which is told this once. Empty where the same key made it before."""

    secret: str = field(repr=False)
    webhook: WebhookRow


@requires(Permission.EDIT_WEBHOOKS)
def create(
    session: Session,
    actor: Actor,
    name: str,
    address: str,
    verbs: Collection[str] = (),
    entities: Collection[str] = (),
    key: str | None = None,
) -> NewWebhook:
    """Have an address told of every change from now on that the actor may see.

    `verbs` are what was done (“moved”, one of `VERBS`), `entities` the kinds of things it was done to; none means
    all. Raises Invalid for what cannot be read and for addresses that are not public, Forbidden to
    tokens that permit less than their owner.
    """
    payload = {"name": name, "address": address, **_wanted(verbs, entities)}
    if done := history.repeated(session, actor, CREATED, Entity.WEBHOOK, key, payload):
        return NewWebhook("", webhook_row(session, done.ids[0]))
    values = read(name, address, verbs, entities)
    refuse_hearing_more(session, actor)
    secret = fresh_secret()
    row = Webhook(**values, owner_id=actor.user_id, secret=secret, secret_at=now())  # pyright: ignore[reportCallIssue]
    with history.act(session, actor, CREATED, key=key, payload=payload) as act:
        id_ = history.create_row(act, Entity.WEBHOOK, row, FACTS)
    return NewWebhook(secret, webhook_row(session, id_))


def read(
    name: str, address: str, verbs: Collection[str], entities: Collection[str]
) -> dict[str, Any]:
    """The facts that a form gives. Raises Invalid with every problem."""
    reading = Reading({"name": name, "address": address})
    given = {
        "name": reading.text("name", "Name", required=True),
        "address": reading.text("address", "Address", required=True, longest=LONGEST),
    }
    if given["address"]:
        try:
            read_address(given["address"])
        except Invalid as refused:
            reading.problems.extend(refused.problems)
    wanted = _wanted(verbs, entities)
    if len(wanted["verbs"]) > MOST_VERBS:
        reading.refuse("verbs", f"At most {MOST_VERBS} acts can be named.")
    for unknown in [each for each in wanted["verbs"] if each not in VERBS][:_MOST_TOLD]:
        reading.refuse("verbs", _no_verb(unknown))
    known = {entity.value for entity in Entity}
    if unknown := [each for each in wanted["entities"] if each not in known]:
        reading.refuse("entities", f"There is no kind of thing called “{unknown[0][:40]}”.")
    reading.finish()
    return given | {part: json.dumps(each, ensure_ascii=False) for part, each in wanted.items()}


def _no_verb(given: str) -> str:
    near = get_close_matches(given, sorted(VERBS), n=1)
    hint = f"Did you mean “{near[0]}”?" if near else "Acts are called as their changes: moved."
    return f"There is no act called “{given[:_LONGEST_VERB]}”. {hint}"


def refuse_hearing_more(session: Session, actor: Actor) -> None:
    """A webhook hears what its owner may see: a token that permits less makes none.

    Raises Forbidden.
    """
    owner = load(session, User, actor.user_id, "user")
    refuse_more(actor, permitted(session, owner.role))


def fresh_secret() -> str:
    return SECRET_PREFIX + new_secret()


def _wanted(verbs: Collection[str], entities: Collection[str]) -> dict[str, list[str]]:
    cleaned = {" ".join(each.split()).lower() for each in verbs}
    return {"verbs": sorted(cleaned), "entities": sorted({*entities})}
