"""The people and programs that act: who they are, how they sign in, and what their roles permit.

What happens before there is an actor takes `(session, …)`; where a password has to be hashed it
takes the database, because that is slow and happens outside every transaction.
"""

from ioninv.domain.accounts.api_tokens import (
    NewToken,
    TokenRow,
    create_token,
    revoke_token,
    tokens,
)
from ioninv.domain.accounts.creation import create_user, invite
from ioninv.domain.accounts.custom_roles import RoleRow, archive_role, create_role, edit_role, roles
from ioninv.domain.accounts.first_user import first_user
from ioninv.domain.accounts.links import (
    Invited,
    Link,
    invitation,
    is_set_up,
    set_up_link,
    use_invitation,
)
from ioninv.domain.accounts.living_sessions import (
    SessionRow,
    SignedIn,
    end_session,
    sessions,
    sign_out,
    sign_out_everywhere,
)
from ioninv.domain.accounts.log import Entered, Entrance, sign_ins
from ioninv.domain.accounts.resolving import by_session, by_token, has_been_seen, note_seen
from ioninv.domain.accounts.rows import UserRow
from ioninv.domain.accounts.signing_in import sign_in
from ioninv.domain.accounts.visitor import COOKIE, DEVICE_COOKIE, Visitor, address_of

__all__ = [
    "COOKIE",
    "DEVICE_COOKIE",
    "Entered",
    "Entrance",
    "Invited",
    "Link",
    "NewToken",
    "RoleRow",
    "SessionRow",
    "SignedIn",
    "TokenRow",
    "UserRow",
    "Visitor",
    "address_of",
    "archive_role",
    "by_session",
    "by_token",
    "create_role",
    "create_token",
    "create_user",
    "edit_role",
    "end_session",
    "first_user",
    "has_been_seen",
    "invitation",
    "invite",
    "is_set_up",
    "note_seen",
    "revoke_token",
    "roles",
    "sessions",
    "set_up_link",
    "sign_in",
    "sign_ins",
    "sign_out",
    "sign_out_everywhere",
    "tokens",
    "use_invitation",
]
