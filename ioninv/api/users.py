"""Users, and how they came in."""

from ioninv.api.doors import Doors
from ioninv.domain import accounts

routes = Doors("users")

routes.door("POST /users", accounts.create_user, summary="Make a user")
routes.door("POST /users/invite", accounts.invite)
routes.door("GET /sign-ins", accounts.sign_ins)
