"""Issues on items, from raising to resolving."""

from ioninv.api.doors import Doors
from ioninv.domain import issues

routes = Doors("issues")

routes.door("GET /issues", issues.issues, summary="Issues, along a cursor")
routes.door("POST /issues", issues.create)
routes.door("GET /issues/assignees", issues.users)
routes.door("POST /issues/counts", issues.counts, reads=True)
routes.door(
    "GET /issues/{issue_id}",
    issues.get,
    version="row.version",
    summary="An issue with its items and comments",
)
routes.door("PUT /issues/{issue_id}", issues.edit)
routes.door("GET /issues/{issue_id}/timeline", issues.timeline)
routes.door("POST /issues/{issue_id}/comments", issues.comment)
routes.door("PUT /issue-comments/{comment_id}", issues.edit_comment)
routes.door("POST /issues/{issue_id}/add-items", issues.add_items)
routes.door("POST /issues/{issue_id}/remove-items", issues.remove_items)
routes.door("POST /issues/{issue_id}/assign", issues.assign)
routes.door("POST /issues/{issue_id}/start", issues.start)
routes.door("POST /issues/{issue_id}/stop", issues.stop)
routes.door("GET /issues/{issue_id}/resolution", issues.foresee)
routes.door("POST /issues/{issue_id}/resolve", issues.resolve)
routes.door("POST /issues/{issue_id}/reopen", issues.reopen)
