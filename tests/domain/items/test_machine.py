"""Whatever is done to items, in whatever order, refused or not: the invariants hold."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text
from sqlmodel import Session

from ioninv.db import Database
from ioninv.db.engine import FILE_NAME
from ioninv.domain import (
    attributes,
    factory,
    history,
    issues,
    items,
    kits,
    locations,
    parts,
    purchasing,
    suppliers,
    undoing,
)
from ioninv.domain.access import Actor
from ioninv.domain.accounts import first_user
from ioninv.domain.attributes import AttributeForm
from ioninv.domain.issues import IssueForm
from ioninv.domain.issues.withdrawing import PERMISSION_OF as OF_ISSUES
from ioninv.domain.items import ItemForm, Selection
from ioninv.domain.items.claiming import circumstances, look_up
from ioninv.domain.items.issue_links import WANTED
from ioninv.domain.items.possible import possible
from ioninv.domain.items.status import STATUS_SQL
from ioninv.domain.items.tally import Dimension, truth
from ioninv.domain.items.writing import FACTS
from ioninv.domain.purchasing import LineForm, OrderForm, Receipt
from ioninv.domain.reports import Checked, bought, verify
from ioninv.errors import Refused
from ioninv.vocabulary import ActName, Disposition, Source

SLOW = {"file", "schema"}
"""Not about acts, and long beside the rest."""

some = st.integers(0, 40)
several = st.lists(some, min_size=1, max_size=4)
amount = st.sampled_from(["", "", "", "1", "2", "0.5", "9"])
serial = st.sampled_from(["S-1", "s-1", "S-2", "S-3..S-5", "S-6", ""])

PLAIN: dict[ActName, Callable] = {
    ActName.RECEIVE: lambda s, a, chosen, place: items.receive(s, a, chosen, location_id=place),
    ActName.CLEAR_SERIAL: lambda s, a, chosen, place: items.clear_serial(s, a, chosen),
    ActName.MOVE: items.move,
    ActName.START_WORK: lambda s, a, chosen, place: items.start_work(s, a, chosen, "WO-1"),
    ActName.FINISH_WORK: lambda s, a, chosen, place: items.finish_work(s, a, chosen),
    ActName.REMOVE: items.remove,
    ActName.TAKE_OUT: lambda s, a, chosen, place: kits.take_out(s, a, chosen),
    ActName.HOLD: lambda s, a, chosen, place: items.hold(s, a, chosen, "why"),
    ActName.RELEASE: lambda s, a, chosen, place: items.release(s, a, chosen),
    ActName.SCRAP: lambda s, a, chosen, place: items.scrap(s, a, chosen, "why"),
    ActName.RESTORE: lambda s, a, chosen, place: items.restore(s, a, chosen),
    ActName.SHIP: lambda s, a, chosen, place: items.ship(s, a, chosen, "Acme"),
    ActName.TAKE_BACK: lambda s, a, chosen, place: items.take_back(s, a, chosen, place),
    ActName.VOID: lambda s, a, chosen, place: items.void(s, a, chosen, "why"),
    ActName.UNVOID: lambda s, a, chosen, place: items.unvoid(s, a, chosen),
}


UNDONE_AT_ONCE = {act.done for act in ActName} | {"created", "closed", "undone"} | {*OF_ISSUES}


class Life(RuleBasedStateMachine):
    """Items of three parts in two places; every step is one act, done or refused."""

    database: Database
    parts: list[int]
    places: list[int]
    attributes: list[int]
    kits: list[int]
    orders: list[int]

    @initialize()
    def furnish(self) -> None:
        self.session = self.database.writing()
        self.db = self.session.__enter__()
        self.keeper = first_user(self.db, Source.SCREEN)
        self.deltas: dict[int, dict[int, int]] = {}
        self.seen: set[int] = set()
        self.act(lambda: self.create(0, "S-1", "1", "available", 0), False)
        self.act(lambda: self.create(1, "", "9", "available", 1), False)

    def teardown(self) -> None:
        broken = [(c.name, c.broken) for c in check(self) if c.broken]
        self.db.rollback()
        self.session.__exit__(None, None, None)
        assert broken == []

    def act(self, do: Callable[[], history.Done], conserves: bool = True) -> bool:
        """Do it in a savepoint; the parts' sums change only by what may change them."""
        before = self.sums()
        savepoint = self.db.begin_nested()
        try:
            done = do()
            savepoint.commit()
        except Refused:
            savepoint.rollback()
            self.db.expire_all()
            assert self.sums() == before
            return False
        after = self.sums()
        change = {part: after[part] - before.get(part, 0) for part in after}
        self.deltas[done.change_set] = change
        if conserves:
            assert not any(change.values())
        return True

    def sums(self) -> dict[int, int]:
        query = "SELECT part_id, sum(quantity) FROM inventory_item GROUP BY 1"
        return dict(self.db.execute(text(query)).all())

    def id(self, number: int) -> int:
        there = self.db.execute(text("SELECT max(id) FROM inventory_item")).scalar() or 1
        return number % there + 1

    def chosen(self, numbers: list[int], quantity: str = "") -> Selection:
        return Selection(ids=tuple(self.id(n) for n in numbers), quantity=quantity)

    def create(self, part, serials, quantity, birth, place) -> history.Done:
        form = ItemForm(
            part_id=self.parts[part],
            serials=serials,
            quantity="1" if serials else quantity or "4",
            lot="L-1" if part == 1 else "",
            birth=birth,
            location_id=self.places[place],
        )
        return items.create(self.db, self.keeper, form)

    @rule(part=st.integers(0, 2), serials=serial, quantity=amount, place=st.integers(0, 1),
          birth=st.sampled_from(["available", "on_order"]))  # fmt: skip
    def created(self, part, serials, quantity, birth, place):
        self.act(lambda: self.create(part, serials, quantity, birth, place), conserves=False)

    @rule(name=st.sampled_from(list(PLAIN)), numbers=several, place=st.integers(0, 1))
    def acted(self, name, numbers, place):
        """What the table calls possible is done, and nothing else."""
        chosen = self.chosen(numbers)
        found = look_up(self.db, chosen.ids).values()
        may = all(name in possible(circumstances(item)) for item in found)
        door, where = PLAIN[name], self.places[place]
        done = self.act(lambda: door(self.db, self.keeper, chosen, where))
        assert done == may or (may and name is ActName.UNVOID) or (may and name is ActName.RECEIVE)

    @rule(name=st.sampled_from(list(PLAIN)), number=some, quantity=amount, place=st.integers(0, 1))
    def acted_on_a_part(self, name, number, quantity, place):
        chosen = self.chosen([number], quantity)
        self.act(lambda: PLAIN[name](self.db, self.keeper, chosen, self.places[place]))

    @rule(numbers=several, parent=some, quantity=amount)
    def installed(self, numbers, parent, quantity):
        chosen = self.chosen(numbers, quantity if len(numbers) == 1 else "")
        self.act(lambda: items.install(self.db, self.keeper, chosen, self.id(parent)))

    @rule(numbers=several, kit=st.integers(0, 1), quantity=amount)
    def kitted(self, numbers, kit, quantity):
        chosen = self.chosen(numbers, quantity if len(numbers) == 1 else "")
        self.act(lambda: kits.put_in(self.db, self.keeper, self.kits[kit], chosen))

    @rule(kit=st.integers(0, 1), place=st.sampled_from([None, 0, 1]))
    def kit_closed(self, kit, place):
        to = None if place is None else self.places[place]
        self.act(lambda: kits.close(self.db, self.keeper, self.kits[kit], location_id=to))

    @rule(kit=st.integers(0, 1))
    def kit_reopened(self, kit):
        self.act(lambda: _done(kits.reopen(self.db, self.keeper, self.kits[kit])))

    @rule(kit=st.integers(0, 1), name=st.sampled_from(["K-1", "K-2", "K-3"]))
    def kit_renamed(self, kit, name):
        self.act(lambda: _done(kits.edit(self.db, self.keeper, self.kits[kit], name)))

    @rule(numbers=several, quantity=amount, holds=st.booleans())
    def raised(self, numbers, quantity, holds):
        """On whatever is there, in whatever status."""
        part = quantity if len(numbers) == 1 else ""
        chosen, form = self.chosen(numbers, part), IssueForm(title="Odd", holds=holds)
        done = self.act(lambda: self.latest(issues.create(self.db, self.keeper, chosen, form)))
        assert done or part

    @rule(issue=st.integers(0, 3), disposition=st.sampled_from(Disposition))
    def resolved(self, issue, disposition):
        self.act(lambda: issues.resolve(self.db, self.keeper, self.issue(issue), disposition))

    @rule(issue=st.integers(0, 3), numbers=several, how=st.integers(0, 5))
    def issue_changed(self, issue, numbers, how):
        number, chosen = self.issue(issue), self.chosen(numbers)
        form = IssueForm(title="Odd" if how % 2 else "Even", holds=how < 2)
        change = {
            3: lambda: issues.add_items(self.db, self.keeper, number, chosen),
            4: lambda: issues.remove_items(self.db, self.keeper, number, chosen),
            5: lambda: self.latest(issues.reopen(self.db, self.keeper, number)),
        }
        edit = lambda: self.latest(issues.edit(self.db, self.keeper, number, form))  # noqa: E731
        self.act(change.get(how, edit))

    @rule(lot=st.sampled_from(["L-1", "l1", "L-2"]))
    def recalled(self, lot):
        recall = issues.recall
        self.act(lambda: self.latest(recall(self.db, self.keeper, self.parts[1], lot, IssueForm())))

    def issue(self, number: int) -> int:
        there = self.db.execute(text("SELECT max(id) FROM issue")).scalar() or 1
        return number % there + 1

    def latest(self, _done: object) -> history.Done:
        return history.Done(history.latest(self.db))

    @rule(number=some, quantity=st.sampled_from(["0", "1", "3", "7.5"]))
    def adjusted(self, number, quantity):
        self.act(
            lambda: items.adjust(self.db, self.keeper, self.id(number), quantity, "counted"),
            conserves=False,
        )

    @rule(number=some, quantities=st.lists(amount, min_size=1, max_size=3))
    def split(self, number, quantities):
        self.act(lambda: items.split(self.db, self.keeper, self.id(number), quantities))

    @rule(numbers=several, into=some)
    def merged(self, numbers, into):
        ids = self.chosen(numbers).ids
        self.act(lambda: items.merge(self.db, self.keeper, ids, self.id(into)))

    @rule(number=some, serials=st.sampled_from(["S-1", "S-7..S-10", "S-20, S-21"]))
    def serials_assigned(self, number, serials):
        self.act(lambda: items.assign_serials(self.db, self.keeper, self.id(number), serials))

    @rule(number=some, field=st.sampled_from(["serial", "lot", "note", "location_id"]),
          value=st.sampled_from(["", "1", "2", "S-1", "S-9"]))  # fmt: skip
    def edited(self, number, field, value):
        if field == "location_id":
            value = str(self.places[0])
        self.act(lambda: items.edit(self.db, self.keeper, self.id(number), {field: value}))

    @rule(numbers=several, which=st.integers(0, 1), value=st.sampled_from(["", "7", "-1,5", "R"]))
    def described(self, numbers, which, value):
        given = {str(self.attributes[which]): value}
        chosen = self.chosen(numbers)
        self.act(lambda: items.edit_many(self.db, self.keeper, chosen, {}, attributes=given))

    @rule(back=st.integers(0, 5))
    def undone(self, back):
        number = history.latest(self.db) - back
        against = undoing.what_stands_against(self.db, self.keeper, number) if number > 0 else [""]
        done = self.act(lambda: undoing.undo(self.db, self.keeper, number), conserves=False)
        assert done == (not against)
        born = any(self.deltas.get(number, {}).values())
        if done and not born:
            assert not any(self.deltas[history.latest(self.db)].values())

    @rule()
    def undone_at_once_and_done_again_and_undone(self):
        """Nothing stands against taking back what nothing came after; and it leads back and forth."""
        verb = self.db.execute(
            text("SELECT verb FROM change_set ORDER BY id DESC LIMIT 1")
        ).scalar()
        if verb not in UNDONE_AT_ONCE:
            return
        states = [self.facts()]
        for _ in range(3):
            number = history.latest(self.db)
            undo = partial(undoing.undo, self.db, self.keeper, number)
            done = self.act(undo, conserves=False)
            assert done, undoing.what_stands_against(self.db, self.keeper, number)
            states.append(self.facts())
        assert states[2] == states[0]
        assert states[3] == states[1]

    def facts(self) -> list[object]:
        """All that is known of items, holds and issues, but for how often it was changed."""
        columns = ", ".join(("id", *FACTS, "status", "open_holds", "created_at"))
        held = text("SELECT id, item_id, reason, released_at IS NULL FROM hold ORDER BY id")
        rows = self.db.execute(text(f"SELECT {columns} FROM inventory_item ORDER BY id"))
        return [
            *rows.all(),
            *(row for query in (held, _ISSUES, _LINKS) for row in self.db.execute(query)),
        ]

    def line(self, number: int) -> int:
        there = self.db.execute(text("SELECT max(id) FROM purchase_line")).scalar() or 1
        return number % there + 1

    @rule(order=st.integers(0, 1), part=st.integers(0, 2), serials=serial, quantity=amount)
    def bought(self, order, part, serials, quantity):
        form = LineForm(self.parts[part], quantity or "5", serials=serials)
        door = purchasing.add_line
        self.act(lambda: _done(door(self.db, self.keeper, self.orders[order], form)), False)

    @rule(number=some, quantity=amount, serials=serial, drop=several)
    def line_edited(self, number, quantity, serials, drop):
        form = LineForm(quantity=quantity or "3", serials=serials, lot="L-2")
        items_ = [self.id(each) for each in drop]
        line, door = self.line(number), purchasing.edit_line
        self.act(lambda: _done(door(self.db, self.keeper, line, form, drop=items_)), False)

    @rule(number=some, quantity=amount, serials=serial, item=some, extra=st.booleans(),
          how=st.integers(0, 3), place=st.integers(0, 1))  # fmt: skip
    def came_in(self, number, quantity, serials, item, extra, how, place):
        receipt = Receipt(
            self.line(number),
            item_id=self.id(item) if how == 1 else None,
            quantity="" if serials else quantity,
            serials=serials,
            lot="L-1" if how else "",
            location_id=self.places[place],
            instead_of=self.id(item) if how == 2 else None,
            extra=extra and how == 3,
        )
        query = text("SELECT order_id FROM purchase_line WHERE id = :id")
        order = self.db.execute(query, {"id": receipt.line_id}).scalar() or 1
        door = purchasing.receive
        self.act(lambda: door(self.db, self.keeper, order, [receipt]), not receipt.extra)

    @rule(order=st.integers(0, 1))
    def all_came_in(self, order):
        number = self.orders[order]
        self.act(lambda: purchasing.receive_all(self.db, self.keeper, number, lot="L-9"))

    @rule(number=some, name=st.sampled_from(["cancel_line", "reopen_line"]))
    def line_closed_or_reopened(self, number, name):
        line, door = self.line(number), getattr(purchasing, name)
        self.act(lambda: _done(door(self.db, self.keeper, line, "why")))

    @rule(order=st.integers(0, 1), name=st.sampled_from(["cancel", "reopen", "place", "unplace"]))
    def order_acted_on(self, order, name):
        given = ["why"] if name in ("cancel", "reopen") else []
        door = getattr(purchasing, name)
        self.act(lambda: _done(door(self.db, self.keeper, self.orders[order], *given)))

    @rule(order=st.integers(0, 1), given=st.sampled_from(["S-1\nS-30", "SER,S-31,L-3", "LOT,,L-4"]),
          clears=st.booleans())  # fmt: skip
    def list_read_back(self, order, given, clears):
        """Some of what has a serial loses it in the same act, and the list may use it elsewhere."""
        number, door = self.orders[order], purchasing.read_serials_back
        found = purchasing.get(self.db, self.keeper, number).items
        named = {item.uid: item.version for item in found if item.expected and item.serial}
        cleared = dict(list(named.items())[:2]) if clears else {}
        self.act(lambda: _done(door(self.db, self.keeper, number, given, cleared=cleared)))

    @rule(place=st.integers(0, 1), on=st.booleans())
    def switched(self, place, on):
        self.act(lambda: _done(factory.switch(self.db, self.keeper, self.places[place], on, "x")))

    @invariant()
    def quick_invariants_hold(self):
        if not hasattr(self, "db"):
            return
        ids = set(self.db.execute(text("SELECT id FROM inventory_item")).scalars())
        assert self.seen <= ids
        self.seen = ids
        assert self.db.execute(text(_WRONG)).all() == []
        assert list(bought.look(self.db)) == []
        assert self.db.execute(text(_MISHELD)).all() == []
        for dimension in (Dimension.ALL, Dimension.PART, Dimension.LOCATION):
            kept = f"SELECT * FROM tally WHERE dimension = {dimension.value} AND items > 0"
            query = f"SELECT * FROM ({truth(dimension)} EXCEPT {kept})"
            assert self.db.execute(text(query)).all() == []


