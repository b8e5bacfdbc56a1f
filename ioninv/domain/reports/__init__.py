"""What the whole house looks like: the proof of its invariants."""

from ioninv.domain.reports.verify import Checked, verify

__all__ = ["Checked", "verify"]
