"""The table of the manual: which act is possible from which status, made from the rule itself."""

from dataclasses import replace
from typing import Final

from ioninv.domain.items.possible import Circumstances, possible
from ioninv.vocabulary import ActName, Status

BEGIN: Final = "<!-- acts: made by `ioninv acts`, do not edit -->"
END: Final = "<!-- end of acts -->"
OF_STATUS: Final = {
    Status.ON_ORDER: Circumstances(received=False),
    Status.AVAILABLE: Circumstances(),
    Status.IN_PROGRESS: Circumstances(in_progress=True),
    Status.KITTED: Circumstances(kitted=True),
    Status.INSTALLED: Circumstances(installed=True),
    Status.UNAVAILABLE: Circumstances(held=True, releasable=True),
    Status.SHIPPED: Circumstances(shipped=True),
    Status.SCRAPPED: Circumstances(scrapped=True),
    Status.VOIDED: Circumstances(voided=True),
    Status.MERGED: Circumstances(merged=True),
}
"""For each status an item without serial that has it, by nothing but the fact that makes it."""

_OF_WHAT_HAS_ONE: Final = (ActName.CLEAR_SERIAL,)
"""Acts that are told of an item with a serial."""

_MAY_BE_BOUGHT: Final = (Status.ON_ORDER, Status.VOIDED)


def as_markdown() -> str:
    """One row per act, one column per status; ● where it is possible.

    ○ where it is, but not on what a purchase line has made and has not come in.
    """
    statuses = list(OF_STATUS)
    lines = [
        ["Act", *(status.label for status in statuses)],
        ["---", *(":-:" for _ in statuses)],
        *([act.label, *(_mark(act, status) for status in statuses)] for act in ActName),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _mark(act: ActName, status: Status) -> str:
    item = replace(OF_STATUS[status], serialised=act in _OF_WHAT_HAS_ONE)
    if act not in possible(item):
        return ""
    bought = status in _MAY_BE_BOUGHT and act not in possible(replace(item, bought=True))
    return "○" if bought else "●"
