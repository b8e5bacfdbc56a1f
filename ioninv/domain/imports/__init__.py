"""CSV files, ours and others', into the inventory: checked whole, then stored whole."""

from ioninv.domain.imports.fields import Kind
from ioninv.domain.imports.files import FileGiven
from ioninv.domain.imports.items import Progress
from ioninv.domain.imports.report import Report
from ioninv.domain.imports.running import plan, run

__all__ = ["FileGiven", "Kind", "Progress", "Report", "plan", "run"]
