"""Files as they come in, whole ones and bad ones."""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from ioninv.db import Database
from ioninv.domain.attachments import Incoming, Upload

CAP = 1_000_000
Bring = Callable[..., Upload]


def picture(format: str = "PNG", size: tuple[int, int] = (300, 200), **more: Any) -> bytes:
    """A picture that is red above and blue below."""
    mode = more.pop("mode", "RGB")
    made = Image.new(mode, size, "red")
    made.paste("blue", (0, size[1] // 2, *size))
    out = io.BytesIO()
    made.save(out, format, **more)
    return out.getvalue()


@pytest.fixture
def folder(database: Database) -> Path:
    return database.path.parent


@pytest.fixture
def bring(folder: Path) -> Iterator[Bring]:
    """bring(content, name) → the upload, which waits in staging until the test ends."""
    with ExitStack() as kept:

        def take(content: bytes, name: str = "drawing.pdf", *, as_image: bool = False) -> Upload:
            incoming = kept.enter_context(Incoming(folder, name, CAP))
            incoming.write(content)
            return incoming.finish(as_image)

        yield take


@pytest.fixture
def stored(folder: Path) -> Callable[[], list[str]]:
    """The files that lie there, staging left out."""
    return lambda: sorted(
        path.parent.name + path.name for path in folder.glob("files/[0-9a-f][0-9a-f]/*")
    )
