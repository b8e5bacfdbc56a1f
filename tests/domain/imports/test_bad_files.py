"""Files as they come: each is imported exactly, or refused whole with its row and column."""

import csv
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from ioninv.domain.imports import FileGiven, files
from ioninv.errors import Invalid

HEADER = "Part Number,Serial,Lot,Quantity,Location,Note"
BIG = 131_073


def rows(*lines: str, header: str = HEADER, end: str = "\n") -> str:
    return end.join([header, *lines]) + end


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


NOT_TEXT = [
    ("empty", b"", "is empty"),
    ("nothing but blank lines", b"\n\n", "no header"),
    ("nothing but a mark", b"\xef\xbb\xbf", "no header"),
    ("UTF-16 without its mark", rows("A,,,1,,").encode("utf-16-le"), r"row 1: .* NUL"),
    ("Shift-JIS", rows("コネクタ,,,1,,").encode("shift_jis"), r"row 2: .* neither UTF-8 nor"),
    ("Shift-JIS kanji", rows("抵抗,,,1,,").encode("shift_jis"), r"row 2: .* neither UTF-8 nor"),
    ("Windows-1251", rows("Болт,,,1,,").encode("cp1251"), r"row 2: .* neither UTF-8 nor"),
    ("GBK", rows("A,,,1,,", "电阻,,,1,,").encode("gbk"), r"row 3: .* neither UTF-8 nor"),
    ("invalid UTF-8", rows("A,,,1,,").encode() + b"B\xed\xa0\x80,,,1,,\n", r"row 3: .* neither"),
    ("half a character", rows("A,,,1,,").encode() + b"\xe2\x82", r"row 3: .* neither"),
    ("NUL", rows("A\0,,,1,,").encode(), r"row 2: .* NUL"),
    ("a spreadsheet", archive(), "spreadsheet or a zip"),
    ("an old spreadsheet", b"\xd0\xcf\x11\xe0" + bytes(600), "old spreadsheet"),
    ("compressed", b"\x1f\x8b\x08" + bytes(60), "compressed"),
    ("a web page", b"\n<!DOCTYPE html><html><body>no</body></html>", "web page"),
    ("a program", b"\x7fELF\x02\x01\x01\0\0\0", "NUL"),
    ("UTF-32", rows("A,,,1,,").encode("utf-32"), "UTF-32"),
    ("UTF-16 cut short", rows("A,,,1,,").encode("utf-16")[:-1], "cannot be read"),
]

BAD_TABLES = [
    ("an unclosed quote", rows("A,,,1,,", 'B,"S,,1,,'), r"row 3: a quote is opened"),
    ("text after a quote", rows('A,"S"x,,1,,'), r"row 2: text follows"),
    ("a giant cell", rows(f"A,,,1,,{'x' * BIG}"), r"row 2: a cell has more than 131,072"),
    ("a giant line", rows("A,,,1,," + "x" * 1_000_001), r"row 2: .* more than 1,000,000"),
    (
        "ten thousand columns",
        rows(header=",".join(f"c{n}" for n in range(10_000))),
        "10,000 columns",
    ),
    ("two columns of one name", rows(header="Part Number,Quantity,quantity "), "stands twice"),
    ("two columns of one meaning", rows(header="Part Number,Quantity,Qty"), "both mean Quantity"),
    ("no part", rows("1", header="Quantity,Note"), "not clear what"),
    ("the version", rows(header="Part Number,Quantity,Version"), "column Version cannot"),
    ("a role", rows(header="Part Number,Quantity,role"), "column role cannot"),
    ("a history", rows(header="Part Number,Quantity,History"), "column History cannot"),
    ("a row too short", rows("A,,,1"), r"row 2: it has 4 cells, the header has 6"),
    ("a row too long", rows("A,,,1,,,x"), r"row 2: it has 7 cells"),
    ("nothing known", rows("1,2", header="Foo,Bar"), "not clear what"),
]

