"""The proof of what must hold of the whole house."""

from ioninv.api.doors import Doors
from ioninv.domain import reports

routes = Doors("verify")

routes.door("GET /verify", reports.verify)
