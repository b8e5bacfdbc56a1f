"""The caller's own sessions."""

from ioninv.api.doors import Doors
from ioninv.domain import accounts

routes = Doors("sessions")

routes.door("GET /sessions", accounts.sessions)
routes.door("DELETE /sessions/{session_id}", accounts.end_session)
routes.door("POST /sessions/end-others", accounts.sign_out_everywhere, named="ended")