def _done(_effect: object) -> history.Done:
    return history.Done(0)


_WRONG = f"""
    SELECT i.id FROM inventory_item i
    WHERE i.status <> {STATUS_SQL}
        OR i.version <> (SELECT count(*) FROM event e WHERE e.entity = 'item' AND e.entity_id = i.id)
        OR (i.serial IS NOT NULL AND i.quantity <> 1000000)
        OR i.open_holds <> (
            SELECT count(*) FROM hold h WHERE h.item_id = i.id AND h.released_at IS NULL)
        OR i.quantity < 0
        OR (i.kit_id IS NOT NULL AND (SELECT closed_at FROM kit k WHERE k.id = i.kit_id))
        OR (i.merged_into_id IS NOT NULL AND i.quantity > 0)
        OR (i.parent_id IS NOT NULL AND i.merged_into_id IS NULL AND (
            SELECT p.quantity <> 1000000 OR p.merged_into_id IS NOT NULL OR p.voided_at IS NOT NULL
            FROM inventory_item p WHERE p.id = i.parent_id))"""


_ISSUES = text("SELECT id, title, holds, state, disposition, search_text FROM issue ORDER BY id")
_LINKS = text("SELECT id, outcome, removed_at IS NULL FROM issue_item ORDER BY id")
_HELD = """
    SELECT item_id, source, reason FROM hold WHERE released_at IS NULL AND source LIKE 'issue:%'"""
