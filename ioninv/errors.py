"""The ways a door says no. Each carries a sentence for a person and the field it concerns."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the sentence to show, and the form field it stands beside.

    Of a file that was read, `row` is the line in `file`, and `field` the header of the column.
    """

    message: str
    field: str = ""
    file: str = ""
    row: int | None = None


class Refused(Exception):
    """The act was refused and nothing was stored.

    `reasons` are sentences by item, where an act on many was refused because of these.
    """

    def __init__(
        self,
        message: str,
        field: str = "",
        problems: list[Problem] | None = None,
        reasons: Mapping[int, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.problems = problems or [Problem(message, field)]
        self.reasons = dict(reasons or {})

    @classmethod
    def because(cls, problems: list[Problem]) -> "Refused":
        """One refusal for several problems, so that a form can mark every field at once."""
        return cls(problems[0].message, problems[0].field, problems)


class Invalid(Refused):
    """What was given cannot be right."""


class NotFound(Refused):
    """It does not exist, or not for this actor."""


class Conflict(Refused):
    """It was right once: something stored meanwhile stands against it."""


class Stale(Conflict):
    """It was changed since the version or the change set that the act names."""


class KeyUsed(Conflict):
    """The idempotency key was used before, for something else."""


class Forbidden(Refused):
    """The actor may not do this."""


class SignedOut(Refused):
    """There is nobody: no living session or token, or its user is deactivated."""

    def __init__(
        self,
        message: str = "You are signed out. Sign in again.",
        field: str = "",
        problems: list[Problem] | None = None,
    ) -> None:
        super().__init__(message, field, problems)


class TooMany(Refused):
    """Too often in too short a time. `wait` is in seconds."""

    def __init__(self, message: str, wait: int) -> None:
        super().__init__(message)
        self.wait = wait
