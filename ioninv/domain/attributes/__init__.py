"""Attributes: fields that people define for parts and items, beside the fixed ones."""

from ioninv.domain.attributes.archiving import archive, restore
from ioninv.domain.attributes.creation import create
from ioninv.domain.attributes.editing import edit
from ioninv.domain.attributes.form import AttributeForm
from ioninv.domain.attributes.listing import all
from ioninv.domain.attributes.moving import move
from ioninv.domain.attributes.rows import AttributeRow
from ioninv.domain.attributes.timeline import timeline
from ioninv.domain.attributes.values import AttributeValue

__all__ = [
    "AttributeForm",
    "AttributeRow",
    "AttributeValue",
    "all",
    "archive",
    "create",
    "edit",
    "move",
    "restore",
    "timeline",
]
