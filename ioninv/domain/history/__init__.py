"""What happened: change sets and their events, append-only and hash-chained."""

from ioninv.domain.history.act import Act, Change, Done, act, latest, now, repeated
from ioninv.domain.history.answers import keep_answer, kept_answer
from ioninv.domain.history.chain import broken_links, digest
from ioninv.domain.history.events import Happened, events_in, events_of
from ioninv.domain.history.rows import (
    BLANK,
    change_row,
    check_version,
    create_row,
    create_rows,
    stored,
)
from ioninv.domain.history.telling import Told, changed, day_text, tell

__all__ = [
    "BLANK",
    "Act",
    "Change",
    "Done",
    "Happened",
    "Told",
    "act",
    "broken_links",
    "change_row",
    "changed",
    "check_version",
    "create_row",
    "create_rows",
    "day_text",
    "digest",
    "events_in",
    "events_of",
    "keep_answer",
    "kept_answer",
    "latest",
    "now",
    "repeated",
    "stored",
    "tell",
]
