"""Serials as people type them."""

import pytest

from ioninv.domain.items import read_serials


@pytest.mark.parametrize(
    ("typed", "serials"),
    [
        ("", []),
        ("  \n , ", []),
        ("SN-1", ["SN-1"]),
        ("SN-1, SN-2;SN-3\nSN-4\tSN-5", ["SN-1", "SN-2", "SN-3", "SN-4", "SN-5"]),
        ("two words", ["two words"]),
        ("SN-0008..0011", ["SN-0008", "SN-0009", "SN-0010", "SN-0011"]),
        ("SN-8..SN-10", ["SN-8", "SN-9", "SN-10"]),
        ("7..9", ["7", "8", "9"]),
        ("A1-01…03", ["A1-01", "A1-02", "A1-03"]),
        ("99..101", ["99", "100", "101"]),
        ("x1..1", ["x1"]),
        ("1.2..4", ["1.2", "1.3", "1.4"]),
        ("7.. 9", ["7", "8", "9"]),
        ("v1..x", ["v1..x"]),
        ("ａ-1", ["ａ-1"]),
    ],
)
def test_one_several_or_a_pattern(typed, serials):
    assert read_serials(typed) == (serials, [])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("SN-0010..0001", "counts backwards"),
        ("A-1..B-5", "begin differently"),
        ("SN-1..99999", "more than 10,000"),
        ("SN-1..99999999999999999999999999", "more than 10,000"),
        ("sn-1, SN-1", "typed twice"),
        ("1..3, 2", "typed twice"),
        ("x" * 101, "too long"),
        ("S" + "0" * 500 + "1..3", "too long"),
        ("S" + "0" * 99 + "1..3", "too long"),
        ("S1.." + "0" * 99 + "3", "too long"),
        ("9" * 5_000 + "..1", "too long"),
        ("1..2..3", "begin differently"),
        ("Stra\u00dfe, STRASSE", "typed twice"),
        ("\u00e9, e\u0301", "typed twice"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(typed, sentence):
    problems = read_serials(typed)[1]

    assert sentence in problems[0].message
    assert problems[0].field == "serials"


@pytest.mark.parametrize(
    "typed", ["9" * 500_000, "9.." * 160_000, f"{'1' * 100}..{'1' * 100}x\n" * 2_400]
)
def test_what_is_far_too_long_is_measured_not_searched(typed):
    """A search that goes back and forth would stop the server for minutes."""
    serials, problems = read_serials(typed)

    assert serials == []
    assert 0 < len(problems) <= 10


def test_two_patterns_may_not_make_more_than_one_act_can_take():
    serials, problems = read_serials("A0001..9000, B0001..9000")

    assert serials == []
    assert "At most 10,000" in problems[0].message
