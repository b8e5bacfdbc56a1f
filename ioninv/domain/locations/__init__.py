"""The tree of places. What changing it does to items is in `ioninv.domain.factory`."""

from ioninv.domain.locations.below import with_below
from ioninv.domain.locations.creation import create
from ioninv.domain.locations.editing import edit, rename
from ioninv.domain.locations.form import LocationForm
from ioninv.domain.locations.path import create_path
from ioninv.domain.locations.rows import LocationRow, get
from ioninv.domain.locations.suggesting import suggest
from ioninv.domain.locations.timeline import timeline
from ioninv.domain.locations.tree import LocationNode, tree

__all__ = [
    "LocationForm",
    "LocationNode",
    "LocationRow",
    "create",
    "create_path",
    "edit",
    "get",
    "rename",
    "suggest",
    "timeline",
    "tree",
    "with_below",
]
