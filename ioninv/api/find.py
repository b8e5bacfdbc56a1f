"""Finding a thing by what stands on its label, and lots by their name."""

from ioninv.api.doors import Doors
from ioninv.domain import issues, items

routes = Doors("find")

routes.door("GET /find", items.find)
routes.door("GET /lots", issues.lots_called)
routes.door("GET /lots/suggestions", items.suggest_lots)
