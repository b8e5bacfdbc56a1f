"""The people. Until accounts exist, one first user acts for everybody."""

from ioninv.domain.accounts.first_user import first_user

__all__ = ["first_user"]
