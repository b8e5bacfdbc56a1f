"""Pictures, decoded with care and written anew: upright, small enough, and nothing in them but the picture."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PIL import ExifTags, Image, ImageOps

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
MOST_PIXELS: Final = 24_000_000
MOST_PIXELS_OF_JPEG: Final = 50_000_000
"""A JPEG can be decoded at a part of its size."""

_QUALITY = 82
_LYING = (5, 6, 7, 8)  # Orientations of a camera held upright.
# A picture of the most pixels takes 100 MB while it is decoded: never two of them.
_decoding = threading.Lock()


@dataclass(frozen=True)
class Written:
    """A picture that was written: its size, and the size of what it was made from."""

    size: tuple[int, int]
    of: tuple[int, int]


def write_anew(source: Path, media_type: str, target: Path, side: int) -> Written:
    """Write a picture as WebP of at most `side` by `side`.

    Turned upright as the camera held it; no metadata, no second frame, no profile comes along.
    Raises Invalid when it cannot be decoded or has too many pixels.
    """
    with _decoding, _told(), Image.open(source, formats=[TYPES[media_type]]) as picture:
        _refuse_bomb(picture)
        width, height = picture.size
        lying = picture.getexif().get(ExifTags.Base.Orientation, 1) in _LYING
        picture.draft("RGB", (side, side))
        ImageOps.exif_transpose(picture, in_place=True)
        plain = _with_plain_colours(picture)
        plain.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
        plain.info.clear()
        plain.save(target, "WEBP", quality=_QUALITY, method=4)
        return Written(plain.size, (height, width) if lying else (width, height))


def _refuse_bomb(opened: Image.Image) -> None:
    most = MOST_PIXELS_OF_JPEG if opened.format == "JPEG" else MOST_PIXELS
    width, height = opened.size
    if width * height > most:
        raise Invalid(
            f"This image has {width:,} × {height:,} pixels: at most {most // 1_000_000} million "
            "are taken. Make it smaller first.",
            "file",
        )


def _with_plain_colours(picture: Image.Image) -> Image.Image:
    wanted = "RGBA" if picture.has_transparency_data else "RGB"
    if picture.mode == wanted:
        return picture
    if wanted == "RGBA":
        return picture.convert("RGBA")
    if picture.mode.startswith("I"):
        # Sixteen bits of grey: converted straight, everything but black would be white.
        return _in_eight_bits(picture)
    return picture.convert("RGB")


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    wide: Any = picture.convert("I")
    return wide.point(lambda value: value * (1 / 256)).convert("L")  # pyright: ignore[reportUnknownLambdaType]


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
