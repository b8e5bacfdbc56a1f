"""What a file is, by what is in it. Its name says nothing, but which text a text is."""

import codecs
import re
import zipfile
from pathlib import Path
from typing import Final

UNKNOWN: Final = "application/octet-stream"
_LOOKED_AT: Final = 8_192
_SIGNATURES: Final = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"SQLite format 3\0", "application/vnd.sqlite3"),
    (0, b"AC10", "image/vnd.dwg"),
    (0, b"ISO-10303-21;", "model/step"),
    (0, b"{\\rtf", "application/rtf"),
)
_RIFF: Final = {"image/webp", "audio/wav", "video/x-msvideo"}
_IN_ZIP: Final = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "3D/": "model/3mf",
}
_ENTRIES_LOOKED_AT: Final = 200
_HTML = re.compile(r"<(!doctype\s+html|html|head|body|script|iframe|img|title)\b", re.IGNORECASE)
_SVG = re.compile(r"<svg\b", re.IGNORECASE)
_TEXTS: Final = {"csv": "text/csv", "json": "application/json", "md": "text/markdown"}
_PLAIN = "text/plain"


def media_type(path: Path, name: str) -> str:
    """The media type of a file by its content; `name` only tells apart one plain text from another."""
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    size = path.stat().st_size
    for offset, signature, found in _SIGNATURES:
        if head[offset : offset + len(signature)] == signature and (
            found not in _RIFF or head.startswith(b"RIFF")
        ):
            return found
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(path)
    if head.startswith(b"BM") and int.from_bytes(head[2:6], "little") == size:
        return "image/bmp"
    if len(head) >= 84 and 84 + 50 * int.from_bytes(head[80:84], "little") == size:
        return "model/stl"
    return _of_text(head, name)


def _of_zip(path: Path) -> str:
    """Office writes its documents as zip archives: what is in them says which."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()[:_ENTRIES_LOOKED_AT]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "application/zip"
    if "[Content_Types].xml" in names:
        for folder, found in _IN_ZIP.items():
            if any(name.startswith(folder) for name in names):
                return found
    return "application/zip"


def _of_text(head: bytes, name: str) -> str:
    text = _text(head)
    if text is None:
        return UNKNOWN
    beginning = text.lstrip("\ufeff \t\r\n")
    if _SVG.search(text) and beginning.startswith("<"):
        return "image/svg+xml"
    if _HTML.match(beginning) or (beginning.startswith("<!--") and _HTML.search(text)):
        return "text/html"
    if beginning.startswith("<?xml"):
        return "application/xml"
    if beginning.startswith("solid ") and "facet" in text:
        return "model/stl"
    return _TEXTS.get(name.rpartition(".")[2].lower(), _PLAIN)


def _text(head: bytes) -> str | None:
    """The beginning of a file as text, or None when it is none."""
    encoding = "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    try:
        # The last character may be cut.
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        if b"\0" in head:
            return None
        # Older programs write umlauts in one byte. What has many such bytes is no text.
        high = sum(byte > 0x7F for byte in head)
        text = head.decode("latin-1") if high * 5 < len(head) else "\0"
    unseen = sum(ord(character) < 32 and character not in "\t\n\r\f" for character in text)
    return None if unseen else text
