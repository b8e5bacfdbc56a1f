from dataclasses import dataclass

from ioninv.vocabulary import Permission, Source


@dataclass(frozen=True)
class Actor:
    """Somebody acting through one of the edges."""

    user_id: int
    name: str
    permissions: frozenset[Permission]
    source: Source

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions
