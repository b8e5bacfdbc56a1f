"""How suppliers sell parts: their number, pack and unit."""

from ioninv.api.doors import Doors
from ioninv.domain import purchasing

routes = Doors("purchasing")

routes.door(
    "GET /supplier-parts",
    purchasing.search_supplier_parts,
    called="supplier_parts",
    summary="What suppliers sell, or one of them, or who sells a part, along a cursor",
)
routes.door(
    "POST /supplier-parts",
    purchasing.create_supplier_part,
    summary="Say how a supplier sells a part",
)
routes.door(
    "GET /supplier-parts/{supplier_part_id}",
    purchasing.supplier_part,
    summary="How a supplier sells a part",
)
routes.door("PUT /supplier-parts/{supplier_part_id}", purchasing.edit_supplier_part)
routes.door(
    "POST /supplier-parts/{supplier_part_id}/archive",
    purchasing.archive_supplier_part,
    given={"archived": True},
    summary="Offer it no more",
)
routes.door(
    "POST /supplier-parts/{supplier_part_id}/restore",
    purchasing.archive_supplier_part,
    given={"archived": False},
    called="restore_supplier_part",
    summary="Offer it again",
)
