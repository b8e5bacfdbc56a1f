"""What the server answers: the shapes of its OpenAPI, by the same names.

Quantities and costs are exact decimals as text; days and times are ISO 8601, times in UTC; a text is
empty where there is nothing. A server may tell more than stands here: that is left out.
"""

from dataclasses import dataclass
from datetime import datetime

from ioninv.vocabulary import AppliesTo, AttributeKind, Entity, LinkKind, Status


@dataclass(frozen=True)
class ItemFacts:
    """An item as it is stored, with the names of what it belongs to.

    Quantities and costs are exact decimals as text, `expires_on` a day, times are ISO 8601 in UTC;
    texts are empty where there is none. `unit_cost` is per `unit`. `open_holds` and `open_issues`
    count. `attributes` are stored texts by the id of their attribute.
    """

    id: int
    version: int
    uid: str
    part_id: int
    part: str
    serial: str
    lot: str
    quantity: str
    unit: str
    status: Status
    location_id: int | None
    location: str
    supplier_id: int | None
    supplier: str
    usage_type_id: int | None
    usage_type: str
    kit_id: int | None
    kit: str
    parent_id: int | None
    origin_id: int | None
    merged_into_id: int | None
    purchase_order: str
    purchase_line_id: int | None
    unit_cost: str
    currency: str
    expires_on: str
    work_order: str
    shipped_to: str
    note: str
    open_holds: int
    open_issues: int
    attributes: dict[int, str]
    received: str
    created: str
    updated: str


@dataclass(frozen=True)
class Relative:
    """Another item that this one belongs with."""

    id: int
    label: str
    part: str
    quantity: str
    status: str
    status_label: str


@dataclass(frozen=True)
class AttributeValue:
    """What a part or item has for one attribute, as stored; `unit` stands behind a number."""

    id: int
    name: str
    kind: AttributeKind
    value: str
    unit: str


@dataclass(frozen=True)
class OnIssue:
    """An issue that an item is on; `name` is ISS-12, `outcome` what was done with the item."""

    id: int
    name: str
    title: str
    severity: str
    state: str
    state_label: str
    holds: bool
    outcome: str


@dataclass(frozen=True)
class Told:
    """One event in words: a headline, the changes below it, and who, when and through what.

    `when` is ISO 8601 in UTC. `reason` is empty where the headline says it.
    """

    headline: str
    changes: list[str]
    actor: str
    when: str
    source: str
    reason: str
    change_set: int


@dataclass(frozen=True)
class ItemDetail:
    """An item as its panel shows it. `parents` lead from the direct parent to the root.

    `order_id` and `line` are the purchase order that it was bought on, if it was on one, and the
    position of its line there. What the actor may not see is not there: issues, that order, the parts
    of the timeline that speak of issues and attachments.
    """

    title: str
    version: int
    why_lead: str
    why_rest: str
    location: str
    total_cost: str
    shipped_to: str
    note: str
    holds: list[str]
    parents: list[Relative]
    children: list[Relative]
    children_total: int
    kit_id: int | None
    kit: str
    origin: Relative | None
    timeline: list[Told]
    attributes: list[AttributeValue]
    issues: list[OnIssue]
    facts: ItemFacts
    order_id: int | None
    line: int | None


@dataclass(frozen=True)
class InStatus:
    """How many items of a part have one status, and their quantity as exact decimal text."""

    items: int
    quantity: str


@dataclass(frozen=True)
class Counts:
    """How many items match, by status and in all; `exact` is False where counting was cut short."""

    by_status: dict[Status, int]
    total: int
    exact: bool


@dataclass(frozen=True)
class Found:
    """One answer: what it is, what it is called, where it is. `exact` when the whole code matched."""

    kind: Entity
    id: int
    title: str
    subtitle: str
    status: str
    status_label: str
    exact: bool


@dataclass(frozen=True)
class NotDone:
    """An item that an act was not done on, and why."""

    item: int
    message: str


