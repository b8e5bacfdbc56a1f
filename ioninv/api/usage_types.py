"""What items are meant for."""

from ioninv import codes
from ioninv.api.doors import Doors
from ioninv.domain import usage_types
from ioninv.domain.listing import Place
from ioninv.domain.usage_types import UsageTypeRow

routes = Doors("usage types")


def _by_name(row: UsageTypeRow) -> Place:
    return row.archived, codes.key(row.name), row.id


routes.door("GET /usage-types", usage_types.all, along=_by_name)
routes.door("GET /usage-types/suggestions", usage_types.suggest)
routes.door("POST /usage-types", usage_types.create, summary="Create a usage type")
routes.door("POST /usage-types/{usage_type_id}/rename", usage_types.rename)
routes.door(
    "POST /usage-types/{usage_type_id}/archive",
    usage_types.archive,
    given={"archived": True},
    summary="Archive a usage type: new items are not offered it",
)
routes.door(
    "POST /usage-types/{usage_type_id}/restore",
    usage_types.archive,
    given={"archived": False},
    called="restore",
    summary="Take a usage type out of the archive",
)
