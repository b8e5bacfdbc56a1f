"""The frame around every page: sidebar, header, title. And what the app needs for its look."""

from typing import Any

import reflex as rx
from reflex.style import set_color_mode
from reflex_components_core.react_router.dom import ReactRouterLink

from ioninv.vocabulary import Permission

from .kit import toast
from .kit.allowed import is_known, may_any
from .kit.button import icon_button
from .kit.connection import connection_banner

NAV = (
    ("Inventory", "/", "boxes", (Permission.VIEW_INVENTORY,)),
    ("Parts", "/parts", "shapes", (Permission.VIEW_PARTS,)),
    ("Purchasing", "/purchasing", "shopping-cart", (Permission.VIEW_PURCHASING,)),
    ("Receive", "/receive", "scan-barcode", (Permission.RECEIVE,)),
    ("Issues", "/issues", "triangle-alert", (Permission.VIEW_ISSUES,)),
    ("Kits", "/kits", "package", (Permission.VIEW_KITS,)),
    ("Factory", "/factory", "warehouse", (Permission.VIEW_LOCATIONS,)),
    ("Suppliers", "/suppliers", "truck", (Permission.VIEW_SUPPLIERS,)),
    (
        "Settings",
        "/settings",
        "settings",
        (Permission.VIEW_ATTRIBUTES, Permission.VIEW_USERS, Permission.EDIT_TOKENS),
    ),
)
"""Places, and the permissions of which one shows them."""


class _PageFocus(rx.Component):
    library = rx.asset("layout.jsx", shared=True).importable_path
    tag = "PageFocus"


def shell(
    *content: rx.Component,
    active: str,
    find: rx.Component | None = None,
    who: rx.Component | None = None,
    counts: dict[str, str | rx.Var] | None = None,
    foot: str | rx.Var | rx.Component = "",
) -> rx.Component:
    """Every page: `active` is its path in NAV; `counts` are formatted numbers by path.

    shell(page_title("Parts", "What things are"), work(parts_grid()), active="/parts",
          find=find_box(...), who=who(), counts={"/": AppState.item_count})
    """
    return rx.el.div(
        rx.el.a("Skip to content", href="#main", class_name="skip"),
        _sidebar(active, counts or {}, foot),
        rx.el.div(
            _header(find, who),
            rx.el.main(*content, id="main", tab_index=-1, class_name="page"),
            class_name="frame",
        ),
        _PageFocus.create(),
        class_name="shell",
    )


def page_title(
    title: str | rx.Var, sentence: str | rx.Var = "", *acts: rx.Component
) -> rx.Component:
    """The heading of a page, with its buttons at the right; the primary one comes last.

    page_title("Inventory", "Every item ever, and where it is now", export, new_part, new_item)
    """
    return rx.el.div(
        rx.el.div(rx.el.h1(title, tab_index=-1), rx.el.p(sentence), class_name="grow"),
        *([rx.el.div(*acts, class_name="acts")] if acts else []),
        class_name="title",
    )


def bar(*controls: rx.Component) -> rx.Component:
    """The row of chips and filters.

    bar(chip(...), bar_line(), filter_button("Filter", "plus"), bar_end(filter_button("Columns")))
    """
    return rx.el.div(*controls, class_name="bar")


def bar_end(*controls: rx.Component) -> rx.Component:
    """What stands at the right of the bar: views, columns."""
    return rx.el.div(*controls, class_name="end")


def bar_line() -> rx.Component:
    return rx.el.span(class_name="sep", aria_hidden="true")


def work(*content: rx.Component) -> rx.Component:
    """Takes the height that is left: a grid and, beside it, a panel."""
    return rx.el.div(*content, class_name="work")


def foot(*content: rx.Component) -> rx.Component:
    """The line under a grid: pager at the left, `class_name="push"` at the right."""
    return rx.el.div(*content, class_name="foot")


def scrolling(*content: rx.Component, narrow: bool = False) -> rx.Component:
    """The body of a page that is not a grid."""
    inner = rx.el.div(*content, class_name="narrow") if narrow else rx.fragment(*content)
    return rx.el.div(inner, class_name="page-scroll")


