"""Taking a receipt back when more has happened to its line since: what came in goes back on order.

What is left on order of a line is no part of a receipt that was split off it. It may have been
received, cancelled, reopened or resized meanwhile, and other receipts may have been taken back.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlmodel import Session

from ioninv.domain.items.claiming import Claimed, look_up
from ioninv.domain.items.writing import FACTS
from ioninv.domain.undoing.inverse import Inverse
from ioninv.vocabulary import ActName

_OWN: Final = {"uid", "serial", "quantity", "origin_id", "received_quantity"}


def loosen(session: Session, undoing: Inverse) -> None:
    """Let go of what is on order by now and was only made smaller: its versions do not count.

    Where it is still as it was then, what came in goes back into it; otherwise that is on order by
    itself again.
    """
    if undoing.root_verb != ActName.RECEIVE.done or undoing.undoes_undo:
        return
    smaller = {
        id_
        for id_ in undoing.made_whole.values()
        if set(undoing.items.get(id_, ())) <= {"quantity"} and id_ in undoing.item_versions
    }
    now = look_up(session, [*smaller, *undoing.made_whole])
    for id_ in smaller:
        came = [part for part, origin in undoing.made_whole.items() if origin == id_]
        fits = all(_fits(now[id_], now[part], undoing.parted.get(part, {})) for part in came)
        if not fits or now[id_]["version"] != undoing.item_versions[id_]:
            _let_go(undoing, now, id_, came, fits=fits)


def _let_go(undoing: Inverse, now: Claimed, id_: int, came: Sequence[int], *, fits: bool) -> None:
    undoing.items.pop(id_, None)
    if fits:
        whole = now[id_]["quantity"] + sum(now[part]["quantity"] for part in came)
        undoing.items[id_] = {"quantity": whole}
        undoing.item_versions[id_] = now[id_]["version"]
        return
    del undoing.item_versions[id_]
    for part in came:
        del undoing.made_whole[part]
        undoing.items[part] = undoing.parted.get(part, {})


def _fits(left: Mapping[str, Any], came: Mapping[str, Any], was: Mapping[str, Any]) -> bool:
    """Whether what came in was, before, as what is left is now."""
    then = {**came, **was}
    alike = (name for name in FACTS if name not in _OWN)
    return (
        not left["serial"]
        and left["quantity"] > 0
        and left["open_holds"] == came["open_holds"]
        and left["open_issues"] == came["open_issues"]
        and all(left[name] == then[name] for name in alike)
    )
