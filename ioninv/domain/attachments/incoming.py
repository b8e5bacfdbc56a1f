"""A file on its way in, before anything of it is in the database."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from ioninv.domain.attachments import pictures
from ioninv.domain.attachments.files import (
    digest,
    refuse_full_disk,
    stage,
    sync,
    thumbnail_path,
    told_when_full,
)
from ioninv.domain.attachments.naming import file_name, size_text
from ioninv.domain.attachments.sniffing import media_type
from ioninv.errors import Invalid

SMALL = 64
MIDDLE = 256


@dataclass(frozen=True)
class Upload:
    """A whole file, checked and waiting in staging. `given` is the hash of what was sent; it
    differs from `sha256` where an image was written anew. Width and height mean it can be shown.
    """

    path: Path
    name: str
    media_type: str
    size: int
    sha256: str
    given: str
    width: int | None = None
    height: int | None = None
    written_anew: bool = False


class Incoming:
    """Takes a file block by block, never more of it than `cap` bytes.

    with Incoming(folder, "drawing.pdf", cap) as incoming:
        incoming.write(block)
        upload = incoming.finish()
        attach(session, actor, entity, id, upload)

    At the end of the block what was staged is gone, attached or not.
    """

    def __init__(self, folder: Path, name: str, cap: int) -> None:
        self._folder, self._name, self._cap = folder, file_name(name), cap
        self._size = 0
        self._hash = hashlib.sha256()
        self._staged: list[Path] = []

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        refuse_full_disk(self._folder, 0)
        self._path = self._stage()
        self._file = self._path.open("wb")
        return self

    def __exit__(self, *_error: Any) -> None:
        self._file.close()
        for path in self._staged:
            path.unlink(missing_ok=True)

    def expect(self, size: int) -> None:
        """What the sender says the size will be. Raises Invalid when it is too large, Conflict when
        there is no room for it.
        """
        self._refuse_larger(size)
        refuse_full_disk(self._folder, size)

    def write(self, block: bytes) -> None:
        """Raises Invalid as soon as it is too large, Conflict when the disk is full."""
        self._size += len(block)
        self._refuse_larger(self._size)
        refuse_full_disk(self._folder, len(block))
        self._hash.update(block)
        with told_when_full():
            self._file.write(block)

    def finish(self, as_image: bool = False) -> Upload:
        """The whole file. `as_image` writes it anew as a picture of at most 1,600 pixels a side.

        Raises Invalid when it is empty, or no picture where one is wanted.
        """
        if not self._size:
            raise Invalid(f"{self._name} is empty. Choose another file.", "file")
        with told_when_full():
            sync(self._file)
        self._file.close()
        given = self._hash.hexdigest()
        found = media_type(self._path, self._name)
        upload = Upload(self._path, self._name, found, self._size, given, given)
        return self._as_image(upload) if as_image else self._measured(upload)

    def _measured(self, upload: Upload) -> Upload:
        """With width and height where it can be shown. Its small pictures are made on the way."""
        if upload.media_type not in pictures.TYPES:
            return upload
        target = thumbnail_path(self._folder, upload.sha256, MIDDLE)
        try:
            width, height = _picture_beside(upload.path, upload.media_type, target, MIDDLE).of
        except Invalid:
            # It is kept as the file that it is, and not shown.
            return upload
        return replace(upload, width=width, height=height)

    def _as_image(self, upload: Upload) -> Upload:
        if upload.media_type not in pictures.TYPES:
            raise Invalid(
                f"{upload.name} is not an image that can be shown. "
                "Choose a JPEG, PNG, WebP, GIF or BMP.",
                "file",
            )
        path = self._stage()
        with told_when_full():
            written = pictures.write_anew(upload.path, upload.media_type, path, pictures.FULL)
            with path.open("rb+") as file:
                sync(file)
        width, height = written.size
        stem = upload.name.rpartition(".")[0] or upload.name
        return Upload(
            path=path,
            name=file_name(stem + pictures.ENDING),
            media_type=pictures.WRITTEN,
            size=path.stat().st_size,
            sha256=digest(path),
            given=upload.given,
            width=width,
            height=height,
            written_anew=True,
        )

    def _stage(self) -> Path:
        path = stage(self._folder)
        self._staged.append(path)
        return path

    def _refuse_larger(self, size: int) -> None:
        if size > self._cap:
            raise Invalid(
                f"{self._name} is too large: at most {size_text(self._cap)} are taken. "
                "Make it smaller, or keep it elsewhere and note where.",
                "file",
            )


def _picture_beside(source: Path, found: str, target: Path, side: int) -> pictures.Written:
    """Write a thumbnail to its place, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = stage(target.parents[2])
    try:
        with told_when_full():
            written = pictures.write_anew(source, found, unfinished, side)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return written


def make_thumbnail(folder: Path, sha256: str, source: Path, found: str, side: int) -> Path:
    """The thumbnail of a picture, made now where it was not made before. Raises Invalid."""
    target = thumbnail_path(folder, sha256, side)
    if not target.exists():
        _picture_beside(source, found, target, side)
    return target
