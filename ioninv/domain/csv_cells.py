"""Cells of CSV files that no spreadsheet takes for a formula, and back again exactly."""

from typing import Final

MARK: Final = "'"

TAKEN_FOR_FORMULAS: Final = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20" + MARK)
"""What a cell may not begin with: what OWASP lists for CSV injection, full-width too; the mark."""


def guarded(cell: str) -> str:
    """The cell as a file holds it: marked where it begins like a formula, or like a marked one."""
    return MARK + cell if cell and cell[0] in TAKEN_FOR_FORMULAS else cell


def unguarded(cell: str) -> str:
    """What `guarded` was given; a quote mark that nobody had to set stays."""
    return cell[1:] if cell[:1] == MARK and cell[1:2] in TAKEN_FOR_FORMULAS else cell
