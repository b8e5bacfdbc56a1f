"""A program's way to an ioninv elsewhere: typed, sent once, and with errors as the house has them.

with Client("http://localhost:8000", token) as client:
    for item in client.items("status=available"):
        print(item.serial, item.location)
"""

from ioninv.client.client import Client
from ioninv.client.environment import connect
from ioninv.client.files import EXPORTED, IMPORTED
from ioninv.client.items import Selection
from ioninv.errors import NoAnswer

__all__ = ["EXPORTED", "IMPORTED", "Client", "NoAnswer", "Selection", "connect"]
