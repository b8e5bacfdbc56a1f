"""The image of a part in its panel: shown, set, replaced, removed."""

import reflex as rx

from ioninv.ui.attachments.section import picture_link
from ioninv.ui.attachments.state import AttachmentsState as S
from ioninv.ui.kit.allowed import may
from ioninv.ui.kit.button import button
from ioninv.ui.kit.press import PRESS
from ioninv.ui.kit.thumbnail import picture_address
from ioninv.ui.kit.uploader import uploader
from ioninv.vocabulary import Permission

_TAKEN = "image/jpeg,image/png,image/webp,image/gif,image/bmp"


def part_image(part: rx.Var, name: rx.Var) -> rx.Component:
    """`part` is the id of the part, `name` what it is called."""
    has_one = (S.entity == "part") & (S.thing == part) & (S.image > 0)
    return rx.el.section(
        rx.cond(has_one, _image(name), rx.fragment()),
        rx.cond(may(Permission.EDIT_ATTACHMENTS), _acts(part, has_one), rx.fragment()),
        class_name=rx.cond(has_one, "part-image", "part-image none"),
        aria_label="Image",
    )


def _acts(part: rx.Var, has_one: rx.Var) -> rx.Component:
    remove = button("Remove image", small=True, kind="quiet", on_click=S.remove(S.image, PRESS))
    return rx.el.div(
        uploader(
            url=rx.Var.create("/api/v1/parts/") + part.to_string() + "/image",
            method="PUT",
            label=rx.cond(has_one, "Replace image", "Add image"),
            photo="Take a photo",
            accept=_TAKEN,
            quiet=True,
            cap=S.cap,
            cap_text=S.cap_text,
            on_sent=S.image_sent,
        ),
        rx.cond(has_one, remove, rx.fragment()),
    )


def _image(name: rx.Var) -> rx.Component:
    return picture_link(
        rx.el.img(
            src=picture_address(S.image, "256"),
            alt=rx.Var.create("Image of ") + name,
            key=S.image.to_string(),
        ),
        S.image,
        rx.Var.create("Show the image of ") + name,
    )