@dataclass(frozen=True)
class Done:
    """What an act did: the number of its change set and the ids of what it touched, in order.

    `change_set` is 0 where there was nothing to do. Where an act took only a part of an item,
    `split_ids` names the new items that carry the parts; `notes` are sentences worth showing.
    """

    change_set: int
    ids: list[int]
    repeated: bool
    split_ids: list[int]
    notes: list[str]


@dataclass(frozen=True)
class ActDone:
    """What an act did. `change_set` is 0 where there was nothing to do, or with `dry_run`.

    `ids` are the items it was done on, `refused` the others; `split_ids` new items that carry a part.
    """

    change_set: int
    ids: list[int]
    repeated: bool
    split_ids: list[int]
    notes: list[str]
    refused: list[NotDone]
    dry_run: bool


@dataclass(frozen=True)
class PartRow:
    """A part, and what there is of it.

    Numbers are exact decimals as text without thousands separators, empty where there is none, as a
    form takes them. `items` and `quantity` leave out voided and merged items; `by_status` holds
    every status that has items, by its value. Times are ISO 8601 in UTC. `attributes` are stored
    texts by the id of their attribute; `attribute_values` tell them, on the page of one part alone.
    `image` is the attachment that shows it, or 0.
    """

    id: int
    part_number: str
    revision: str
    label: str
    name: str
    description: str
    tracking: str
    tracking_label: str
    kind: str
    unit: str
    cost: str
    currency: str
    lead_time_days: str
    reorder_min: str
    reorder_max: str
    supplier_id: int | None
    supplier: str
    location_id: int | None
    location: str
    predecessor_id: int | None
    predecessor: str
    archived: bool
    image: int
    items: int
    quantity: str
    by_status: dict[str, InStatus]
    version: int
    created: str
    updated: str
    attributes: dict[int, str]
    attribute_values: list[AttributeValue]


@dataclass(frozen=True)
class SupplierRow:
    """A supplier and how many items came from it (without voided and merged ones).

    Times are ISO 8601 in UTC.
    """

    id: int
    name: str
    description: str
    contact: str
    email: str
    phone: str
    website: str
    currency: str
    archived: bool
    items: int
    version: int
    created: str
    updated: str


@dataclass(frozen=True)
class LocationRow:
    """A location. `usable` is False too where one above it is not available.

    `items` lie in the location itself (without voided and merged ones). A merged location names
    the one that took its place. Times are ISO 8601 in UTC.
    """

    id: int
    parent_id: int | None
    name: str
    path: str
    kind: str
    description: str
    available: bool
    usable: bool
    archived: bool
    merged_into_id: int | None
    items: int
    version: int
    created: str
    updated: str


@dataclass(frozen=True)
class LocationNode:
    """A location in the tree. `items` lie in itself, `items_below` in it and everything below it.

    `usable` is False too where one above is not available. `matches` tells the locations that were
    searched for from those that only lead to them. `has_children` looks at what is shown.
    """

    id: int
    parent_id: int | None
    name: str
    path: str
    kind: str
    description: str
    depth: int
    items: int
    items_below: int
    available: bool
    usable: bool
    archived: bool
    has_children: bool
    matches: bool
    version: int


@dataclass(frozen=True)
class AttributeRow:
    """A defined field. `position` counts from 1 among those of its parts or items.

    `used` is how many parts or items have a value, in whatever status.
    """

    id: int
    applies_to: AppliesTo
    name: str
    kind: AttributeKind
    choices: list[str]
    unit: str
    hint: str
    position: int
    archived: bool
    used: int
    version: int


@dataclass(frozen=True)
class UsageTypeRow:
    """A usage type and how many items have it (without voided and merged ones)."""

    id: int
    name: str
    archived: bool
    items: int
    version: int


