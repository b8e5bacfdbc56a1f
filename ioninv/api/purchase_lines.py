"""Lines of purchase orders."""

from ioninv.api.doors import Doors
from ioninv.domain import purchasing

routes = Doors("purchasing")

routes.door("POST /purchase-orders/{order_id}/lines", purchasing.add_line)
routes.door("PUT /purchase-lines/{line_id}", purchasing.edit_line)
routes.door("POST /purchase-lines/{line_id}/cancel", purchasing.cancel_line)
routes.door("POST /purchase-lines/{line_id}/reopen", purchasing.reopen_line)
