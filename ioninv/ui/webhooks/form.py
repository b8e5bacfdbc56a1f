"""The dialog of a webhook, and the one that shows its secret."""

import reflex as rx

from ioninv.ui.forms import kept
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import note, text_field
from ioninv.ui.kit.once import secret_dialog, shown_once
from ioninv.ui.webhooks.form_state import KIND
from ioninv.ui.webhooks.form_state import WebhookFormState as S
from ioninv.vocabulary import Entity

_PARTS_OF_OTHERS = {Entity.ISSUE_ITEM: "items of issues", Entity.ISSUE_COMMENT: "comments"}


def webhook_dialog() -> rx.Component:
    return form_dialog(
        kept("id", S.webhook_id),
        kept("version", S.version),
        text_field(
            "Name",
            "name",
            required=True,
            max_length=200,
            placeholder="ERP, chat of the workshop…",
            **_about("name"),
        ),
        text_field(
            "Address",
            "address",
            required=True,
            max_length=2_000,
            placeholder="https://example.com/hook",
            input_mode="url",
            **_about("address", "Each change is posted there"),
        ),
        rx.el.fieldset(
            rx.el.legend("Of what it is told"),
            rx.el.div(*(_kind(each) for each in Entity), class_name="kinds"),
            note("webhook-entities", "None chosen: of everything", S.errors["entities"]),
            class_name="field",
        ),
        text_field(
            "Only these acts",
            "verbs",
            placeholder="received, shipped, scrapped",
            max_length=2_000,
            **_about("verbs", "As the page of a change calls them, with commas; empty: all"),
        ),
        name="webhook",
        title=S.title,
        description="It hears what you may see.",
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.save,
        action=S.action,
        busy=S.saving,
        problem=S.problem,
    )


def webhook_secret() -> rx.Component:
    return secret_dialog(
        shown_once(S.secret, "Secret"),
        open=S.shows,
        title=rx.Var.create("The secret of ") + S.made,
        text="Copy it now: it is shown this once. With it the receiver knows that it was ioninv "
        "that spoke.",
        on_done=S.done,
    )


def _kind(entity: Entity) -> rx.Component:
    id_ = f"webhook-{KIND}{entity.value}"
    box = rx.el.input(
        type="checkbox",
        name=f"{KIND}{entity.value}",
        value="1",
        default_checked=S.kinds[entity.value],
        custom_attrs={"id": id_},
    )
    words = _PARTS_OF_OTHERS.get(entity, f"{entity.value.replace('_', ' ')}s")
    return rx.el.label(box, rx.el.span(words.capitalize()), html_for=id_)


def _about(name: str, hint: str = "") -> dict[str, rx.Var | str]:
    return {
        "value": S.values[name],
        "error": S.errors[name],
        "hint": hint,
        "id": f"webhook-{name}",
    }