BAD_CELLS = [
    ("quantity -1", rows("A,,,-1,,"), "row 2, column Quantity: .* negative"),
    ("quantity 0", rows("A,,,0,,"), "row 2, column Quantity: .* more than 0"),
    ("half a piece", rows("A,,,1.5,,"), "row 2, column Quantity: .* whole units"),
    ("1e3", rows("A,,,1e3,,"), "row 2, column Quantity: .* not a number"),
    ("NaN", rows("A,,,NaN,,"), "row 2, column Quantity: .* not a number"),
    ("infinity", rows("A,,,inf,,"), "row 2, column Quantity: .* not a number"),
    ("10^40", rows(f"A,,,{10**40},,"), "row 2, column Quantity: .* at most"),
    ("seven places", rows("A,,,0.1234567,,"), "row 2, column Quantity: .* six|6 decimal"),
    ("1.234,5", rows('A,,,"1.234,5",,'), "row 2, column Quantity: .* not a number"),
    ("a decimal comma", rows("A;;;12,5;;", header=HEADER.replace(",", ";")), "column Quantity"),
    ("Arabic digits", rows("A,,,١٢,,"), "row 2, column Quantity: .* not a number"),
    ("a shortened number", rows('A,,,"1,23E+12",,'), "row 2, column Quantity: .* not a number"),
    ("a shortened serial", rows("A,1.23E+12,,1,,"), "row 2, column Serial: .* shortened"),
    ("a shortened number, commas", rows('A,"1,23E+12",,1,,'), "row 2, column Serial: .* short"),
    ("no quantity", rows("A,,,,,"), "row 2, column Quantity: Quantity is missing"),
    ("no part number", rows(",S,,1,,"), "row 2, column Part Number: .* part must be given"),
    ("a serial of two", rows("A,S,,2,,"), "row 2, column Quantity: A serial means quantity 1"),
    ("a serial twice", rows("A,S,,1,,", "A,S,,1,,"), "row 3, column Serial: .* already in row 2"),
    ("case apart", rows("A,sn-1,,1,,", "a,SN-1,,1,,"), "row 3, column Serial: .* already in row 2"),
    ("blanks apart", rows("A,S 1,,1,,", "A, S  1 ,,1,,"), "row 3, column Serial: .* in row 2"),
    ("accents apart", rows("A,é,,1,,", "A,e\u0301,,1,,"), "row 3, column Serial: .* in row 2"),
    ("invisible apart", rows("A,S1,,1,,", "A,S\u200b1,,1,,"), "row 3, column Serial: .* in row 2"),
    (
        "a flood of marks",
        rows("A,e" + "\u0301" * 400 + ",,1,,"),
        "row 2, column Serial: .* too long",
    ),
    ("a long serial", rows(f"A,{'S' * 101},,1,,"), "row 2, column Serial: .* too long"),
    ("a long note", rows(f"A,,,1,,{'x' * 2001}"), "row 2, column Note: .* too long"),
    ("a path with a hole", rows("A,,,1,Factory//Shelf,"), "row 2, column Location: .* missing"),
    ("a path too deep", rows(f"A,,,1,{'/'.join('x' * 21)},"), "row 2, column Location: .* deep"),
    (
        "a day that spreadsheets write",
        rows("A,1,03.05.2026", header="Part Number,Quantity,Expires On"),
        "row 2, column Expires On: .* not a date",
    ),
    (
        "a receipt in the future",
        rows("A,1,2999-01-01", header="Part Number,Quantity,Received At"),
        "row 2, column Received At: .* in the future",
    ),
    (
        "a status of nobody",
        rows("A,1,Exploded", header="Part Number,Quantity,Status"),
        "row 2, column Status: .* not known",
    ),
    (
        "installed in nothing",
        rows("A,1,Installed", header="Part Number,Quantity,Status"),
        "row 2, column Status: Installed in what",
    ),
    (
        "kitted",
        rows("A,1,Kitted", header="Part Number,Quantity,Status"),
        "row 2, column Status: In which kit",
    ),
    (
        "installed in what is not there",
        rows("A,1,99", header="Part Number,Quantity,Installed In"),
        "row 2, column Installed In: There is no item 99",
    ),
    (
        "installed in itself",
        rows("7,A,1,7", header="ID,Part Number,Quantity,Installed In"),
        "row 2, column Installed In: It names the item itself",
    ),
    (
        "a ring",
        rows("7,A,1,8", "8,A,1,7", header="ID,Part Number,Quantity,Installed In"),
        "row 2, column Installed In: .* in itself",
    ),
    (
        "an ID twice",
        rows("7,A,1", "7,A,1", header="ID,Part Number,Quantity"),
        "row 3, column ID: 7 stands already in row 2",
    ),
    (
        "a UID twice",
        rows("ABCD2345,A,1", "abcd2345,A,1", header="UID,Part Number,Quantity"),
        "row 3, column UID: .* already in row 2",
    ),
    ("a UID that is none", rows("x,A,1", header="UID,Part Number,Quantity"), "row 2, column UID"),
    (
        "another unit",
        rows("A,1,m", "A,1,kg", header="Part Number,Quantity,Unit"),
        "row 3, column Unit: A is kept in m, not in kg",
    ),
    ("bad until the last row", rows(*["A,,,1,,"] * 300, "A,,,x,,"), "row 302, column Quantity"),
]


