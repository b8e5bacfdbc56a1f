"""The acts as the screen offers them: what they are called, what they ask for, which door they take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, Final

from ioninv.domain import items, kits
from ioninv.domain.access import Actor, Session
from ioninv.domain.history import Done
from ioninv.vocabulary import ActName

Door = Callable[Concatenate[Session, Actor, ...], Done]


@dataclass(frozen=True)
class Act:
    """One act. `asks` names its fields in order, those in `needs` cannot be empty.

    `done` says what happened to how many: "3 scrapped." `partly`: it can take a part of a
    quantity, and the rest is split off. `at_once`: it needs no answer, so that a single unit in the
    panel is not asked for one.
    """

    name: str
    label: str
    done: str
    door: Door
    asks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    partly: bool = True
    at_once: bool = False
    danger: bool = False
    says: str = ""


def _act(name: ActName, door: Door, done: str = "", **how: Any) -> Act:
    return Act(name.value, name.label, done or name.done, door, **how)


MOVE: Final = _act(ActName.MOVE, items.move, asks=("location", "reason"), needs=("location",))
GROUPS: Final = (
    (
        _act(
            ActName.RECEIVE, items.receive, asks=("location", "lot", "reason"),
            says="They are here: give the place, and the lot where it is known now.",
        ),
        _act(
            ActName.CLEAR_SERIAL, items.clear_serial, "without a serial now", asks=("reason",),
            partly=False, says="The supplier sends another one: what is bought stays on order.",
        ),
        _act(
            ActName.START_WORK, items.start_work, "in progress", asks=("work_order", "reason"),
            needs=("work_order",),
        ),
        _act(
            ActName.FINISH_WORK, items.finish_work, "finished", asks=("reason",), at_once=True,
        ),
    ),
    (
        _act(
            ActName.INSTALL, items.install, asks=("parent", "reason"), needs=("parent",),
            says="Everything that is installed in it comes along.",
        ),
        _act(
            ActName.REMOVE, items.remove, asks=("location", "reason"), needs=("location",),
        ),
        _act(ActName.PUT_IN, kits.put_in, asks=("kit", "reason"), needs=("kit",)),
        _act(ActName.TAKE_OUT, kits.take_out, asks=("reason",), at_once=True),
    ),
    (
        _act(
            ActName.HOLD, items.hold, "on hold", asks=("reason",), needs=("reason",),
            says="What is on hold may not be used until every hold on it is released.",
        ),
        _act(ActName.RELEASE, items.release, asks=("reason",), at_once=True),
    ),
    (
        _act(ActName.SHIP, items.ship, asks=("to", "reason"), needs=("to",)),
        _act(
            ActName.TAKE_BACK, items.take_back, asks=("location", "reason"), needs=("location",),
        ),
    ),
    (
        _act(
            ActName.SCRAP, items.scrap, asks=("reason",), needs=("reason",), danger=True,
            says="It stays in the inventory for ever, as scrapped, and can be restored.",
        ),
        _act(ActName.RESTORE, items.restore, asks=("reason",), at_once=True),
        _act(
            ActName.VOID, items.void, asks=("reason",), needs=("reason",), danger=True,
            says="For what was entered by mistake. Its serial becomes free again.",
        ),
        _act(ActName.UNVOID, items.unvoid, asks=("reason",), at_once=True),
    ),
)  # fmt: skip
"""What *Change status* offers, group by group."""

EDITED: Final = {
    "lot": ("Lot", ("lot",)),
    "supplier": ("Supplier", ("supplier",)),
    "usage_type": ("Usage type", ("usage_type",)),
    "cost": ("Unit cost", ("cost", "currency")),
    "purchase_order": ("Purchase order", ("purchase_order",)),
    "work_order": ("Work order", ("work_order",)),
    "expires_on": ("Expires", ("expires_on",)),
    "note": ("Note", ("note",)),
}
"""What *Edit* changes in many items at once, each with the fields of its form."""

EDITS: Final = tuple(
    Act(
        f"edit_{name}", label, "changed", items.edit_many, (*fields, "clear", "reason"),
        says="It is given to all of them. To take it away, tick “Clear it”.",
    )
    for name, (label, fields) in EDITED.items()
)  # fmt: skip
MERGE: Final = _act(
    ActName.MERGE, items.merge, asks=("into", "reason"), needs=("into",), partly=False,
    says="One keeps the quantity of all. The others stay, and say where it went.",
)  # fmt: skip
ONE: Final = (
    _act(
        ActName.ASSIGN_SERIALS, items.assign_serials, "with a serial now", asks=("serials",),
        needs=("serials",), partly=False,
        says="The first unit keeps this row, each other gets one of its own.",
    ),
    _act(
        ActName.ADJUST, items.adjust, "corrected", asks=("counted", "reason"),
        needs=("counted", "reason"), partly=False,
        says="What is there now, when it was counted.",
    ),
    _act(
        ActName.SPLIT, items.split, "split off", asks=("quantities", "reason"),
        needs=("quantities",), partly=False,
        says="Each quantity becomes a row of its own; the rest stays here.",
    ),
)  # fmt: skip
"""What only an item by itself can be told."""

ACTS: Final = {
    act.name: act
    for act in (MOVE, MERGE, *(act for group in GROUPS for act in group), *EDITS, *ONE)
}
LABELS: Final = {
    "location": "Location",
    "lot": "Lot",
    "reason": "Reason",
    "work_order": "Work order",
    "parent": "Install in",
    "kit": "Kit",
    "to": "Ship to",
    "quantity": "Quantity",
    "serials": "Serial numbers",
    "counted": "Quantity counted",
    "quantities": "Quantities to split off",
    "into": "Merge into",
    "supplier": "Supplier",
    "usage_type": "Usage type",
    "cost": "Unit cost",
    "currency": "Currency",
    "purchase_order": "Purchase order",
    "expires_on": "Expires",
    "note": "Note",
    "clear": "Clear it",
}
PICKED: Final = ("location", "parent", "kit", "into", "supplier", "usage_type")
"""Fields that name an existing thing: their form sends its id, and what stands in the field."""
