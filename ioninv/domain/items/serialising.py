from dataclasses import replace

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.acting import Asked, change_all, perform
from ioninv.domain.items.adjusting import one
from ioninv.domain.items.claiming import Claimed, label
from ioninv.domain.items.parting import Part, split_off
from ioninv.domain.items.selection import Selection
from ioninv.domain.items.serials import FIELD, read_serials
from ioninv.domain.items.taken import refuse_taken
from ioninv.domain.items.writing import update_items
from ioninv.errors import Invalid
from ioninv.vocabulary import MICRO, ActName, Permission


@requires(Permission.ASSIGN_SERIALS)
def assign_serials(
    session: Session,
    actor: Actor,
    item_id: int,
    serials: str,
    version: int | None = None,
    key: str | None = None,
) -> history.Done:
    """Turn an item without serial into one item per unit, each with its serial.

    `serials` is typed as for New Inventory. The first unit keeps the row; with fewer serials than
    units, the row keeps the units that still have none. Raises Invalid with the field `serials`;
    Conflict when one is taken or `version` is stale.
    """
    asked = Asked(ActName.ASSIGN_SERIALS, one(item_id, version), key=key, given=(serials,))
    named, problems = read_serials(serials)
    if problems:
        raise Invalid.because(problems)

    def look(found: Claimed) -> None:
        item = found[item_id]
        units = item["quantity"] // MICRO
        if not named:
            raise Invalid("Give at least one serial.", FIELD)
        if item["quantity"] % MICRO:
            raise Invalid(f"{label(item)} is not a whole number of units.", FIELD)
        if len(named) > units:
            raise Invalid(f"{len(named):,} serials for {units:,} units: give fewer.", FIELD)
        refuse_taken(session, [(item["part_id"], serial, 0) for serial in named], field=FIELD)

    def change(act: history.Act, found: Claimed) -> list[int]:
        item = found[item_id]
        whole = len(named) * MICRO == item["quantity"]
        others = named[1:] if whole else named
        new = split_off(act, item, [Part(MICRO, serial) for serial in others]) if others else []
        if whole:
            update_items(act, {item_id: {"serial": named[0]}})
        return [item_id, *new] if whole else new

    done = perform(session, actor, asked, change, look)
    return replace(done, split_ids=tuple(id_ for id_ in done.ids if id_ != item_id))


@requires(Permission.ASSIGN_SERIALS)
def clear_serial(
    session: Session,
    actor: Actor,
    selection: Selection,
    reason: str = "",
    key: str | None = None,
) -> history.Done:
    """Take their serials from items that are on order: the units stay bought, and others may come.

    Each item stays as it is otherwise, also where others of its line have no serial either. The
    serials are free. Raises Conflict naming what has none, or came in.
    """
    asked = Asked(ActName.CLEAR_SERIAL, selection, reason, key=key)
    return change_all(session, actor, asked, lambda _act, _item: {"serial": None})
