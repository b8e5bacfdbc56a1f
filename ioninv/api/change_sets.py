"""What one act did, and taking it back."""

from ioninv.api.doors import Doors
from ioninv.domain import undoing

routes = Doors("change sets")

routes.door("GET /change-sets/{change_set_id}", undoing.change_set, summary="What one act did")
routes.door("GET /change-sets/{change_set_id}/obstacles", undoing.what_stands_against)
routes.door("POST /change-sets/{change_set_id}/undo", undoing.undo)
