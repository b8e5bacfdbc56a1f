"""Webhooks: what they are, whose they are, and which changes go into their outbox."""

import dataclasses
import json
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from ioninv.config import ROOT
from ioninv.db import rehearsing
from ioninv.domain import accounts, history, items, suppliers, undoing, webhooks
from ioninv.domain.access import Actor
from ioninv.domain.history import now
from ioninv.domain.history import outbox as outbox_of
from ioninv.domain.webhooks import outgoing
from ioninv.domain.webhooks.letter import OWNER_GONE, letter
from ioninv.domain.webhooks.outgoing import Attempt
from ioninv.errors import Conflict, Forbidden, Invalid, NotFound
from ioninv.models import Webhook
from ioninv.vocabulary import VERBS, Entity, Permission, Role, Source

ADDRESS = "https://erp.example.com/hook?a=1"


def hook(session: Session, actor: Actor, name: str = "ERP", **wanted) -> webhooks.NewWebhook:
    return webhooks.create(session, actor, name, ADDRESS, **wanted)


def outbox(session: Session) -> list[tuple[str, str]]:
    """Which webhook is to be told of which act."""
    rows = session.execute(
        text(
            "SELECT w.name, c.verb FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id "
            "JOIN change_set c ON c.id = d.change_set_id ORDER BY d.id"
        )
    )
    return [tuple(row) for row in rows]


def told(session: Session, webhook_id: int) -> dict | None:
    """What its newest delivery says now."""
    newest = session.execute(
        text("SELECT max(id) FROM webhook_delivery WHERE webhook_id = :id"), {"id": webhook_id}
    ).scalar_one()
    return letter(session, newest, now()).content


def test_the_secret_is_told_once_and_stands_in_no_event_row_or_repr(session, keeper, sound):
    made = hook(session, keeper)
    again = webhooks.renew_secret(session, keeper, made.webhook.id)

    assert made.secret != again.secret
    assert accounts.api_tokens.LOOKS.fullmatch(made.secret) is None
    stored = session.get_one(Webhook, made.webhook.id, populate_existing=True)
    assert stored.secret == again.secret
    everything = " ".join(
        [
            *session.execute(text("SELECT changes FROM event")).scalars(),
            repr([made, again, stored, webhooks.all(session, keeper)]),
            repr(webhooks.timeline(session, keeper, made.webhook.id)),
            repr(undoing.change_set(session, keeper, history.latest(session))),
        ]
    )
    assert made.secret not in everything
    assert again.secret not in everything
    said = [each.headline for each in webhooks.timeline(session, keeper, made.webhook.id)]
    assert said == ["Given another secret", f"Created, to {ADDRESS}"]


def test_a_repeated_press_makes_one_and_tells_no_secret(session, keeper):
    made = hook(session, keeper, key="press")
    again = hook(session, keeper, key="press")

    assert (again.secret, again.webhook.id) == ("", made.webhook.id)
    assert len(webhooks.all(session, keeper)) == 1


def test_what_is_wrong_is_told_for_every_field(session, keeper):
    with pytest.raises(Invalid) as refused:
        webhooks.create(session, keeper, " ", "ftp://x", ["x" * 61, " MVOED", ""], ["nonsense"])

    assert [each.field for each in refused.value.problems] == [
        "name", "address", "verbs", "verbs", "verbs", "entities",
    ]  # fmt: skip
    said = [each.message for each in refused.value.problems]
    assert "There is no act called “mvoed”. Did you mean “moved”?" in said
    assert any(f"“{'x' * 60}”. Acts are called as their changes" in each for each in said)


def test_every_verb_of_a_change_is_known_and_stands_in_the_manual(session, keeper):
    manual = (ROOT / "docs" / "webhooks.md").read_text()

    assert [each for each in sorted(VERBS) if f"`{each}`" not in manual] == []
    with pytest.raises(ValueError, match="not among the verbs"), history.act(session, keeper, "x"):
        pass


