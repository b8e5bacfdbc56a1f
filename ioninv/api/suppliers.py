"""Whom things are bought from."""

from ioninv.api.doors import Doors
from ioninv.domain import suppliers

routes = Doors("suppliers")

routes.door("GET /suppliers", suppliers.search, summary="Suppliers, along a cursor")
routes.door("GET /suppliers/suggestions", suppliers.suggest)
routes.door("POST /suppliers", suppliers.create, summary="Create a supplier")
routes.door("GET /suppliers/{supplier_id}", suppliers.get, summary="A supplier")
routes.door("PUT /suppliers/{supplier_id}", suppliers.edit)
routes.door(
    "POST /suppliers/{supplier_id}/archive",
    suppliers.archive,
    given={"archived": True},
    summary="Archive a supplier: nothing new is bought there",
)
routes.door(
    "POST /suppliers/{supplier_id}/restore",
    suppliers.archive,
    given={"archived": False},
    called="restore",
    summary="Take a supplier out of the archive",
)
routes.door("GET /suppliers/{supplier_id}/parts", suppliers.supplied)
routes.door("GET /suppliers/{supplier_id}/timeline", suppliers.timeline)
