"""API tokens. The secret of a new one is told once."""

from ioninv.api.doors import Doors
from ioninv.domain import accounts

routes = Doors("tokens")

routes.door("GET /tokens", accounts.tokens)
routes.door("POST /tokens", accounts.create_token, version="token.version")
routes.door("DELETE /tokens/{token_id}", accounts.revoke_token)
