"""Kits, and what is put in them and taken out."""

from ioninv.api.doors import Doors
from ioninv.domain import kits

routes = Doors("kits")

routes.door("GET /kits", kits.search, summary="Kits, along a cursor")
routes.door("GET /kits/suggestions", kits.suggest)
routes.door("POST /kits", kits.create)
routes.door("POST /kits/take-out", kits.take_out)
routes.door("GET /kits/{kit_id}", kits.get, summary="A kit")
routes.door("PUT /kits/{kit_id}", kits.edit)
routes.door("GET /kits/{kit_id}/places", kits.lying)
routes.door("GET /kits/{kit_id}/timeline", kits.timeline)
routes.door("POST /kits/{kit_id}/put-in", kits.put_in)
routes.door("POST /kits/{kit_id}/close", kits.close)
routes.door("POST /kits/{kit_id}/reopen", kits.reopen)