@pytest.mark.parametrize(
    ("data", "said"), [case[1:] for case in NOT_TEXT], ids=[c[0] for c in NOT_TEXT]
)
def test_what_is_no_table_is_refused(load, there, data, said):
    with pytest.raises(Invalid, match=said):
        load(stock=data)

    assert there("SELECT count(*) FROM change_set WHERE verb = 'imported'") == [0]


@pytest.mark.parametrize(
    ("text", "said"),
    [case[1:] for case in BAD_TABLES + BAD_CELLS],
    ids=[case[0] for case in BAD_TABLES + BAD_CELLS],
)
def test_what_cannot_be_right_is_refused_whole(load, there, text, said):
    with pytest.raises(Invalid, match=said):
        load(stock=text)

    assert there("SELECT (SELECT count(*) FROM inventory_item) + (SELECT count(*) FROM part)") == [
        0
    ]


GOOD = [
    ("nothing but a header", rows(), []),
    ("UTF-8 with its mark", b"\xef\xbb\xbf" + rows("Ä,,,1,,").encode(), ["Ä"]),
    ("UTF-16", rows("Ä€,,,1,,").encode("utf-16"), ["Ä€"]),
    ("UTF-16, the other way", b"\xfe\xff" + rows("Ω,,,1,,").encode("utf-16-be"), ["Ω"]),
    ("Windows-1252", rows("Größe 5 €,,,1,,").encode("cp1252"), ["Größe 5 €"]),
    ("returns alone", rows("A,,,1,,", "B,,,1,,", end="\r"), ["A", "B"]),
    ("all line ends", f"{HEADER}\r\nA,,,1,,\nB,,,1,,\rC,,,1,,\r\n", ["A", "B", "C"]),
    ("no line end", rows("A,,,1,,").rstrip(), ["A"]),
    ("semicolons", rows("A,,,1,,").replace(",", ";"), ["A"]),
    ("tabs", rows("A,,,1,,").replace(",", "\t"), ["A"]),
    ("a sep line", "sep=;\n" + rows("A,,,1,,").replace(",", ";"), ["A"]),
    ("a sep line of a German Excel", '"sep=\t"\r\n' + rows("A,,,1,,").replace(",", "\t"), ["A"]),
    ("blank rows", rows("A,,,1,,", ",,,,,", "", "B,,,1,,"), ["A", "B"]),
    ("commas at the end", rows("A,,,1,,,,,"), ["A"]),
    ("headers in other words", rows("A,1", header="part_number , QTY"), ["A"]),
    ("script", rows("<script>alert(1)</script>,,,1,,"), ["<script>alert(1)</script>"]),
    ("a formula", rows("\"=cmd|' /C calc'!A0\",,,1,,"), ["=cmd|' /C calc'!A0"]),
    ("a formula of ours", rows("'=1+1,,,1,,"), ["=1+1"]),
    ("a quote mark of somebody else's", rows("'x,,,1,,"), ["'x"]),
    (
        "plus, at, full-width",
        rows("+1,,,1,,", "@a,,,1,,", "\uff1d1,,,1,,"),
        ["+1", "@a", "\uff1d1"],
    ),
    ("direction and invisible", rows("A\u202eB\u200b,,,1,,"), ["AB"]),
    ("pictures", rows("🔧,,,1,,"), ["🔧"]),
    ("leading zeros", rows("00042,,,1,,"), ["00042"]),
]


