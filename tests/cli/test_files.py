"""import, export, demo, find and verify, as they are typed."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ioninv.cli import app
from ioninv.config import ROOT, get_settings
from ioninv.db import open_database
from ioninv.domain.house import house

DONE, REFUSED, WRONG_USAGE, STOPPED = 0, 1, 2, 130
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    new_house: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> Iterator[Run]:
    """run("export", "parts") → exit status, what stands on stdout, what on stderr."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / new_house.name).write_bytes(new_house.read_bytes())
    monkeypatch.setenv("IONINV_DATA", str(folder))
    get_settings.cache_clear()
    house.cache_clear()

    def typed(*words: str) -> tuple[int, str, str]:
        status = DONE
        try:
            app.main(list(words))
        except SystemExit as ended:
            status = int(ended.code or 0)
        said = capsysbinary.readouterr()
        return status, said.out.decode(), said.err.decode()

    yield typed
    house.cache_clear()
    get_settings.cache_clear()


@pytest.fixture
def stock(tmp_path: Path) -> str:
    path = tmp_path / "stock.csv"
    path.write_text(
        "UID,Part Number,Serial,Location,Status,Colour\n"
        "ABCD2345,BRKT-001,SN-1,Hall/Bin 1,,red\nABCD2346,BRKT-001,SN-2,Hall/Bin 1,On order,red\n"
    )
    return str(path)


def test_an_import_says_what_it_did(run: Run, stock: str):
    status, out, err = run("import", stock)

    assert (status, err) == (DONE, "")
    assert out.splitlines() == [
        "Items      2 created",
        "Statuses   1 on order, 1 available",
        "2 locations that rows name created: Hall, Hall / Bin 1",
        "1 part that rows name created: BRKT-001",
        'stock.csv: left out Colour. To say what a column means: --map "Header=field".',
        "To keep what is left out of stock.csv, define attributes of items with those names in "
        "Settings first.",
    ]


def test_a_second_import_says_that_nothing_changed(run: Run, stock: str):
    run("import", stock)

    status, out, _ = run("import", stock, "--map", "Colour=")

    assert status == DONE
    assert out.splitlines() == [
        "Items      2 unchanged",
        "Statuses   1 on order, 1 available",
        "Nothing changed.",
    ]


def test_a_dry_run_stores_nothing(run: Run, stock: str):
    status, out, _ = run("import", "--dry-run", stock)

    assert status == DONE
    assert "Items      2 would be created" in out
    assert out.endswith("Nothing was stored: this was a dry run.\n")
    assert run("export")[1].count("\n") == 1


def test_a_file_without_rows_is_told(run: Run, tmp_path: Path):
    path = tmp_path / "parts.csv"
    path.write_text("Part Number,Name\n,\n")

    status, out, _ = run("import", str(path))

    assert status == DONE
    assert out.splitlines() == ["parts.csv has no rows below its header.", "Nothing changed."]


@pytest.mark.parametrize("words", [("import",), ("import", "--dry-run")])
def test_who_stops_an_import_is_told_that_nothing_was_stored(
    run: Run, stock: str, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
):
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ioninv.cli.imports._progress", stopped)

    status, out, err = run(*words, stock)

    assert (status, out) == (STOPPED, "")
    assert err.strip() == "Nothing was stored."
    assert run("export")[1].count("\n") == 1


def test_a_script_reads_what_an_import_did(run: Run, stock: str):
    _, out, _ = run("import", stock, "--json")

    told = json.loads(out)
    assert told["created"] == {"items": 2}
    assert told["statuses"] == {"on_order": 1, "available": 1}
    assert told["references"]["parts"] == ["BRKT-001"]


def test_what_is_wrong_is_told_by_row_and_column(run: Run, tmp_path: Path):
    path = tmp_path / "bad.csv"
    path.write_text("Part Number,Quantity\nA,x\nA,-1\n")

    status, out, err = run("import", str(path))

    assert (status, out) == (REFUSED, "")
    assert [line.partition(":")[0] for line in err.splitlines()] == [
        "bad.csv, row 2, column Quantity",
        "bad.csv, row 3, column Quantity",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "nowhere.csv"), "There is no file nowhere.csv."),
        (("import", "x.csv", "--kind", "frobs"), "--kind “frobs” is not known."),
        (("import", "x.csv", "--map", "Menge"), "must be like “Header=field”."),
        (("export", "frobs"), "There is no “frobs” to export."),
        (("export", "--where", "status=frob"), "There is no status “frob”."),
        (
            ("export", "purchase-lines", "--where", "state=frob"),
            "There is no state “frob” of orders.",
        ),
        (("export", "purchase-lines", "--sort", "frob"), "Orders cannot be sorted by “frob”."),
        (("export", "--sort", "frob"), "Items cannot be sorted by “frob”."),
        (("export", "-o", "/nowhere/at/all.csv"), "cannot be written"),
        (("find", "frob"), "Nothing is called “frob”."),
    ],
)
def test_a_refusal_is_a_sentence(run: Run, words: tuple[str, ...], said: str):
    status, out, err = run(*words)

    assert (status, out) == (REFUSED, "")
    assert said in err


