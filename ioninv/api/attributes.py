"""Fields that people define for parts and items."""

from ioninv.api.doors import Doors
from ioninv.domain import attributes

routes = Doors("attributes")

routes.door("GET /attributes", attributes.all)
routes.door("POST /attributes", attributes.create)
routes.door("PUT /attributes/{attribute_id}", attributes.edit)
routes.door("POST /attributes/{attribute_id}/move", attributes.move)
routes.door("POST /attributes/{attribute_id}/archive", attributes.archive)
routes.door("POST /attributes/{attribute_id}/restore", attributes.restore)
routes.door("GET /attributes/{attribute_id}/timeline", attributes.timeline)
