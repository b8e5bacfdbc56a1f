"""Everything that a program can ask of a server, in one."""

from typing import Final

from ioninv.client.catalogue import Catalogue
from ioninv.client.files import Files
from ioninv.client.issues import Issues
from ioninv.client.items import Items
from ioninv.client.people import People
from ioninv.client.purchasing import Purchasing
from ioninv.client.reading import shaped
from ioninv.client.shapes import Checked

_LONG_SECONDS: Final = 900.0


class Client(Items, Catalogue, Purchasing, Issues, Files, People):
    """A server at `url`, asked with an API token. `call` reaches what has no method here.

    Close it, or use it as a context manager.
    """

    def verify(self) -> list[Checked]:
        """Check every invariant on the data as it is."""
        answer = self.call("GET", "/verify", seconds=_LONG_SECONDS)
        return shaped(list[Checked], answer["rows"])
