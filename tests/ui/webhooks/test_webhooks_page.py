"""Settings › Webhooks: set up, shown once, edited, paused, tested and sent again."""

from datetime import timedelta

import pytest

from ioninv.domain import parts, webhooks
from ioninv.domain.history import now
from ioninv.domain.webhooks import outgoing
from ioninv.domain.webhooks.outgoing import Attempt
from ioninv.errors import Forbidden
from ioninv.ui.webhooks.form_state import WebhookFormState
from ioninv.ui.webhooks.list_state import WebhooksState
from ioninv.vocabulary import Role

FORM = {
    "id": "0",
    "version": "0",
    "name": "ERP",
    "address": "https://erp.example.com/hook",
    "verbs": "received,\n shipped ,",
    "kind-item": "1",
    "kind-part": "",
    "idempotency_key": "form-1",
}


def enter(screen, query: str = "") -> WebhooksState:
    screen.at(f"/settings/webhooks{query}")
    screen.do(WebhooksState.enter)
    return screen.state(WebhooksState)


def attempted(screen, attempt: Attempt, times: int = 1) -> None:
    """So many attempts to send what waits first."""

    def work(session, _actor) -> None:
        for _ in range(times):
            (due, *_) = outgoing.next_due(session)
            outgoing.note(session, due, now() - timedelta(minutes=1), attempt)

    screen.store(work)


def test_one_is_set_up_and_its_secret_is_shown_until_it_was_copied(screen):
    assert enter(screen).rows == []
    screen.do(WebhookFormState.start_new)
    form = screen.state(WebhookFormState)
    screen.do(WebhookFormState.save, FORM)

    assert (form.open, form.shows, form.made) == (False, True, "ERP")
    assert form.secret.startswith("ioninv_webhook_")
    screen.do(WebhookFormState.done)
    assert (form.shows, form.secret) == (False, "")
    (row,) = enter(screen).rows
    assert (row["name"], row["hears"], row["trouble"]) == ("ERP", "item: received, shipped", "")
    # Sent once more by a lost connection: there is one, and its secret is told no more.
    screen.do(WebhookFormState.start_new)
    screen.do(WebhookFormState.save, FORM)
    assert "made already" in form.problem
    assert len(enter(screen).rows) == 1


def test_what_is_wrong_stands_beside_its_field(screen):
    screen.do(WebhookFormState.start_new)
    screen.do(WebhookFormState.save, FORM | {"name": " ", "address": "http://127.0.0.1/x"})

    form = screen.state(WebhookFormState)
    assert {*form.errors} == {"name", "address"}
    assert "IONINV_WEBHOOK_NETWORKS" in form.errors["address"]
    assert form.open


def test_it_is_edited_paused_resumed_archived_and_restored(screen):
    screen.store(webhooks.create, "ERP", FORM["address"], entities=["item"])
    list_ = enter(screen, "?webhook=1")
    assert (list_.name, list_.hears, list_.owner) == ("ERP", "item", "keeper")
    screen.do(WebhookFormState.start_edit, 1)
    form = screen.state(WebhookFormState)
    assert form.kinds["item"]
    screen.do(WebhookFormState.save, {**FORM, "id": "1", "version": "1", "name": "ERP 2"})
    screen.do(WebhooksState.refresh)
    assert (list_.name, list_.version) == ("ERP 2", 2)
    screen.do(WebhookFormState.save, {**FORM, "id": "1", "version": "1", "idempotency_key": "x"})
    assert "meanwhile" in form.problem

    screen.do(WebhooksState.pause)
    assert list_.paused
    screen.do(WebhooksState.resume)
    assert not list_.paused
    screen.do(WebhooksState.archive)
    assert (list_.archived, list_.rows) == (True, [])
    screen.do(WebhooksState.show_archived, True)
    assert list_.rows[0]["state"] == "Archived"
    screen.do(WebhooksState.restore)
    assert (list_.archived, list_.paused) == (False, True)
    screen.do(WebhookFormState.renew, 1, "press")
    assert form.shows
    screen.do(WebhooksState.send_test, "press")
    assert list_.deliveries == []
    screen.do(WebhooksState.close_row)
    assert list_.opened == 0


def test_deliveries_are_shown_and_what_was_given_up_is_red_and_sent_again(screen):
    screen.store(webhooks.create, "ERP", FORM["address"], entities=["part"])
    screen.store(parts.create, parts.PartForm(part_number="GBX-1"))
    list_ = enter(screen, "?webhook=1")
    assert list_.waiting == "1"
    attempted(screen, Attempt(503, "<b>busy</b>", "Answered 503."), outgoing.MOST_ATTEMPTS)
    screen.do(WebhooksState.send_test, "press")

    test, part = list_.deliveries
    assert (test["what"], test["state"], test["next"]) == ("Test", "Waiting", "")
    assert (part["state"], part["tone"], part["attempts"]) == ("Given up", "given-up", 10)
    assert (part["said"], part["answer"]) == ("Answered 503.", "<b>busy</b>")
    assert part["href"].startswith("/changes?id=")
    assert list_.rows[0]["trouble"] == "1 given up"
    screen.do(WebhooksState.redeliver, part["id"], "again")
    assert list_.deliveries[1]["state"] == "Waiting"
    assert list_.given_up == ""
    attempted(screen, Attempt(200))
    screen.do(WebhooksState.refresh)
    assert list_.deliveries[1]["said"] == "Answered 200."
    assert list_.rows[0]["answered"]


def test_one_that_is_not_there_is_said_to_be_missing(screen):
    assert enter(screen, "?webhook=9").missing == "There is no such webhook."


def test_only_who_may_sees_them(screen):
    screen.sign_in(Role.VIEWER)

    with pytest.raises(Forbidden):
        enter(screen)