def look() -> dict[str, Any]:
    """What `rx.App` needs for all this: `rx.App(**look(), ...)`."""
    return {
        "html_lang": "en",
        "stylesheets": [
            "/ioninv.css",
            "/inventory.css",
            "/factory.css",
            "/parts.css",
            "/kits.css",
            "/attachments.css",
            "/attributes.css",
            "/purchasing.css",
            "/receiving.css",
            "/issues.css",
            "/webhooks.css",
            "/people.css",
            "/signing_in.css",
        ],
        "head_components": [
            rx.el.script(src="/appearance.js"),
            rx.el.script(src="/leaving.js"),
            rx.el.script(src="/connecting.js"),
            rx.el.script(src="/press.js"),
            rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
            # A keyboard on the screen makes the page smaller, instead of covering half a dialog.
            rx.el.meta(
                name="viewport",
                content="width=device-width, initial-scale=1, interactive-widget=resizes-content",
            ),
        ],
        "toaster": toast.toaster(),
        "extra_app_wraps": {(5, "Overlay"): lambda stateful: connection_banner()},
    }


def logo() -> rx.Component:
    """An ion: a nucleus, and what goes round it for ever."""
    return rx.el.svg(
        rx.el.rect(x="1", y="1", width="16", height="16", rx="5", fill="currentColor"),
        rx.el.circle(cx="9", cy="9", r="2.2", fill="var(--accent-ink)"),
        rx.el.path(
            d="M9 3.6a5.4 5.4 0 1 1-4.7 2.75",
            fill="none",
            stroke="var(--accent-ink)",
            stroke_width="1.7",
            stroke_linecap="round",
            opacity="0.72",
        ),
        view_box="0 0 18 18",
        custom_attrs={"aria-hidden": "true"},
    )


def _sidebar(
    active: str, counts: dict[str, str | rx.Var], foot: str | rx.Var | rx.Component
) -> rx.Component:
    return rx.el.nav(
        _go("/", logo(), rx.el.span("ioninv"), class_name="logo", aria_label="ioninv"),
        rx.el.ul(
            *(
                rx.cond(
                    ~is_known() | may_any(*needs),
                    _place(name, path, icon, active, counts.get(path)),
                    rx.fragment(),
                )
                for name, path, icon, needs in NAV
            )
        ),
        rx.el.div(foot, class_name="side-foot"),
        class_name="side",
        aria_label="Main",
    )


def _place(
    name: str, path: str, icon: str, active: str, count: str | rx.Var | None
) -> rx.Component:
    here = {"aria_current": "page"} if path == active else {}
    tally = [] if count is None else [rx.el.span(count, class_name="count")]
    return rx.el.li(_go(path, rx.icon(icon, aria_hidden="true"), rx.el.span(name), *tally, **here))


def _go(path: str, *content: rx.Component, **props: Any) -> rx.Component:
    # Goes there inside the page, without loading it anew.
    return ReactRouterLink.create(*content, to=path, **props)


def _header(find: rx.Component | None, who: rx.Component | None) -> rx.Component:
    return rx.el.header(
        *([] if find is None else [find]),
        rx.el.div(theme_toggle(), *([] if who is None else [who]), class_name="right"),
        class_name="top",
    )


def theme_toggle() -> rx.Component:
    """Light, dark, or as the system has it: one button that goes round the three."""
    return rx.match(
        rx.color_mode,
        ("light", icon_button("sun", "Theme: light", on_click=set_color_mode("dark"))),
        ("dark", icon_button("moon", "Theme: dark", on_click=set_color_mode("system"))),
        icon_button("sun-moon", "Theme: as the system", on_click=set_color_mode("light")),
    )


def outside(content: rx.Component) -> rx.Component:
    """A page without the frame: nothing of the house is to be seen."""
    return rx.el.div(
        rx.el.header(
            rx.el.span(logo(), rx.el.span("ioninv"), class_name="logo"),
            theme_toggle(),
            class_name="outside-head",
        ),
        rx.el.main(rx.el.div(content, class_name="door"), id="main", tab_index=-1),
        class_name="outside",
    )
