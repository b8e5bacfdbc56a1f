"""What comes in is bounded, named, typed by its content, and pictures are written anew."""

import io
import os
import re
import struct
import zipfile
import zlib
from uuid import uuid4

import pytest
from PIL import Image

from ioninv.domain import attachments, parts
from ioninv.domain.accounts import first_user
from ioninv.domain.attachments import Incoming, files
from ioninv.domain.attachments.naming import file_name, size_text
from ioninv.errors import Conflict, Invalid
from ioninv.vocabulary import Entity, Source
from tests.domain.attachments.conftest import CAP, picture


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is huge, in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("drawing.pdf", "drawing.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\..\\a b.txt", "a b.txt"),
        ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie: x=1.txt"),
        ("gpj.\u202etxt.exe", "gpj.txt.exe"),
        ("a\0b.pdf", "ab.pdf"),
        ("🔩 Schraube ÄÖ.pdf", "🔩 Schraube ÄÖ.pdf"),
        ("..", "file"),
        ("", "file"),
        ("x" * 10_000 + ".pdf", "x" * 146 + ".pdf"),
        ("y" * 10_000, "y" * 150),
        (".htaccess", "htaccess"),
    ],
)
def test_a_name_loses_its_folders_and_what_cannot_be_seen(given, kept):
    assert file_name(given) == kept


@pytest.mark.parametrize(
    ("size", "said"),
    [(1, "1 byte"), (999, "999 bytes"), (1_200_000, "1.2 MB"), (25_000_000, "25 MB"),
     (999_960, "1 MB"), (3_000_000_000, "3 GB")],
)  # fmt: skip
def test_a_size_is_told_as_people_read_it(size, said):
    assert size_text(size) == said


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (b"%PDF-1.7\n", "x.txt", "application/pdf"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "x.png", "text/html"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "x.png", "image/svg+xml"),
        (b'<?xml version="1.0"?>\n<!-- x -->\n<svg onload="x()"/>', "x", "image/svg+xml"),
        (b"BM is what this text begins with", "x.bmp", "text/plain"),
        (b"part,serial\nA,1\n", "x.csv", "text/csv"),
        (b"part,serial\nA,1\n", "x.exe", "text/plain"),
        ("Größe, Maß und Zahl".encode("latin-1"), "x.txt", "text/plain"),
        ("Größe\n".encode("utf-16"), "x.txt", "text/plain"),
        ("ä".encode() * 5_000, "x.txt", "text/plain"),
        (bytes(range(256)), "x.pdf", "application/octet-stream"),
        (archive("a.txt"), "x.docx", "application/zip"),
        (b"PK\x03\x04 and no more", "x.zip", "application/zip"),
        (b"ISO-10303-21;\nHEADER;", "x.stp", "model/step"),
        (b"\0" * 80 + b"\1\0\0\0" + b"\0" * 50, "x.stl", "model/stl"),
        (picture("GIF") + b"<script>alert(1)</script>", "x.html", "image/gif"),
    ],
)  # fmt: skip
def test_a_file_is_what_is_in_it_whatever_it_is_called(bring, content, name, found):
    assert bring(content, name).media_type == found


def test_an_office_document_is_known_by_what_is_in_it(bring):
    content = archive("[Content_Types].xml", "xl/workbook.xml")

    assert bring(content, "x.zip").media_type.endswith("spreadsheetml.sheet")


def test_an_empty_file_and_one_byte_too_many_are_refused(folder, bring):
    with pytest.raises(Invalid, match=r"drawing\.pdf is empty"):
        bring(b"")
    assert bring(b"x" * CAP).size == CAP
    with pytest.raises(Invalid, match=r"too large: at most 1 MB are taken"):
        bring(b"x" * (CAP + 1))
    with Incoming(folder, "x", CAP) as incoming, pytest.raises(Invalid, match="too large"):
        incoming.expect(CAP + 1)


def test_a_full_disk_is_told_before_the_database_has_no_room(folder, monkeypatch):
    class Full:
        f_bavail, f_frsize = 1_000, 4_096

    monkeypatch.setattr(files.os, "statvfs", lambda _folder: Full)

    with pytest.raises(Conflict, match="disk of the server is full"), Incoming(folder, "x", CAP):
        pass