@pytest.mark.parametrize(("data", "parts"), [case[1:] for case in GOOD], ids=[c[0] for c in GOOD])
def test_what_can_be_read_is_imported_exactly_and_only_once(load, there, data, parts):
    load(stock=data)

    assert there("SELECT part_number FROM part ORDER BY id") == parts
    assert there("SELECT count(*) FROM inventory_item") == [len(parts)]
    assert load(stock=data).change_set is None


def test_lines_in_a_note_are_kept_and_count_as_one_row(load, there):
    with pytest.raises(Invalid, match="row 3, column Quantity"):
        load(stock=rows('A,,,1,,"one\ntwo"', "B,,,x,,"))

    load(stock=rows('A,,,1,,"one\r\ntwo"', "B,,,1,,"))

    assert there("SELECT note FROM inventory_item ORDER BY id") == ["one\ntwo", ""]


def test_every_problem_is_told_at_once_up_to_a_hundred(load):
    with pytest.raises(Invalid) as refusal:
        load(stock=rows("A,,,x,,", "A,S,,2,,", ",,,1,,"))

    assert [problem.message.partition(":")[0] for problem in refusal.value.problems] == [
        "stock.csv, row 2, column Quantity",
        "stock.csv, row 3, column Quantity",
        "stock.csv, row 4, column Part Number",
    ]
    with pytest.raises(Invalid) as refusal:
        load(stock=rows(*["A,,,x,,"] * 500))
    assert len(refusal.value.problems) == 100


def test_what_the_file_was_taken_for_is_told(load):
    assert load(stock=rows("Größe,,,1,,").encode("cp1252")).notices == [
        "stock.csv was read as Windows-1252."
    ]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(load, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_FILE", 1_000)
    path = tmp_path / "stock.csv"
    with path.open("wb") as stream:
        stream.truncate(1_001)

    with pytest.raises(Invalid, match="too large"):
        load(FileGiven("stock.csv", path))


def test_a_line_without_end_takes_little_memory(load, tmp_path):
    path = tmp_path / "stock.csv"
    with path.open("wb") as stream:
        stream.write(HEADER.encode() + b"\nA,,,1,,")
        for _ in range(64):
            stream.write(b"x" * 2**20)

    tracemalloc.start()
    with pytest.raises(Invalid, match=r"row 2: .* more than 1,000,000"):
        load(FileGiven("stock.csv", path))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 32 * 2**20


def test_a_file_that_is_not_there_or_no_file_is_said(load, tmp_path):
    with pytest.raises(Invalid, match=r"no file stock\.csv"):
        load(FileGiven("stock.csv", tmp_path / "stock.csv"))
    with pytest.raises(Invalid, match="cannot be read"):
        load(FileGiven("folder", Path(tmp_path)))
    with pytest.raises(Invalid, match="Name a file"):
        load()


def test_checking_leaves_the_limits_of_csv_as_they_are(load):
    before = csv.field_size_limit()

    load(stock=rows("A,,,1,,"))

    assert csv.field_size_limit() == before
