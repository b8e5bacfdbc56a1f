"""The part library."""

from ioninv.api.doors import Doors
from ioninv.domain import issues, parts, purchasing

routes = Doors("parts")

routes.door("GET /parts", parts.search, summary="Parts, along a cursor")
routes.door("GET /parts/count", parts.count, named="count")
routes.door("GET /parts/suggestions", parts.suggest)
routes.door("POST /parts", parts.create, summary="Create a part")
routes.door("GET /parts/{part_id}", parts.get, summary="A part, and what there is of it")
routes.door("PUT /parts/{part_id}", parts.edit)
routes.door(
    "POST /parts/{part_id}/archive",
    parts.archive,
    given={"archived": True},
    summary="Archive a part: no new items of it are made",
)
routes.door(
    "POST /parts/{part_id}/restore",
    parts.archive,
    given={"archived": False},
    called="restore",
    summary="Take a part out of the archive",
)
routes.door("POST /parts/{part_id}/revise", parts.revise)
routes.door("GET /parts/{part_id}/timeline", parts.timeline)
routes.door("GET /parts/{part_id}/lots", issues.lots_of_part)
routes.door("GET /parts/{part_id}/recall", issues.recall_preview)
routes.door("POST /parts/{part_id}/recall", issues.recall)
routes.door("GET /parts/{part_id}/coming", purchasing.coming)
