"""What changes to the tree of places do to the items that lie there."""

from ioninv.domain.factory.archiving import archive
from ioninv.domain.factory.effect import Effect
from ioninv.domain.factory.merging import merge
from ioninv.domain.factory.moving import move
from ioninv.domain.factory.switching import switch

__all__ = ["Effect", "archive", "merge", "move", "switch"]
