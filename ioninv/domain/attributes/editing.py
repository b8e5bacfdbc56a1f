import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.attributes.form import AttributeForm, derived, read_form
from ioninv.domain.attributes.naming import refuse_taken
from ioninv.domain.attributes.ordering import arrange, ordered, refuse_too_many
from ioninv.domain.attributes.rows import AttributeRow, attribute_row
from ioninv.domain.loading import load
from ioninv.errors import Conflict, Problem
from ioninv.models import Attribute
from ioninv.vocabulary import AppliesTo, AttributeKind, Entity, Permission


@requires(Permission.EDIT_ATTRIBUTES)
def edit(
    session: Session,
    actor: Actor,
    attribute_id: int,
    form: AttributeForm,
    version: int | None = None,
    key: str | None = None,
) -> AttributeRow:
    """Give an attribute what the form says; its values go by the new name at once.

    What it is for and its kind stay while anything has a value, and so does a choice in use.
    Raises Invalid with every field that cannot be right; Conflict with the field, or when
    `version` is stale; NotFound.
    """
    row = load(session, Attribute, attribute_id, "attribute")
    payload = {"id": attribute_id, **asdict(form)}
    if not history.repeated(session, actor, "edited", Entity.ATTRIBUTE, key, payload):
        history.check_version(session, Entity.ATTRIBUTE, row, version, row.name)
        facts = read_form(form)
        before, after = AppliesTo(row.applies_to), AppliesTo(facts["applies_to"])
        refuse_taken(session, after, facts["name"], itself=attribute_id)
        _refuse_contradictions(session, row, facts)
        if after is not before:
            if not row.archived:
                refuse_too_many(session, after)
            facts["position"] = len(ordered(session, after)) + 1
        with history.act(session, actor, "edited", key=key, payload=payload) as act:
            history.change_row(act, Entity.ATTRIBUTE, row, facts, derived=derived(facts["name"]))
            if after is not before:
                arrange(act, before, ordered(session, before))
                arrange(act, after, ordered(session, after))
    return attribute_row(session, attribute_id)


def _refuse_contradictions(session: Session, row: Attribute, facts: dict[str, Any]) -> None:
    """Raises Conflict when values there are contradict what the attribute would become."""
    if not row.used:
        return
    have = f"{counted(AppliesTo(row.applies_to), row.used)} a value"
    if facts["applies_to"] != row.applies_to:
        raise Conflict(
            f"{have}, so {row.name} stays with {AppliesTo(row.applies_to).label.lower()}.",
            "applies_to",
        )
    if facts["kind"] != row.kind:
        raise Conflict(
            f"{have}, so {row.name} stays “{AttributeKind(row.kind).label}”. "
            "Define another attribute for that.",
            "kind",
        )
    kept = set(json.loads(facts["choices"]))
    if problems := _choices_missed(session, row, kept):
        raise Conflict.because(problems)


def _choices_missed(session: Session, row: Attribute, kept: set[str]) -> list[Problem]:
    problems: list[Problem] = []
    for choice in json.loads(row.choices):
        if choice in kept:
            continue
        used = session.execute(_USED, {"id": row.id, "code": codes.key(choice)}).scalar_one()
        if used:
            have = counted(AppliesTo(row.applies_to), used)
            problems.append(Problem(f"{have} “{choice}”, so it cannot be taken away.", "choices"))
    return problems


def counted(applies_to: AppliesTo, number: int) -> str:
    """“1 item has”, “12 parts have”."""
    if number == 1:
        return f"1 {applies_to.value} has"
    return f"{number:,} {applies_to.label.lower()} have"


_USED = text(
    "SELECT count(*) FROM attribute_value INDEXED BY attribute_value_code "
    "WHERE attribute_id = :id AND code = :code"
)
