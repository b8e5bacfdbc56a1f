"""Files on items and parts, and the image of a part."""

from ioninv.domain.attachments.attaching import attach, expect, expect_image, set_image
from ioninv.domain.attachments.editing import edit
from ioninv.domain.attachments.files import sweep
from ioninv.domain.attachments.incoming import Incoming, Upload
from ioninv.domain.attachments.removing import remove, restore
from ioninv.domain.attachments.rows import SIZES, AttachmentRow, Stored, of, open

__all__ = [
    "SIZES",
    "AttachmentRow",
    "Incoming",
    "Stored",
    "Upload",
    "attach",
    "edit",
    "expect",
    "expect_image",
    "of",
    "open",
    "remove",
    "restore",
    "set_image",
    "sweep",
]
