"""The inventory as CSV files that spreadsheets open rightly and `imports` reads back exactly."""

from ioninv.domain.exports.issues import ISSUES, issues
from ioninv.domain.exports.lot import LOT, lot
from ioninv.domain.exports.rows import file_name, orders, rows
from ioninv.domain.imports.fields import Kind

__all__ = ["ISSUES", "LOT", "Kind", "file_name", "issues", "lot", "orders", "rows"]
