"""What somebody may see, wherever several kinds of things are shown together."""

from typing import Final

from ioninv.domain.access.actor import Actor
from ioninv.domain.access.requires import demand
from ioninv.vocabulary import Entity, Permission

VIEW: Final = {
    Entity.ITEM: Permission.VIEW_INVENTORY,
    Entity.HOLD: Permission.VIEW_INVENTORY,
    Entity.PART: Permission.VIEW_PARTS,
    Entity.KIT: Permission.VIEW_KITS,
    Entity.LOCATION: Permission.VIEW_LOCATIONS,
    Entity.SUPPLIER: Permission.VIEW_SUPPLIERS,
    Entity.USAGE_TYPE: Permission.VIEW_USAGE_TYPES,
    Entity.ATTRIBUTE: Permission.VIEW_ATTRIBUTES,
    Entity.ATTACHMENT: Permission.VIEW_ATTACHMENTS,
    Entity.PURCHASE_ORDER: Permission.VIEW_PURCHASING,
    Entity.PURCHASE_LINE: Permission.VIEW_PURCHASING,
    Entity.SUPPLIER_PART: Permission.VIEW_PURCHASING,
    Entity.ISSUE: Permission.VIEW_ISSUES,
    Entity.ISSUE_ITEM: Permission.VIEW_ISSUES,
    Entity.ISSUE_COMMENT: Permission.VIEW_ISSUES,
    Entity.USER: Permission.VIEW_USERS,
    Entity.ROLE: Permission.VIEW_USERS,
    Entity.TOKEN: Permission.EDIT_TOKENS,
}
"""The permission to see each kind. What has none here nobody may see but administrators."""


def visible_to(actor: Actor, entity: Entity) -> bool:
    """Whether an actor may see things of a kind: in the find box, in histories, in files."""
    return actor.may(VIEW.get(entity, Permission.VERIFY))


def demand_visible(actor: Actor, entity: Entity) -> None:
    """Raises Forbidden to actors who may not see things of a kind."""
    demand(actor, VIEW.get(entity, Permission.VERIFY))