_WANTED = f"SELECT item_id, source, reason FROM ({WANTED})"
_MISHELD = f"""
    SELECT * FROM ({_HELD} EXCEPT {_WANTED}) UNION ALL
    SELECT * FROM ({_WANTED} WHERE due EXCEPT {_HELD}) UNION ALL
    SELECT x.item_id, s.state, x.outcome FROM issue_item x JOIN issue s ON s.id = x.issue_id
    WHERE x.removed_at IS NULL AND x.outcome = '' AND s.state = 'resolved'"""


def check(machine: Life) -> list[Checked]:
    return [c for c in verify(machine.db, machine.keeper) if c.name not in SLOW]


@pytest.fixture
def machine(new_house, tmp_path) -> Iterator[type[Life]]:
    path = tmp_path / FILE_NAME
    shutil.copy(new_house, path)
    database = Database(path)
    with database.writing() as session:
        furniture = furnished(session, first_user(session, Source.SCREEN))
    yield type("Life_", (Life,), {"database": database, **furniture})
    database.close()


def furnished(session: Session, keeper: Actor) -> dict[str, list[int]]:
    """What every life begins with, by its id: made once, since each life is rolled back."""
    supplier = suppliers.create(session, keeper, suppliers.SupplierForm("Acme")).id
    return {
        "parts": [
            parts.create(session, keeper, parts.PartForm(part_number=n, tracking=t, unit=u)).id
            for n, t, u in (("SER", "serial", ""), ("LOT", "lot", ""), ("WIRE", "none", "m"))
        ],
        "places": [locations.create_path(session, keeper, path).id for path in ("A", "B")],
        "attributes": [
            attributes.create(session, keeper, AttributeForm("item", name, kind)).id
            for name, kind in (("Mass", "number"), ("Reel", "text"))
        ],
        "kits": [kits.create(session, keeper, name).id for name in ("K-1", "K-2")],
        "orders": [
            purchasing.create(session, keeper, OrderForm(supplier_id=supplier)).id for _ in range(2)
        ],
    }


def run(machine: type[Life], examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize="CI" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
def test_the_invariants_hold_whatever_is_done(machine):
    examples, steps = (500, 30) if os.environ.get("CI") == "true" else (40, 25)
    run(machine, examples, steps)


@pytest.mark.long
@pytest.mark.skipif("IONINV_LONG" not in os.environ, reason="minutes long: set IONINV_LONG")
def test_the_invariants_hold_over_long_lives(machine):
    run(machine, 2_000, 50)