@pytest.mark.parametrize("words", [("import",), ("find",), ("export", "a", "b")])
def test_wrong_usage_is_said(run: Run, words: tuple[str, ...]):
    assert run(*words)[0] == WRONG_USAGE


def test_a_column_can_be_named(run: Run, tmp_path: Path):
    path = tmp_path / "lager.csv"
    path.write_text("Artikel;Menge\nA;3\n")

    status, out, _ = run(
        "import",
        str(path),
        "--kind",
        "items",
        "--map",
        "Artikel=Part Number",
        "--map=Menge=quantity",
    )

    assert status == DONE
    assert "Items      1 created" in out


def test_what_is_exported_can_be_imported(run: Run, stock: str, tmp_path: Path):
    run("import", stock)
    path = tmp_path / "out.csv"

    assert run("export", "--where", "?status=on_order&sort=serial", "-o", str(path))[0] == DONE

    assert path.read_text("utf-8-sig").count("\n") == 2
    assert [each.name for each in tmp_path.iterdir() if "out.csv" in each.name] == ["out.csv"]
    assert "1 unchanged" in run("import", str(path))[1]


def test_an_export_stands_on_the_terminal(run: Run, stock: str):
    run("import", stock)

    _, out, _ = run("export", "locations")

    assert [line.partition(",")[0] for line in out.splitlines()] == [
        "\ufeffPath",
        "Hall",
        "Hall / Bin 1",
    ]


def test_all_means_voided_items_too(run: Run, tmp_path: Path):
    path = tmp_path / "stock.csv"
    path.write_text("Part Number,Quantity,Status\nA,1,Voided\n")
    run("import", str(path))

    assert run("export")[1].count("\n") == 1
    assert run("export", "--all")[1].count("\n") == 2


def test_the_demo_comes_once(run: Run):
    first, second = run("demo")[1], run("demo")[1]

    assert "Items      1,106 created" in first
    assert (
        "1,032 available, 21 in progress, 28 installed, 11 unavailable, 14 shipped"
        in first.replace("Statuses   ", "")
    )
    assert second.endswith("Nothing changed.\n")


def test_find_says_where_it_is(run: Run, stock: str):
    run("import", stock)

    assert run("find", "sn-2")[1].splitlines()[0].startswith("On order     SN-2  BRKT-001")
    (found, *_) = json.loads(run("find", "SN-1", "--json")[1])
    assert (found["status"], found["exact"]) == ("available", True)
    assert run("find", "Bin 1")[1].splitlines()[0].startswith("Location     Bin 1")


def test_verify_tells_every_invariant(run: Run, stock: str):
    run("import", stock)

    status, out, _ = run("verify")

    assert status == DONE
    assert all(line.startswith("ok ") for line in out.splitlines())
    assert any("no item disappears" in line and " 2 " in line for line in out.splitlines())
    assert {each["name"] for each in json.loads(run("verify", "--json")[1])} >= {"I1", "I12"}


def test_verify_finds_what_is_broken(run: Run, stock: str):
    run("import", stock)
    database = open_database(get_settings().data)
    with database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE inventory_item SET status = 9")
    database.close()

    status, out, _ = run("verify")

    assert status == REFUSED
    assert "BAD  I12" in out


def test_progress_goes_to_a_terminal_alone(run: Run, stock: str, monkeypatch: pytest.MonkeyPatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)

    run("import", stock)

    assert "Checking stock.csv: 2 rows" in terminal.getvalue()
    assert "[##############################] 2 of 2" in terminal.getvalue()


def test_the_demo_says_where_it_is_from():
    folder = ROOT / "ioninv" / "demo"
    assert "MIT License" in (folder / "inventree" / "LICENSE").read_text()
    assert "inventree/demo-dataset" in (folder / "README.md").read_text()


def test_attributes_are_defined_and_listed(run: Run, stock: str):
    status, out, _ = run(
        "attribute", "add", "Colour", "--kind", "choice", "--choice", "red", "--choice", "blue"
    )
    assert (status, out) == (DONE, "Items have the attribute Colour (choice) now.\n")
    assert (
        run("attribute", "add", "Mass", "--for", "parts", "--kind", "number", "--unit", "g")[0]
        == DONE
    )

    assert "left out" not in run("import", stock)[1]
    _, out, _ = run("attribute", "list")
    assert [line.split() for line in out.splitlines()] == [
        ["Parts", "Mass", "Number", "0", "used", "g"],
        ["Items", "Colour", "Choice", "2", "used", "red,", "blue"],
    ]
    _, out, _ = run("export", "items", "--where", "a1=red", "--sort", "a1")
    assert [row["Colour"] for row in csv.DictReader(io.StringIO(out))] == ["red", "red"]
    assert run("attribute", "add", "Serial")[::2] == (
        REFUSED,
        "“Serial” is a field that items have already.\n",
    )
    assert run("attribute", "add", "X", "--for", "rooms")[0] == REFUSED
    for more in (["--unit", "mm"], ["--choice", "red"], ["--kind", "number", "--choice", "red"]):
        assert run("attribute", "add", "X", *more)[0] == REFUSED
    assert "X" not in run("attribute", "list")[1]
