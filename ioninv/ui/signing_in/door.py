"""The forms through which people come in. They ask the routes of ioninv/api/session.py by themselves:
whoever is not in yet has no use for states."""

import reflex as rx

from ioninv.ui.state import AppState

_DOOR = rx.asset("door.jsx", shared=True).importable_path


class _SignIn(rx.Component):
    library = _DOOR
    tag = "SignIn"


class _UseLink(rx.Component):
    library = _DOOR
    tag = "UseLink"


class _SignedOut(rx.Component):
    # Its form is that of the sign-in page.
    library = rx.asset("signed_out.jsx", shared=True).importable_path
    tag = "SignedOut"

    out: rx.Var[bool]
    framed: rx.Var[str]
    actor: rx.Var[str]


class _LinkProvider(rx.Component):
    library = _DOOR
    tag = "LinkProvider"

    name: rx.Var[str]


def link_provider(name: rx.Var[str]) -> rx.Component:
    """For My account: links whoever is signed in with who they are at the provider."""
    return _LinkProvider.create(name=name)


def sign_in() -> rx.Component:
    return _SignIn.create()


def use_link() -> rx.Component:
    return _UseLink.create()


def signed_out() -> rx.Component:
    """For the frame of every page: what stands over it when its session has ended."""
    return _SignedOut.create(
        out=AppState.signed_out, framed=AppState.framed, actor=AppState.actor_name
    )