def test_an_act_goes_to_those_who_listen_in_its_own_transaction(session, keeper, make, sound):
    make.part("BEFORE")
    assert outbox(session) == []
    hook(session, keeper, "all")
    hook(session, keeper, "moves", verbs=["  Moved "])
    hook(session, keeper, "places", entities=["location"])
    hook(session, keeper, "moved parts", verbs=["moved"], entities=["part", "kit"])
    paused, gone = (hook(session, keeper, name).webhook.id for name in ("paused", "gone"))
    webhooks.pause(session, keeper, paused)
    webhooks.archive(session, keeper, gone)
    session.execute(text("DELETE FROM webhook_delivery"))

    shelf = make.place("Shelf")
    item = make.item(make.part())
    items.move(session, keeper, items.Selection(ids=(item,)), shelf)
    with rehearsing(session):
        make.place("Never")

    assert outbox(session) == [
        ("all", "created"),
        ("places", "created"),
        ("all", "created"),
        ("all", "created"),
        ("all", "moved"),
        ("moves", "moved"),
    ]


def test_a_key_without_effect_is_told_to_nobody(session, keeper):
    id_ = hook(session, keeper).webhook.id
    session.execute(text("DELETE FROM webhook_delivery"))

    webhooks.resume(session, keeper, id_, key="nothing to do")

    assert outbox(session) == []


def test_it_is_told_what_changed_in_the_words_of_rest(session, keeper, make):
    part = make.part("OIL-1", unit="l")
    item = make.item(part, quantity="12.5")
    id_ = hook(session, keeper).webhook.id
    items.adjust(session, keeper, item, "7.25", "Counted")

    body = told(session, id_)

    assert body is not None
    assert body["change_set"]["verb"] == "adjusted"
    assert (body["change_set"]["reason"], body["change_set"]["actor"]) == ("Counted", "keeper")
    (change,) = body["changes"]
    uid = session.execute(text("SELECT uid FROM inventory_item")).scalar_one()
    assert (change["entity"], change["id"], change["uid"]) == ("item", item, uid)
    assert (change["before"], change["after"]) == ({"quantity": "12.5"}, {"quantity": "7.25"})
    assert body["more"] is None
    assert json.dumps(body)


def test_times_flags_and_attributes_are_what_they_are_for_rest(session, keeper, make):
    id_ = hook(session, keeper).webhook.id
    supplier = make.supplier("Acme")
    suppliers.archive(session, keeper, supplier, True)
    assert told(session, id_)["changes"][0] | {"occurred_at": ""} == {
        "entity": "supplier",
        "id": supplier,
        "name": "Acme",
        "version": 2,
        "kind": "archived",
        "occurred_at": "",
        "before": {"archived": False},
        "after": {"archived": True},
    }
    accounts.create_role(session, keeper, "Counter", ["inventory.view"])
    assert told(session, id_)["changes"][0]["after"]["permissions"] == ["inventory.view"]
    accounts.create_token(session, keeper, "robot", days=3)
    made = told(session, id_)["changes"][0]
    assert made["name"] == "robot"
    assert made["after"]["expires_at"].endswith("+00:00")
    assert "hash" not in json.dumps(made)


def test_of_many_changes_the_first_are_told_and_where_the_rest_is(session, keeper, make):
    id_ = hook(session, keeper, entities=["item"]).webhook.id
    part = make.part(tracking="serial")
    done = items.create(session, keeper, items.ItemForm(part_id=part, serials="1..501"))

    body = told(session, id_)

    assert len(body["changes"]) == 500
    assert body["more"] == f"/api/v1/change-sets/{done.change_set}"


