"""Whom things are bought from."""

from ioninv.api.doors import Doors
from ioninv.domain import suppliers

routes = Doors("suppliers")

routes.door("GET /suppliers", suppliers.search)
routes.door("GET /suppliers/suggestions", suppliers.suggest)
routes.door("POST /suppliers", suppliers.create)
routes.door("GET /suppliers/{supplier_id}", suppliers.get)
routes.door("PUT /suppliers/{supplier_id}", suppliers.edit)
routes.door("POST /suppliers/{supplier_id}/archive", suppliers.archive, given={"archived": True})
routes.door(
    "POST /suppliers/{supplier_id}/restore",
    suppliers.archive,
    given={"archived": False},
    called="restore",
)
routes.door("GET /suppliers/{supplier_id}/parts", suppliers.supplied)
routes.door("GET /suppliers/{supplier_id}/timeline", suppliers.timeline)
