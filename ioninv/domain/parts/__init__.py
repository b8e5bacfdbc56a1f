"""The part library."""

from ioninv.domain.parts.archiving import archive
from ioninv.domain.parts.count import count
from ioninv.domain.parts.creation import create
from ioninv.domain.parts.editing import edit
from ioninv.domain.parts.form import PartForm
from ioninv.domain.parts.revising import revise
from ioninv.domain.parts.rows import InStatus, PartRow, get
from ioninv.domain.parts.search import PartFilter, search
from ioninv.domain.parts.suggesting import suggest
from ioninv.domain.parts.timeline import timeline
from ioninv.domain.parts.units import counted

__all__ = [
    "InStatus",
    "PartFilter",
    "PartForm",
    "PartRow",
    "archive",
    "count",
    "counted",
    "create",
    "edit",
    "get",
    "revise",
    "search",
    "suggest",
    "timeline",
]
