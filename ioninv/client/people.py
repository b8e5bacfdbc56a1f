"""Users, roles, tokens and webhooks."""

from collections.abc import Iterator

from ioninv.client.connection import Connection
from ioninv.client.reading import shaped
from ioninv.client.shapes import Link, NewToken, RoleRow, TokenRow, UserRow, WebhookRow


class People(Connection):
    """What a program does with users, roles, tokens and webhooks."""

    def me(self) -> UserRow:
        """The user whose token this is."""
        return shaped(UserRow, self.call("GET", "/users/me"))

    def users(self) -> Iterator[UserRow]:
        """Every user by name, deactivated ones last."""
        return self.rows("/users", UserRow)

    def user_called(self, name: str) -> UserRow:
        """The user of a name, however it is written."""
        return shaped(UserRow, self.call("GET", "/users/called", query={"name": name}))

    def roles(self, *, archived: bool = False) -> Iterator[RoleRow]:
        """The built-in roles, then the others by name."""
        return self.rows("/roles", RoleRow, {"include_archived": archived})

    def role_called(self, name: str) -> RoleRow:
        """The role of a name or key."""
        return shaped(RoleRow, self.call("GET", "/roles/called", query={"name": name}))

    def invite(self, name: str, role: str = "viewer", *, key: str | None = None) -> Link:
        """Make a user, and the link with which they set their password. `role` is a key."""
        body = {"name": name, "role": role}
        return shaped(Link, self.call("POST", "/users/invite", body, key=key))

    def give_role(self, user_id: int, role: str, *, key: str | None = None) -> UserRow:
        """Give a user another role, by its key."""
        return shaped(UserRow, self.call("PATCH", f"/users/{user_id}", {"role": role}, key=key))

    def reset(self, user_id: int, *, key: str | None = None) -> Link:
        """Make a link with which a user sets a password."""
        return shaped(Link, self.call("POST", f"/users/{user_id}/reset", key=key))

    def deactivate(self, user_id: int, *, key: str | None = None) -> UserRow:
        """Shut a user out at once."""
        return shaped(UserRow, self.call("POST", f"/users/{user_id}/deactivate", key=key))

    def activate(self, user_id: int, *, key: str | None = None) -> UserRow:
        """Let a deactivated user in again."""
        return shaped(UserRow, self.call("POST", f"/users/{user_id}/activate", key=key))

    def webhooks(self, *, archived: bool = False) -> Iterator[WebhookRow]:
        """The addresses that hear of changes, by name."""
        return self.rows("/webhooks", WebhookRow, {"include_archived": archived})

    def tokens(self, *, everybodys: bool = False) -> Iterator[TokenRow]:
        """One's own tokens, or everybody's, the newest first."""
        return self.rows("/tokens", TokenRow, {"everybodys": everybodys})

    def create_token(
        self,
        name: str,
        role: str | None = None,
        days: int = 90,
        owner_id: int | None = None,
        *,
        key: str | None = None,
    ) -> NewToken:
        """Make a token. Raises Forbidden for a program: only people make tokens."""
        body = {"name": name, "role": role, "days": days, "owner_id": owner_id}
        return shaped(NewToken, self.call("POST", "/tokens", body, key=key))

    def revoke_token(self, token_id: int, *, key: str | None = None) -> TokenRow:
        """End a token."""
        return shaped(TokenRow, self.call("DELETE", f"/tokens/{token_id}", key=key))
