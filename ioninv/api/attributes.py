"""Fields that people define for parts and items."""

from ioninv.api.doors import Doors
from ioninv.domain import attributes
from ioninv.domain.attributes import AttributeRow
from ioninv.domain.listing import Place
from ioninv.vocabulary import AppliesTo

routes = Doors("attributes")


def _in_order(row: AttributeRow) -> Place:
    """Those of parts first."""
    return 1_000_000 * (row.applies_to is AppliesTo.ITEM) + row.position, "", row.id


routes.door("GET /attributes", attributes.all, along=_in_order)
routes.door("POST /attributes", attributes.create)
routes.door("PUT /attributes/{attribute_id}", attributes.edit)
routes.door("POST /attributes/{attribute_id}/move", attributes.move)
routes.door("POST /attributes/{attribute_id}/archive", attributes.archive)
routes.door("POST /attributes/{attribute_id}/restore", attributes.restore)
routes.door("GET /attributes/{attribute_id}/timeline", attributes.timeline)
