"""What items are meant for: production, development, test, or the organisation's own words."""

from ioninv.domain.usage_types.archiving import archive
from ioninv.domain.usage_types.creation import create
from ioninv.domain.usage_types.listing import all, suggest
from ioninv.domain.usage_types.renaming import rename
from ioninv.domain.usage_types.rows import UsageTypeRow
from ioninv.domain.usage_types.seeding import seed

__all__ = ["UsageTypeRow", "all", "archive", "create", "rename", "seed", "suggest"]
