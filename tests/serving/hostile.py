"""Forty things that no page of ours would send as an argument."""

import re
from typing import Any

from ioninv.config import ROOT

VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    2**31,
    2**63,
    10**400,
    1.5,
    1e308,
    "",
    " ",
    "1",
    "-1",
    "٣",
    "0x1",
    "1e9",
    "NaN",
    "null",
    "'; DROP TABLE part; --",
    "1 OR 1=1",
    "%' ESCAPE '\\",
    "<script>window.__xss=1</script>",
    "{{7*7}}",
    "../../../../etc/passwd",
    "file:///etc/passwd",
    "\x00",
    "\ud800",
    "‮evil",
    "é" * 3_000,
    "A" * 60_000,
    "=cmd|' /C calc'!A0",
    [],
    [None],
    [1, 2, 3],
    [[[[[[1]]]]]],
    {},
    {"__class__": "Actor", "role": "administrator", "user_id": 1},
    {"__reflex_form_data__": [["name", "x"], ["name"], 7]},
)
assert len(VALUES) == 40

_FIELD = re.compile(r"""(?:given|data|form|fields|typed)(?:\.get\(|\.pop\(|\[)"(\w+)\"""")
FORM: dict[str, str] = dict.fromkeys(
    sorted(
        name
        for file in (ROOT / "ioninv" / "ui").rglob("*.py")
        for name in _FIELD.findall(file.read_text())
    ),
    "1",
)
"""Every field that a form of ours is asked for: a door without a guard would do something."""
