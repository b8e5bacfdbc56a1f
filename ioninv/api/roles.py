"""Roles, built in and one's own."""

from ioninv import codes
from ioninv.api.doors import Doors
from ioninv.domain import accounts
from ioninv.domain.accounts import RoleRow
from ioninv.domain.listing import Place
from ioninv.vocabulary import Role

routes = Doors("roles")


def _built_in_first(row: RoleRow) -> Place:
    if row.built_in:
        return 0, "", [*Role].index(Role(row.key))
    return 1 + row.archived, codes.key(row.name), row.id


routes.door("GET /roles", accounts.roles, along=_built_in_first)
routes.door("POST /roles", accounts.create_role, summary="Make a role of these permissions")
routes.door("GET /roles/called", accounts.role_called)
routes.door("PATCH /roles/{role_id}", accounts.edit_role)
routes.door(
    "POST /roles/{role_id}/archive",
    accounts.archive_role,
    given={"archived": True},
    summary="Archive a role; those who have it get the successor",
)
routes.door(
    "POST /roles/{role_id}/restore",
    accounts.archive_role,
    given={"archived": False, "successor": None},
    called="restore_role",
    summary="Take a role out of the archive",
)
routes.door("GET /roles/{role_id}/timeline", accounts.role_timeline)
