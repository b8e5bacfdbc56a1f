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
from ioninv.domain.accounts.by_provider import (
    link_provider,
    provider_name,
    sign_in_by_provider,
    unlink_provider,
)
from ioninv.domain.accounts.changing_password import change_password
from ioninv.domain.accounts.creation import create_user, invite
from ioninv.domain.accounts.custom_roles import (
    RoleRow,
    archive_role,
    create_role,
    edit_role,
    role_called,
    roles,
)
from ioninv.domain.accounts.deactivating import activate, deactivate
from ioninv.domain.accounts.editing import edit_user
from ioninv.domain.accounts.first_user import first_user
from ioninv.domain.accounts.links import (
    Invited,
    Link,
    invitation,
    is_set_up,
    set_up_link,
    use_invitation,
)
from ioninv.domain.accounts.listing import myself, user, user_called, users
from ioninv.domain.accounts.living_sessions import (
    SessionRow,
    SignedIn,
    end_session,
    sessions,
    sign_out,
    sign_out_everywhere,
)
from ioninv.domain.accounts.log import Entered, Entrance, sign_ins
from ioninv.domain.accounts.resetting import reset
from ioninv.domain.accounts.resolving import by_session, by_token, has_been_seen, note_seen
from ioninv.domain.accounts.rows import UserRow
from ioninv.domain.accounts.signing_in import sign_in
from ioninv.domain.accounts.visitor import COOKIE, DEVICE_COOKIE, Visitor, address_of, is_trusted
from ioninv.domain.accounts.words import role_timeline, timeline

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
    "activate",
    "address_of",
    "archive_role",
    "by_session",
    "by_token",
    "change_password",
    "create_role",
    "create_token",
    "create_user",
    "deactivate",
    "edit_role",
    "edit_user",
    "end_session",
    "first_user",
    "has_been_seen",
    "invitation",
    "invite",
    "is_set_up",
    "is_trusted",
    "link_provider",
    "myself",
    "note_seen",
    "provider_name",
    "reset",
    "revoke_token",
    "role_called",
    "role_timeline",
    "roles",
    "sessions",
    "set_up_link",
    "sign_in",
    "sign_in_by_provider",
    "sign_ins",
    "sign_out",
    "sign_out_everywhere",
    "timeline",
    "tokens",
    "unlink_provider",
    "use_invitation",
    "user",
    "user_called",
    "users",
]
