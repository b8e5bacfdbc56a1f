"""What an error says on the screen, and in the log."""

import logging

from ioninv.errors import Conflict
from ioninv.ui.errors import on_error


def failed() -> Exception:
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as error:
        return error


def test_a_refusal_is_its_sentence():
    assert "Serial 1 exists." in str(on_error(Conflict("Serial 1 exists.")))


def test_a_failure_says_what_to_do_and_tells_nothing_of_the_inside(caplog):
    said = str(on_error(failed()))

    assert "Load the page and try again." in said
    assert "ZeroDivisionError" not in said


def test_the_same_failure_again_and_again_is_logged_once(caplog, monkeypatch):
    monkeypatch.setattr("ioninv.ui.errors._logged", {})
    with caplog.at_level(logging.ERROR):
        for _ in range(50):
            on_error(failed())

    assert len(caplog.records) == 1
