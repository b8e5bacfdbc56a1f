"""The tree of places, and what changing it does to the items that lie there."""

from ioninv.api.doors import Doors
from ioninv.domain import factory, locations
from ioninv.domain.listing import Place
from ioninv.domain.locations import LocationNode

routes = Doors("locations")


def _in_the_tree(node: LocationNode) -> Place:
    return 0, node.sort, node.id


_IN_EFFECT = "location.version"

routes.door("GET /locations", locations.tree, along=_in_the_tree)
routes.door("GET /locations/suggestions", locations.suggest)
routes.door("POST /locations", locations.create, summary="Create a location")
routes.door("POST /locations/path", locations.create_path)
routes.door("GET /locations/{location_id}", locations.get, summary="A location")
routes.door("PUT /locations/{location_id}", locations.edit)
routes.door(
    "POST /locations/{location_id}/rename",
    locations.rename,
    summary="Give a location another name, and leave the rest",
)
routes.door("GET /locations/{location_id}/timeline", locations.timeline)
routes.door(
    "POST /locations/{location_id}/move",
    factory.move,
    version=_IN_EFFECT,
    summary="Put a location, with all in it and below it, into another one, or with `null` into none",
)
routes.door(
    "POST /locations/{location_id}/archive",
    factory.archive,
    given={"archived": True},
    version=_IN_EFFECT,
    summary="Archive a location: nothing new is put there",
)
routes.door(
    "POST /locations/{location_id}/restore",
    factory.archive,
    given={"archived": False},
    called="restore",
    version=_IN_EFFECT,
    summary="Take a location out of the archive",
)
routes.door(
    "POST /locations/{location_id}/switch-off",
    factory.switch,
    given={"available": False},
    called="switch_off",
    version=_IN_EFFECT,
    summary="Switch a location off: what lies in it and below it is unavailable",
)
routes.door(
    "POST /locations/{location_id}/switch-on",
    factory.switch,
    given={"available": True},
    called="switch_on",
    version=_IN_EFFECT,
    summary="Switch a location on again",
)
routes.door("POST /locations/{source_id}/merge", factory.merge, version=_IN_EFFECT)
