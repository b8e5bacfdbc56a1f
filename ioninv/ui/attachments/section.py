"""The attachments in the panel of an item or a part."""

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from ioninv.ui.attachments.state import AttachmentsState as S
from ioninv.ui.kit.allowed import may
from ioninv.ui.kit.button import icon_button
from ioninv.ui.kit.local_time import local_time
from ioninv.ui.kit.press import PRESS
from ioninv.ui.kit.thumbnail import picture_address
from ioninv.ui.kit.uploader import uploader
from ioninv.vocabulary import Permission


def attachments_of(entity: str, thing: rx.Var) -> rx.Component:
    """The section of a panel that shows the "item" or "part" with the id `thing`."""
    # Another panel's files may still stand in the state for a moment.
    is_here = (S.entity == entity) & (S.thing == thing)
    files = rx.cond(is_here & S.files, _files(), rx.fragment())
    return rx.el.section(
        rx.el.h3("Attachments"),
        rx.cond(
            may(Permission.EDIT_ATTACHMENTS),
            uploader(
                files,
                url=rx.Var.create(f"/api/v1/{entity}s/") + thing.to_string() + "/attachments",
                label="Attach files",
                photo="Take a photo",
                hint="or drop them here, or paste an image",
                multiple=True,
                wide=True,
                cap=S.cap,
                cap_text=S.cap_text,
                on_sent=S.sent,
            ),
            rx.fragment(files, rx.cond(S.files, "", rx.el.p("None.", class_name="soft"))),
        ),
        class_name="attachments",
        aria_label="Attachments",
    )


def picture_link(picture: rx.Component, attachment: rx.Var, name: str | rx.Var) -> rx.Component:
    """A picture that opens its large one in a tab of its own."""
    return ReactRouterLink.create(
        picture,
        to=picture_address(attachment, "full"),
        reload_document=True,
        target="_blank",
        rel="noopener",
        class_name="picture",
        aria_label=name,
    )


def _files() -> rx.Component:
    return rx.el.ul(rx.foreach(S.files, _file), class_name="files")


def _file(file: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.cond(file["pictured"], _picture(file), _icon(file)),
        rx.el.div(
            rx.el.div(_download(file), rx.el.small(file["size"]), class_name="line"),
            rx.el.small(file["who"], " · ", local_time(file["when"])),
            rx.cond(file["note"], rx.el.q(file["note"]), rx.fragment()),
            class_name="about",
        ),
        rx.cond(
            may(Permission.EDIT_ATTACHMENTS),
            icon_button(
                "x",
                rx.Var.create("Remove ") + file["name"].to(str),
                small=True,
                on_click=S.remove(file["id"], PRESS),
            ),
            rx.fragment(),
        ),
        key=file["id"],
    )


def _download(file: rx.Var) -> rx.Component:
    return ReactRouterLink.create(
        file["name"],
        to=file["href"],
        reload_document=True,
        download=True,
        title=rx.Var.create("Download ") + file["name"].to(str),
        class_name="name",
    )


def _picture(file: rx.Var) -> rx.Component:
    return picture_link(
        rx.el.img(
            src=picture_address(file["id"], "64"), alt="", loading="lazy", width="40", height="40"
        ),
        file["id"],
        rx.Var.create("Show ") + file["name"].to(str),
    )


def _icon(file: rx.Var) -> rx.Component:
    return rx.el.span(
        rx.match(
            file["icon"],
            ("text", rx.icon("file-text")),
            ("table", rx.icon("sheet")),
            ("picture", rx.icon("image")),
            ("model", rx.icon("box")),
            ("film", rx.icon("film")),
            ("archive", rx.icon("archive")),
            rx.icon("file"),
        ),
        class_name="icon",
        aria_hidden="true",
    )
