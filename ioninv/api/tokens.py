"""API tokens. The secret of a new one is told once."""

from ioninv.api.doors import Doors
from ioninv.domain import accounts
from ioninv.domain.accounts import TokenRow
from ioninv.domain.listing import Place

routes = Doors("tokens")


def _newest_first(row: TokenRow) -> Place:
    return 0, "", -row.id


routes.door("GET /tokens", accounts.tokens, along=_newest_first)
routes.door("POST /tokens", accounts.create_token, version="token.version")
routes.door("DELETE /tokens/{token_id}", accounts.revoke_token)
