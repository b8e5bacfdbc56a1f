from dataclasses import dataclass

from ioninv.vocabulary import Permission, Source


@dataclass(frozen=True)
class Actor:
    """Somebody acting through one of the edges, in a session or with a token, if not on the machine.

    `role` is the key of a role.
    """

    user_id: int
    name: str
    permissions: frozenset[Permission]
    source: Source
    role: str = ""
    session_id: int | None = None
    token_id: int | None = None

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions
