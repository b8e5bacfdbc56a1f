"""Items: looked at, made, and all that can be done to them."""

from ioninv.api.doors import Doors
from ioninv.domain import issues, items

routes = Doors("items")

routes.door(
    "GET /items",
    items.browse,
    summary="Items in the order of the grid, for its filter, along a cursor",
)
routes.door("GET /items/count", items.count)
routes.door("GET /items/filter", items.describe)
routes.door(
    "POST /items",
    items.create,
    summary="Create items, all or none; the answer has their ids in order",
)
routes.door("POST /items/check", items.check, reads=True)
routes.door(
    "GET /items/{item_id}",
    items.get,
    summary="An item in full: its facts, why it has its status, its relatives, issues and history",
)
routes.door("PATCH /items/{item_id}", items.edit)
routes.door("GET /items/{item_id}/built", items.built)
routes.door("GET /items/{item_id}/family", items.family)
routes.door("GET /items/{item_id}/issues", issues.of_item)
routes.door("POST /items/{item_id}/adjust", items.adjust)
routes.door("POST /items/{item_id}/assign-serials", items.assign_serials)
routes.door("POST /items/{item_id}/split", items.split)

routes.door("POST /items/selection", items.selected, reads=True)
routes.door("POST /items/selection/count", items.selected_count, reads=True, named="count")
routes.door("POST /items/selection/acts", items.acts_for, reads=True)
routes.door("POST /items/selection/by-status", issues.by_status, reads=True)
routes.door("POST /items/selection/listed", issues.listed, reads=True)
routes.door(
    "POST /items/selection/all",
    items.select_all,
    reads=True,
    summary="Everything that a filter lets through, as it is now, to act on",
)

routes.door("POST /items/edit", items.edit_many, summary="Change fields of every selected item")
routes.door("POST /items/receive", items.receive)
routes.door("POST /items/clear-serial", items.clear_serial)
routes.door("POST /items/move", items.move)
routes.door("POST /items/start-work", items.start_work)
routes.door("POST /items/finish-work", items.finish_work)
routes.door("POST /items/install", items.install)
routes.door("POST /items/remove", items.remove)
routes.door("POST /items/hold", items.hold)
routes.door("POST /items/release", items.release)
routes.door("POST /items/scrap", items.scrap)
routes.door("POST /items/restore", items.restore)
routes.door("POST /items/ship", items.ship)
routes.door("POST /items/take-back", items.take_back)
routes.door("POST /items/void", items.void)
routes.door("POST /items/unvoid", items.unvoid)
routes.door("POST /items/merge", items.merge)
