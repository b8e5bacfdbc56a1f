"""Pictures, decoded with care and written anew: upright, small enough, and nothing in them but the picture."""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PIL import ExifTags, Image

from ioninv.errors import Invalid

TYPES: Final = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/bmp": "BMP",
}
"""What can be shown, by its media type. An SVG is a program more than a picture: never shown."""

WRITTEN: Final = "image/webp"
ENDING: Final = ".webp"
FULL: Final = 1_600
MOST_PIXELS: Final = {"WEBP": 12_000_000, "JPEG": 50_000_000}
MOST_PIXELS_ELSE: Final = 24_000_000
"""What keeps the decoding of any picture below 200 MB. A JPEG is decoded at a part of its size, unless
it is progressive; WebP holds every pixel several times.
"""

_QUALITY = 82
_AT_ONCE = 2**20
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by how EXIF says the camera was held. From 5 on it lay on its side."""

_decoding = threading.Lock()


@dataclass(frozen=True)
class Written:
    """A picture that was written: its size, and the size of what it was made from."""

    size: tuple[int, int]
    of: tuple[int, int]


def write_anew(source: Path, media_type: str, target: Path, side: int) -> Written:
    """Write a picture as WebP of at most `side` by `side`.

    Turned upright as the camera held it; no metadata, no second frame, no profile comes along.
    One picture is decoded at a time. Raises Invalid when it cannot be, or has too many pixels.
    """
    with _decoding:
        try:
            return _write_anew(source, TYPES[media_type], target, side)
        finally:
            _give_back_memory()


def _write_anew(source: Path, format: str, target: Path, side: int) -> Written:
    with _told(), Image.open(source, formats=[format]) as picture:
        _refuse_bomb(picture)
        width, height = picture.size
        held: int = picture.getexif().get(ExifTags.Base.Orientation, 1)
        picture.draft("RGB", (side, side))
        small = _reduced(picture, side)
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        if held in _UPRIGHT:
            small = small.transpose(_UPRIGHT[held])
        small.info.clear()
        small.save(target, "WEBP", quality=_QUALITY, method=4)
        return Written(small.size, (height, width) if held >= 5 else (width, height))


def _refuse_bomb(picture: Image.Image) -> None:
    most = MOST_PIXELS.get(picture.format or "", MOST_PIXELS_ELSE)
    if picture.info.get("progressive"):
        most = MOST_PIXELS_ELSE
    width, height = picture.size
    if width * height > most:
        raise Invalid(
            f"This image has {width:,} × {height:,} pixels: at most {most // 1_000_000} million "
            "are taken. Make it smaller first.",
            "file",
        )


def _reduced(picture: Image.Image, side: int) -> Image.Image:
    """In plain colours, and at most twice as large as wanted: strip by strip, so that the whole
    picture is in memory only once.
    """
    width, height = picture.size
    factor = max(picture.size) // side
    if factor < 2:
        return _with_plain_colours(picture)
    rows = factor * max(1, _AT_ONCE // (width * factor))
    small: Image.Image | None = None
    for top in range(0, height, rows):
        strip = picture.crop((0, top, width, min(height, top + rows)))
        part = _with_plain_colours(strip).reduce(factor)
        if small is None:
            small = Image.new(part.mode, (part.width, -(-height // factor)))
        small.paste(part, (0, top // factor))
    assert small is not None
    return small


def _with_plain_colours(picture: Image.Image) -> Image.Image:
    wanted = "RGBA" if picture.has_transparency_data else "RGB"
    if picture.mode == wanted:
        return picture
    if wanted == "RGB" and picture.mode.startswith("I"):
        # Sixteen bits of grey: converted straight, everything but black would be white.
        picture = _in_eight_bits(picture)
    return picture.convert(wanted)


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    wide: Any = picture.convert("I")
    return wide.point(lambda value: value * (1 / 256)).convert("L")  # pyright: ignore[reportUnknownLambdaType]


def _give_back_memory() -> None:
    """What was freed goes back to the system: the C library would keep it for each thread."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except Invalid:
        raise
    except Image.DecompressionBombError as error:
        raise Invalid("This image has too many pixels. Make it smaller first.", "file") from error
    except Exception as error:
        # A damaged file ends in whatever the decoder stumbled over.
        raise Invalid(
            "This image cannot be read: it is damaged, or only named like one. "
            "Open it in an image program and save it anew.",
            "file",
        ) from error