def test_it_hears_no_more_than_its_owner_may_see_now(session, keeper, make):
    chief = accounts.create_role(session, keeper, "Chief", [*Permission])
    boss = accounts.create_user(session, keeper, "Boss", chief.key)
    actor = Actor(boss.id, "Boss", keeper.permissions, Source.SCREEN, chief.key)
    id_ = hook(session, actor).webhook.id
    accounts.create_user(session, keeper, "Eve", Role.VIEWER)
    assert told(session, id_)["changes"][0]["name"] == "Eve"

    accounts.edit_user(session, keeper, boss.id, role=Role.OPERATOR)
    assert told(session, id_) is None
    make.part("SEEN-1")
    assert told(session, id_)["changes"][0]["number"] == "SEEN-1"
    blind = accounts.create_role(session, keeper, "Blind", ["inventory.view", "parts.view"])
    accounts.edit_user(session, keeper, boss.id, role=blind.key)
    make.part("NO-HISTORY")
    assert told(session, id_) is None

    accounts.deactivate(session, keeper, boss.id)
    make.part("NOBODY")
    newest = session.execute(text("SELECT max(id) FROM webhook_delivery")).scalar_one()
    assert letter(session, newest, now()).refused == OWNER_GONE
    webhooks.edit(session, keeper, id_, "ERP", ADDRESS)
    assert webhooks.get(session, keeper, id_).owner == "keeper"
    make.part("HEARD")
    assert told(session, id_)["changes"][0]["number"] == "HEARD"


def test_a_token_that_permits_less_than_its_owner_makes_and_takes_none(session, keeper):
    made = hook(session, keeper).webhook
    less = dataclasses.replace(
        keeper, permissions=frozenset({Permission.EDIT_WEBHOOKS}), token_id=1, role="role-1"
    )

    for attempt in (
        lambda: hook(session, less),
        lambda: webhooks.edit(session, less, made.id, "ERP", "https://evil.example.com"),
        lambda: webhooks.renew_secret(session, less, made.id),
    ):
        with pytest.raises(Forbidden, match="more rights than your own"):
            attempt()


def test_only_administrators_see_webhooks(session, keeper, viewer):
    made = hook(session, keeper).webhook
    for door in (webhooks.all, webhooks.get, webhooks.deliveries, webhooks.timeline):
        with pytest.raises(Forbidden, match=r"webhooks\.edit"):
            door(session, viewer, *([] if door is webhooks.all else [made.id]))
    with pytest.raises(NotFound):
        undoing.change_set(session, viewer, history.latest(session))


def test_an_edit_from_an_older_version_is_refused(session, keeper):
    made = hook(session, keeper).webhook
    webhooks.edit(session, keeper, made.id, "ERP 2", ADDRESS, version=1)

    with pytest.raises(Conflict, match="keeper changed ERP 2 meanwhile"):
        webhooks.edit(session, keeper, made.id, "ERP 3", ADDRESS, version=1)


def test_the_paused_and_the_archived_send_nothing_until_they_are_told_to(
    session, keeper, make, sound
):
    id_ = hook(session, keeper).webhook.id
    assert [due.webhook for due in outgoing.next_due(session)] == [id_]
    webhooks.pause(session, keeper, id_)
    assert outgoing.next_due(session) == []
    for door, argument in ((webhooks.send_test, id_), (webhooks.redeliver, 1)):
        with pytest.raises(Conflict, match="is paused"):
            door(session, keeper, argument)
    make.part("UNHEARD")
    webhooks.resume(session, keeper, id_)
    assert ("ERP", "created") not in outbox(session)
    webhooks.archive(session, keeper, id_)
    with pytest.raises(Conflict, match="is archived"):
        webhooks.send_test(session, keeper, id_)
    assert webhooks.all(session, keeper) == []
    assert webhooks.restore(session, keeper, id_).paused


def test_what_is_sent_again_goes_first_and_begins_anew(session, keeper, make):
    id_ = hook(session, keeper).webhook.id
    make.part()
    (first, *_), at = outgoing.next_due(session), now()
    for number in range(outgoing.MOST_ATTEMPTS):
        due = dataclasses.replace(first, attempts=number)
        outgoing.note(session, due, at, Attempt(500, "no", "Answered 500."))
    assert webhooks.get(session, keeper, id_).given_up == 1
    assert outgoing.next_due(session)[0].delivery > first.delivery

    again = webhooks.redeliver(session, keeper, first.delivery, key="press")
    webhooks.redeliver(session, keeper, first.delivery, key="press")

    assert (again.state, again.attempts, again.code) == ("waiting", 0, 500)
    assert outgoing.next_due(session)[0].delivery == first.delivery
    with pytest.raises(NotFound):
        webhooks.redeliver(session, keeper, 10**6)