def test_what_was_staged_is_gone_at_the_end(folder):
    with Incoming(folder, "x", CAP) as incoming:
        incoming.write(picture())
        assert incoming.finish(as_image=True).written_anew

    assert list((folder / "files" / "staging").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bomb(50_000, 50_000), "too many pixels"),
        (bomb(6_000, 5_000), re.escape("6,000 × 5,000 pixels")),
        (bomb(300, 300), "damaged"),
        (picture("JPEG")[:700], "damaged"),
        (b"\xff\xd8\xff\xe0 no picture", "damaged"),
        (b"<!doctype html><script>", "not an image that can be shown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not an image that can be shown"),
        (b"%PDF-1.4", "not an image that can be shown"),
    ],
    ids=["a bomb", "large", "cut", "truncated", "magic", "html", "svg", "pdf"],
)
def test_what_is_no_picture_is_no_image_of_a_part(bring, content, words):
    with pytest.raises(Invalid, match=words):
        bring(content, "x.png", as_image=True)


def test_a_damaged_picture_can_be_a_file_that_is_not_shown(bring):
    upload = bring(picture("JPEG")[:700], "x.jpg")

    assert (upload.media_type, upload.width) == ("image/jpeg", None)


def test_an_image_is_turned_upright_and_keeps_nothing_but_the_picture(bring):
    exif = Image.Exif()
    exif[274], exif[0x8825] = 6, {1: "N"}
    content = picture("JPEG", (400, 200), exif=exif, icc_profile=b"profile", comment=b"secret")

    upload = bring(content, "IMG 1.jpeg", as_image=True)

    with Image.open(upload.path) as seen:
        assert (seen.format, seen.size) == ("WEBP", (200, 400))
        assert not set(seen.info) & {"exif", "icc_profile", "xmp", "comment"}
        # Red was above; a quarter turn to the right puts it at the right.
        red, _, blue = seen.convert("RGB").getpixel((190, 200))
        assert red > 200 > 60 > blue
    assert (upload.name, upload.width, upload.height) == ("IMG 1.webp", 200, 400)
    assert b"secret" not in upload.path.read_bytes()


def test_an_image_is_made_small_enough_and_keeps_what_is_transparent(bring):
    made = Image.new("RGBA", (3_000, 1_000), (0, 0, 0, 0))
    out = io.BytesIO()
    made.save(out, "PNG")

    upload = bring(out.getvalue(), as_image=True)

    with Image.open(upload.path) as seen:
        assert (seen.mode, seen.size) == ("RGBA", (1_600, 533))
        assert seen.getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("mode", ["L", "P", "1", "I;16", "LA", "CMYK"])
def test_every_kind_of_colour_is_taken(bring, mode):
    out = io.BytesIO()
    Image.new(mode, (40, 40)).save(out, "JPEG" if mode == "CMYK" else "PNG")

    assert bring(out.getvalue(), as_image=True).width == 40


def test_a_picture_that_is_a_file_stays_as_it_is_and_can_be_shown(bring, folder):
    content = picture("PNG", (900, 600))

    upload = bring(content, "damage.png")

    assert upload.path.read_bytes() == content
    assert (upload.width, upload.height) == (900, 600)
    (made,) = folder.glob("thumbnails/*/*-256.webp")
    with Image.open(made) as seen:
        assert seen.size == (256, 171)
        above, below = (seen.convert("RGB").getpixel((128, y)) for y in (10, 160))
        assert (above[0] > 200 > 60 > above[2], below[2] > 200 > 60 > below[0]) == (True, True)


def test_a_transaction_that_fails_leaves_no_file_of_its_own(database, bring, stored):
    upload = bring(b"once")

    def attach(*, fails: bool) -> None:
        with database.writing() as session:
            keeper = first_user(session, Source.SCREEN)
            part = parts.create(session, keeper, parts.PartForm(part_number=uuid4().hex))
            attachments.attach(session, keeper, Entity.PART, part.id, upload)
            assert len(stored()) == 1
            if fails:
                raise RuntimeError

    with pytest.raises(RuntimeError):
        attach(fails=True)
    assert stored() == []
    attach(fails=False)
    with pytest.raises(RuntimeError):
        attach(fails=True)
    assert len(stored()) == 1


def test_what_a_killed_server_left_is_swept_when_it_is_old(session, folder):
    old, young = files.stage(folder), files.stage(folder)
    for path in (old, young):
        path.write_bytes(b"half")
    target = files.path_of(folder, files.digest(old))
    target.parent.mkdir()
    os.link(old, target)
    os.utime(old, (0, 0))

    files.sweep(session)

    assert (old.exists(), target.exists(), young.exists()) == (False, False, True)
