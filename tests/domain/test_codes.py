"""How names, serials and lots are cleaned, compared and ordered."""

import pytest

from ioninv import codes


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  SN  1 ", "SN 1"),
        ("a\u200bb\u202ec", "abc"),
        ("line\r\nbreak", "line break"),
        ("e\u0301", "\u00e9"),
        ("\x00", ""),
        ("👩\u200d🔧", "👩\u200d🔧"),
        ("\ud800x", "x"),
    ],
)
def test_cleaning_takes_away_what_cannot_be_seen(text, cleaned):
    assert codes.clean(text) == cleaned


@pytest.mark.parametrize(("one", "other"), [("SN-1", " sn-1 "), ("\u00e9", "E\u0301"), ("ß", "SS")])
def test_names_that_look_alike_are_the_same(one, other):
    assert codes.key(one) == codes.key(other)


def test_a_search_ignores_dashes_blanks_and_case():
    assert codes.code("R_10K 0402-1%") == codes.code("r10k04021%")


def test_natural_order_counts():
    assert sorted(["SN-10", "SN-9", "SN-2", "sn-1"], key=codes.natural) == [
        "sn-1",
        "SN-2",
        "SN-9",
        "SN-10",
    ]


def test_marks_that_a_scanner_puts_before_a_code_are_cut():
    assert codes.scanned("]C1SN\x1d-1\r\n") == "SN-1"
    assert codes.scanned("  ]d2 SN-1") == "SN-1"
    assert codes.scanned("]C") == "]C"
    assert codes.scanned("[C1]SN") == "[C1]SN"
