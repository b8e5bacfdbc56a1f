"""What happened: change sets and their events, append-only and hash-chained."""

from ioninv.domain.history.act import Act, Change, Done, act, now, repeated
from ioninv.domain.history.chain import broken_links, digest
from ioninv.domain.history.events import Happened, events_of
from ioninv.domain.history.rows import change_row, check_version, create_row, stored

__all__ = [
    "Act",
    "Change",
    "Done",
    "Happened",
    "act",
    "broken_links",
    "change_row",
    "check_version",
    "create_row",
    "digest",
    "events_of",
    "now",
    "repeated",
    "stored",
]