@dataclass(frozen=True)
class SupplierPartRow:
    """A supplier part. `pack_size` is an exact decimal as text; `label` is the SKU and its pack."""

    id: int
    supplier_id: int
    supplier: str
    part_id: int
    part: str
    unit: str
    sku: str
    pack_size: str
    supplier_unit: str
    label: str
    archived: bool
    version: int


@dataclass(frozen=True)
class OrderRow:
    """An order and how far it has come.

    `lines` and `open_lines` count those not cancelled and those of which something has still to come.
    `progress` is how much of those came in, in percent, each line counting the same. `next_expected`
    is the earliest day of the open ones; `overdue` when that has passed. `total` is what the lines
    not cancelled cost, empty where a cost is missing or currencies differ; `totals` is that by
    currency, and `unpriced` says how many of them have no cost. Days are ISO 8601, times too, in UTC;
    both empty where there is none.
    """

    id: int
    number: str
    supplier_id: int | None
    supplier: str
    supplier_reference: str
    currency: str
    note: str
    location_id: int | None
    location: str
    expected_on: str
    placed: str
    cancelled: str
    state: str
    state_label: str
    lines: int
    open_lines: int
    progress: int
    next_expected: str
    overdue: bool
    total: str
    totals: list[str]
    unpriced: int
    version: int
    created: str
    updated: str


@dataclass(frozen=True)
class LineRow:
    """A line and how far it has come.

    Quantities and costs are exact decimals as text without thousands separators, as a form takes
    them; `unit_cost` is per stock unit. Where it was bought in packs, `packs` of `pack_units` each at
    `pack_cost`: with its supplier part, that is how a form takes it. `expected` and `destination` are
    the line's own or else the order's (or the part's); `cost` and `amount` are money to read, the
    amount to two places, of what came in where the rest is cancelled, empty where all is. `over` is
    what came in beyond the quantity; `closed_short` says that the rest was cancelled after a part
    came in. `pending` is how much of what is open has no serial, where the part is tracked by serial.
    """

    id: int
    order_id: int
    order: str
    position: int
    part_id: int
    part: str
    part_name: str
    unit: str
    tracking: str
    quantity: str
    received: str
    open: str
    over: str
    pending: str
    received_before: str
    supplier_part_id: int | None
    sku: str
    pack_size: str
    supplier_unit: str
    packs: str
    pack_units: str
    pack_cost: str
    unit_cost: str
    currency: str
    cost: str
    amount: str
    expected_on: str
    expected: str
    location_id: int | None
    location: str
    destination_id: int | None
    destination: str
    note: str
    state: str
    state_label: str
    closed_short: bool
    overdue: bool
    cancelled: str
    version: int


@dataclass(frozen=True)
class LineItem:
    """An item of a line. `expected` while it is on order; `quantity` as a form takes it.

    `received` is ISO 8601 in UTC, empty while it has not come in; `held` while a hold is open.
    """

    id: int
    line_id: int
    uid: str
    serial: str
    lot: str
    quantity: str
    status: str
    status_label: str
    place: str
    expected: bool
    received: str
    held: bool
    version: int


@dataclass(frozen=True)
class OrderDetail:
    """An order with its lines and their items: what is expected first, then what came in.

    `items` are the first thousand, `items_total` is how many there are; voided and merged ones are
    left out.
    """

    order: OrderRow
    lines: list[LineRow]
    items: list[LineItem]
    items_total: int


@dataclass(frozen=True)
class IssueRow:
    """An issue; `name` is ISS-12. `items` are those on it, `open_items` those without outcome.

    A resolved issue without disposition was raised by mistake. Times are ISO 8601 in UTC.
    """

    id: int
    number: int
    name: str
    title: str
    severity: str
    severity_label: str
    state: str
    state_label: str
    disposition: str
    disposition_label: str
    holds: bool
    assignee_id: int | None
    assignee: str
    items: int
    open_items: int
    comments: int
    raised_by: str
    created: str
    updated: str
    resolved: str
    version: int


