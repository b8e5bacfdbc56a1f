"""What there is of each part, what has still to come, and what is short."""

from ioninv.api.doors import Doors
from ioninv.domain import purchasing

routes = Doors("purchasing")

routes.door(
    "GET /supply",
    purchasing.supply,
    summary="What there is of each part, what has still to come and what is short, along a cursor",
)
routes.door("GET /shortage", purchasing.shortage)
routes.door("POST /shortage/orders", purchasing.draft_orders)
