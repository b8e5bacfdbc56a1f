"""Whom things are bought from."""

from ioninv.domain.suppliers.archiving import archive
from ioninv.domain.suppliers.creation import create
from ioninv.domain.suppliers.editing import edit
from ioninv.domain.suppliers.form import SupplierForm
from ioninv.domain.suppliers.rows import SupplierRow, get
from ioninv.domain.suppliers.search import SupplierFilter, search
from ioninv.domain.suppliers.suggesting import suggest
from ioninv.domain.suppliers.supplied import Supplied, supplied
from ioninv.domain.suppliers.timeline import timeline

__all__ = [
    "Supplied",
    "SupplierFilter",
    "SupplierForm",
    "SupplierRow",
    "archive",
    "create",
    "edit",
    "get",
    "search",
    "suggest",
    "supplied",
    "timeline",
]
