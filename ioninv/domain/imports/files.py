"""The files of an import: how large they may be, and which encoding their text is in."""

import codecs
import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from ioninv.errors import Invalid

LARGEST_FILE: Final = 2**30
"""Bytes in one file: some four million rows."""

WESTERN: Final = "cp1252"
_BLOCK = 2**20
_SAVE_AS_UTF8 = "Save it as “CSV UTF-8” and import that."
_BINARY = (
    (b"PK\x03\x04", "is a spreadsheet or a zip archive, not CSV"),
    (b"\xd0\xcf\x11\xe0", "is an old spreadsheet, not CSV"),
    (b"\x1f\x8b", "is compressed. Unpack it first"),
    (b"%PDF", "is a PDF, not CSV"),
    (b"\x89PNG", "is a picture, not CSV"),
    (b"\xff\xd8\xff", "is a picture, not CSV"),
    (b"\xff\xfe\0\0", "is in UTF-32"),
    (b"\0\0\xfe\xff", "is in UTF-32"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PAGE = re.compile(rb"\s*<(!doctype|html|head|body|table|\?xml)", re.IGNORECASE)
# Bytes of Windows-1252 text stand alone or in twos, and are letters or common signs. Anything else
# is another encoding (Shift-JIS, GBK, Windows-1251), which would become other letters silently.
_NOT_WESTERN = re.compile(
    rb"[\x81-\x83\x86-\x89\x8b\x8d\x8f\x90\x98\x9b\x9d]"
    rb"|[\x80-\xff]{3}"
    rb"|[\x8a\x8c\x8e\x9a\x9c\x9e\x9f][\x80-\xff]"
)


@dataclass(frozen=True)
class FileGiven:
    """A file to import: what it is called, and its bytes or where they are."""

    name: str
    data: bytes | Path

    @property
    def size(self) -> int:
        return len(self.data) if isinstance(self.data, bytes) else self.data.stat().st_size

    def digest(self) -> str:
        """SHA-256 of what is in it. Raises Invalid when it cannot be read."""
        made = hashlib.sha256()
        with _told(self):
            for block in _blocks(self):
                made.update(block)
        return made.hexdigest()

    def open(self) -> BinaryIO:
        return io.BytesIO(self.data) if isinstance(self.data, bytes) else self.data.open("rb")


def encoding_of(file: FileGiven) -> str:
    """UTF-8, UTF-16 with its mark, or Windows-1252 where the text can be nothing else.

    Raises Invalid for a file that is empty, too large, no text, or in another encoding.
    """
    with _told(file):
        return _encoding_of(file)


@contextmanager
def _told(file: FileGiven) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise Invalid(f"There is no file {file.name}.") from error
    except OSError as error:
        raise Invalid(f"{file.name} cannot be read: {error.strerror}.") from error


def _encoding_of(file: FileGiven) -> str:
    if file.size == 0:
        raise Invalid(f"{file.name} is empty.")
    if file.size > LARGEST_FILE:
        raise Invalid(
            f"{file.name} is too large: {file.size / 2**20:,.0f} MiB, at most "
            f"{LARGEST_FILE / 2**20:,.0f} MiB. Split it into several files."
        )
    with file.open() as stream:
        head = stream.read(1024)
    for magic, sentence in _BINARY:
        if head.startswith(magic):
            raise Invalid(f"{file.name} {sentence}. {_SAVE_AS_UTF8}")
    if _PAGE.match(head):
        raise Invalid(f"{file.name} is a web page, not CSV. {_SAVE_AS_UTF8}")
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    return _unmarked(file)


def _unmarked(file: FileGiven) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8_row = western_row = 0
    rows = 1
    tail = b""
    # Whether the block before ended with a whole character.
    whole = True
    for block in _blocks(file):
        if (nul := block.find(b"\0")) >= 0:
            row = rows + _lines(block[:nul])
            raise Invalid(
                f"{file.name}, row {row}: there is a NUL character: this is no CSV, or UTF-16 "
                f"without its mark. {_SAVE_AS_UTF8}"
            )
        plain = block.isascii()
        if not utf8_row and not (plain and whole):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                utf8_row = rows + _lines(block[: error.start])
        whole = plain
        if not western_row and not plain and (odd := _NOT_WESTERN.search(tail + block)):
            western_row = rows + _lines((tail + block)[: odd.start()]) - _lines(tail)
        rows += _lines(block)
        tail = block[-2:]
    if not utf8_row and _ends_cleanly(decoder):
        return "utf-8"
    if not western_row:
        return WESTERN
    raise Invalid(
        f"{file.name}, row {utf8_row or rows}: there are characters that are neither UTF-8 nor "
        f"Windows-1252. {_SAVE_AS_UTF8}"
    )


def _ends_cleanly(decoder: codecs.IncrementalDecoder) -> bool:
    try:
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _blocks(file: FileGiven) -> Iterator[bytes]:
    with file.open() as stream:
        while block := stream.read(_BLOCK):
            yield block


def _lines(block: bytes) -> int:
    return block.count(b"\n") or block.count(b"\r")
