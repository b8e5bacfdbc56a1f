"""How bad an issue is, and how far, as small labels."""

import reflex as rx

from ioninv.ui.kit.status_badge import badge


def severity_badge(severity: rx.Var, label: rx.Var) -> rx.Component:
    return badge(label, tone=rx.Var.create("severity-") + severity.to(str))


def state_badge(state: rx.Var, label: rx.Var) -> rx.Component:
    return badge(label, tone=rx.Var.create("state-") + state.to(str), dot=True)