def test_a_test_is_one_delivery_for_one_press(session, keeper):
    id_ = hook(session, keeper).webhook.id

    rows = [webhooks.send_test(session, keeper, id_, key="press") for _ in range(2)]

    assert rows[0] == rows[1]
    assert (rows[0].change_set, rows[0].verb) == (None, "")
    assert told(session, id_)["test"] is True


def test_the_delays_grow_from_seconds_to_hours(session):
    usual = [outgoing.delay(attempts, 0.5) for attempts in range(1, outgoing.MOST_ATTEMPTS)]

    assert usual[0] == timedelta(seconds=10)
    assert usual == sorted(usual)
    assert timedelta(hours=5, minutes=55) < usual[-1] <= timedelta(hours=6)
    assert outgoing.delay(1, 0) == timedelta(seconds=8)
    assert outgoing.delay(1, 1) == timedelta(seconds=12)


def test_one_at_a_time_holds_the_lease(session):
    at = now()
    assert outgoing.take_lease(session, "a", at) is None
    assert outgoing.take_lease(session, "a", at) is None
    assert outgoing.take_lease(session, "b", at) == at + outgoing.LEASE
    assert outgoing.take_lease(session, "b", at + outgoing.LEASE) is None
    outgoing.end_lease(session, "a")
    assert outgoing.take_lease(session, "a", at) is not None
    outgoing.end_lease(session, "b")
    assert outgoing.take_lease(session, "a", at + timedelta(days=900)) is None
    # The clock was set back by years.
    assert outgoing.take_lease(session, "b", at) is None


def test_only_the_newest_settled_deliveries_are_kept(session, keeper, make, monkeypatch):
    monkeypatch.setattr(outgoing, "_FORGET", text(str(outgoing._FORGET).replace("1000", "3")))
    id_ = hook(session, keeper).webhook.id
    for number in range(6):
        make.part(f"P-{number}")
        outgoing.note(session, outgoing.next_due(session)[0], now(), Attempt(200))
    assert len(webhooks.deliveries(session, keeper, id_)) == 4
    assert {each.state for each in webhooks.deliveries(session, keeper, id_)} == {
        "waiting", "delivered",
    }  # fmt: skip


def test_of_too_many_that_wait_the_oldest_are_dropped_and_counted(
    session, keeper, make, monkeypatch, sound
):
    assert outbox_of.MOST_WAITING == 10_000
    monkeypatch.setattr(outbox_of, "MOST_WAITING", 3)
    id_ = hook(session, keeper, "dead", verbs=["created"], entities=["part"]).webhook.id
    hook(session, keeper, "alive", entities=["kit"])
    for number in range(3):
        make.part(f"P-{number}")
    head = outgoing.next_due(session)[0]
    assert (webhooks.get(session, keeper, id_).dropped, told(session, id_)["dropped"]) == (0, 0)

    make.part("P-3")
    make.part("P-4")

    row = webhooks.get(session, keeper, id_)
    assert (row.waiting, row.dropped, row.given_up) == (3, 2, 0)
    assert row.last_dropped
    assert [each.verb for each in webhooks.deliveries(session, keeper, id_)] == ["created"] * 3
    assert told(session, id_)["dropped"] == 2
    assert told(session, id_)["changes"][0]["number"] == "P-4"
    # What was just being sent when it was dropped.
    gone = letter(session, head.delivery, now())
    assert (gone.content, gone.refused) == (None, "")
    outgoing.skip(session, head.delivery)
    outgoing.note(session, head, now(), Attempt(200))
    assert outgoing.next_due(session)[0].delivery > head.delivery
    assert [each.dropped for each in webhooks.all(session, keeper)] == [0, 2]


def test_every_kind_of_thing_can_be_told_of(session):
    """A kind whose table has another name would fail when its first change is sent."""
    from ioninv.domain.reports.replay import FACTS
    from ioninv.domain.webhooks.letter import said

    for entity, (_, facts) in FACTS.items():
        for field in facts:
            assert said(entity, field, None) is None
            said(entity, field, 0)
    assert set(FACTS) == set(Entity)
