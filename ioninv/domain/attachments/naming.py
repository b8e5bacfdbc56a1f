import re
from typing import Final

from ioninv import codes

LONGEST_NAME: Final = 150
_LONGEST_ENDING: Final = 15
_FOLDERS = re.compile(r"[/\\]")


def file_name(given: str) -> str:
    """The name of a file as it is kept and shown: without folders and without what cannot be seen.

    A long name is cut before its ending; where nothing is left, it is called “file”.
    """
    name = codes.clean(_FOLDERS.split(given)[-1]).strip(". ")
    if len(name) > LONGEST_NAME:
        stem, dot, ending = name.rpartition(".")
        if not dot or len(ending) > _LONGEST_ENDING:
            stem, dot, ending = name, "", ""
        name = stem[: LONGEST_NAME - len(dot + ending)].rstrip(". ") + dot + ending
    return name or "file"


def size_text(size: int) -> str:
    """A number of bytes for reading: 1.2 MB, as file managers count it."""
    if size < 1000:
        return "1 byte" if size == 1 else f"{size} bytes"
    value = float(size)
    for unit in ("kB", "MB", "GB"):
        value /= 1000
        if round(value, 1) < 1000 or unit == "GB":
            return f"{value:.1f}".removesuffix(".0") + f" {unit}"
    raise AssertionError
