"""The page calls back to where it came from."""

import re
from pathlib import Path

import pytest
import reflex_base

from ioninv.serving.page_origin import use_page_port

SCRIPT = Path(reflex_base.__file__).parent / ".templates/web/utils/state.js"


def test_the_port_of_the_page_replaces_that_of_the_build():
    changed = use_page_port(SCRIPT.read_text())

    assert re.search(r"\}\n\s*endpoint\.port = window\.location\.port;\n\s*\}", changed)
    assert 'endpoint.port = ""' not in changed


def test_changing_it_again_changes_nothing():
    once = use_page_port(SCRIPT.read_text())

    assert use_page_port(once) == once


def test_another_reflex_that_writes_it_otherwise_is_noticed():
    with pytest.raises(ValueError, match=r"adapt ioninv\.serving\.page_origin"):
        use_page_port("export const getBackendURL = () => somewhere;")
