"""The picture of a thing beside its name."""

import reflex as rx


def thumbnail(attachment: rx.Var, name: rx.Var) -> rx.Component:
    """24 pixels square, fetched when it comes into sight; nothing where `attachment` is 0.

    The column it stands in makes room for it in every row, as soon as one row has one.

    thumbnail(row["image"], row["part"])
    """
    return rx.cond(
        attachment,
        rx.el.img(
            src=picture_address(attachment, "64"),
            alt=rx.Var.create("Image of ") + name,
            loading="lazy",
            width="24",
            height="24",
            class_name="thumb",
        ),
        rx.fragment(),
    )


def picture_address(attachment: rx.Var, size: str) -> rx.Var:
    """Where the picture of an attachment stands: `64`, `256` or `full`."""
    return (
        rx.Var.create("/api/v1/attachments/") + attachment.to_string() + f"/thumbnail?size={size}"
    )