@dataclass(frozen=True)
class KitRow:
    """A kit, how many items are in it and how much that is, unit by unit (“12 · 3.5 m”).

    Times are ISO 8601 in UTC; `closed` is empty while it is open.
    """

    id: int
    name: str
    reference: str
    destination_id: int | None
    destination: str
    closed: str
    items: int
    quantity: str
    version: int
    created: str
    updated: str


@dataclass(frozen=True)
class Checked:
    """One invariant: its name, its sentence, how many things were looked at, and what breaks it."""

    name: str
    sentence: str
    count: int
    broken: list[str]


@dataclass(frozen=True)
class ChangedItem:
    """What an act did to one item, kit, part, attribute, user, role or token, in words."""

    id: int
    label: str
    headline: str
    changes: list[str]
    entity: Entity


@dataclass(frozen=True)
class ChangeSetDetail:
    """One act: who, when (ISO 8601 in UTC), why, from where, and what it did to its items.

    `items` are those of the first 200 events that the actor may see; `total` is how many of those
    there are.
    `undoes` and `undone_by` are the numbers of other change sets, or None.
    """

    id: int
    verb: str
    actor: str
    when: str
    source: str
    reason: str
    items: list[ChangedItem]
    total: int
    undoes: int | None
    undone_by: int | None


@dataclass(frozen=True)
class UserRow:
    """A user; `role` is the key of the role. `invited`: a link waits to be used.

    `seen` is when a session of theirs was last used, ISO 8601 in UTC, or empty.
    """

    id: int
    name: str
    role: str
    role_name: str
    active: bool
    has_password: bool
    by_provider: bool
    invited: bool
    seen: str
    created: str
    version: int


@dataclass(frozen=True)
class RoleRow:
    """A role. `key` is what users and tokens name it by; built-in ones have the id and version 0.

    `users` and `tokens` say how many have it, without revoked tokens.
    """

    key: str
    id: int
    name: str
    permissions: list[str]
    built_in: bool
    archived: bool
    users: int
    tokens: int
    version: int


@dataclass(frozen=True)
class TokenRow:
    """A token without its secret; times are ISO 8601 in UTC, empty where there was none.

    `living`: not revoked, not expired, and its owner is active.
    """

    id: int
    name: str
    prefix: str
    owner_id: int
    owner: str
    role: str
    role_name: str
    living: bool
    expires: str
    revoked: str
    used: str
    created: str
    version: int


@dataclass(frozen=True)
class WebhookRow:
    """A webhook without its secret. Empty `verbs` or `entities` mean all of them.

    It hears what its owner may see. `waiting` and `given_up` count its deliveries; `answered` is
    when it last took one, ISO 8601 in UTC or empty, `failing` what the last attempt met if it did
    not take that. `dropped` counts what it was never told because too much waited, `last_dropped`
    is when that was last.
    """

    id: int
    name: str
    address: str
    verbs: list[str]
    entities: list[Entity]
    owner_id: int
    owner: str
    paused: bool
    archived: bool
    waiting: int
    given_up: int
    answered: str
    failing: str
    dropped: int
    last_dropped: str
    created: str
    version: int


@dataclass(frozen=True)
class NewToken:
    """A token with its secret, which is told this once. Empty where the same key made it before."""

    secret: str
    token: TokenRow


@dataclass(frozen=True)
class Link:
    """A new one-time link: its token is told once, to whoever made it."""

    token: str
    kind: LinkKind
    user_id: int
    name: str
    expires_at: datetime


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do."""

    dry_run: bool
    change_set: int | None
    created: dict[str, int]
    changed: dict[str, int]
    unchanged: dict[str, int]
    statuses: dict[Status, int]
    references: dict[str, list[str]]
    left_out: dict[str, list[str]]
    notices: list[str]
    repeated: bool


@dataclass(frozen=True)
class Attached:
    """A file that was attached."""

    id: int
    change_set: int
    name: str
    media_type: str
    size: int
    sha256: str
    width: int | None
    height: int | None
