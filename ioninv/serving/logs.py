"""Nothing that opens a door is written down: not in a message, not in a traceback."""

import logging
import re
import traceback
from typing import Any

_GONE = "[left out]"
_QUOTED = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,;&}\]]+)"""
_RULES = (
    # Headers whole, as text or as pairs of bytes.
    (
        re.compile(
            r"(?i)(b?['\"]?(?:set-)?cookie['\"]?\s*[:=,]\s*)(?:b?" + _QUOTED + r"|[^\r\n]+)"
        ),
        True,
    ),
    (
        re.compile(r"(?i)(b?['\"]?authorization['\"]?\s*[:=,]\s*b?['\"]?(?:bearer\s+)?)[^\s'\"]+"),
        True,
    ),
    (re.compile(r"(?i)(\bbearer\s+)[^\s'\"]+"), True),
    # Fields by their name, in JSON, in Python's words for it, in addresses.
    (
        re.compile(
            r"(?i)(['\"]?\b\w*(?:password|secret|token|ioninv_session|ioninv_device)\w*\b['\"]?"
            r"\s*[:=]\s*)" + _QUOTED
        ),
        True,
    ),
    # One-time links, tokens of REST, what `new_secret` makes, the names of tabs.
    (re.compile(r"(/(?:set-up|invite|invitations|reset)/)[^/\s'\"?#]+"), True),
    (re.compile(r"\bioninv_[A-Za-z0-9_-]{20,}"), False),
    (re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"), False),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:-\w+)?"), False),
)
_LONGEST = 20_000


def redacted(text: str) -> str:
    """The text without cookies, tokens, passwords and one-time links."""
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + " …"
    for rule, keeps_name in _RULES:
        text = rule.sub(rf"\g<1>{_GONE}" if keeps_name else _GONE, text)
    return text


def keep_secrets() -> None:
    """From now on, whatever any library of this process logs is redacted as it is made."""
    made = logging.getLogRecordFactory()
    if getattr(made, "redacts", False):
        return

    def make(*given: Any, **more: Any) -> logging.LogRecord:
        record = made(*given, **more)
        try:
            said = record.getMessage()
        except (TypeError, ValueError):
            said = str(record.msg)
        record.msg, record.args = redacted(said), ()
        if record.exc_info and record.exc_info[1]:
            # Formatters take this text where it is there.
            record.exc_text = redacted(
                "".join(traceback.format_exception(*record.exc_info))
            ).strip()
        return record

    make.redacts = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(make)
