"""Users, oneself among them, and how they came in."""

from ioninv import codes
from ioninv.api.doors import Doors
from ioninv.domain import accounts
from ioninv.domain.accounts import UserRow
from ioninv.domain.listing import Place

routes = Doors("users")


def _by_name(row: UserRow) -> Place:
    return not row.active, codes.key(row.name), row.id


routes.door("GET /users", accounts.users, along=_by_name)
routes.door("POST /users", accounts.create_user, summary="Make a user")
routes.door("POST /users/invite", accounts.invite)
routes.door("GET /users/called", accounts.user_called)
routes.door("GET /users/me", accounts.myself, summary="The user that the caller is")
routes.door("POST /users/me/unlink-provider", accounts.unlink_provider)
routes.door("GET /users/{user_id}", accounts.user, summary="A user")
routes.door("PATCH /users/{user_id}", accounts.edit_user)
routes.door("POST /users/{user_id}/deactivate", accounts.deactivate)
routes.door("POST /users/{user_id}/activate", accounts.activate)
routes.door("POST /users/{user_id}/reset", accounts.reset)
routes.door("GET /users/{user_id}/timeline", accounts.timeline)
routes.door("GET /sign-ins", accounts.sign_ins)
