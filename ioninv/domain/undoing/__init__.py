"""What one act did, and taking it back by the inverse act."""

from ioninv.domain.undoing.detail import ChangedItem, ChangeSetDetail, change_set
from ioninv.domain.undoing.undo import undo, what_stands_against

__all__ = ["ChangeSetDetail", "ChangedItem", "change_set", "undo", "what_stands_against"]
