"""What every answer tells the browser to refuse."""

import base64
import hashlib
from pathlib import Path

import pytest
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from ioninv.serving.headers import Protected, policy_of


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    answers = {
        "/": HTMLResponse("<p>page</p>"),
        "/own": JSONResponse({}, headers={"Content-Security-Policy": "sandbox"}),
    }
    await answers.get(scope["path"], JSONResponse({}))(scope, receive, send)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    client = tmp_path / "build" / "client"
    client.mkdir(parents=True)
    (client / "index.html").write_text('<script src="/a.js"></script><script>\nrun()\n</script>')
    (client / "parts.html").write_text('<script type="module" async="">import "/b.js"</script>')
    return tmp_path


def test_inline_scripts_are_those_that_were_built_and_no_others(built: Path):
    policy = policy_of(built)

    for script in ("\nrun()\n", 'import "/b.js"'):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert policy.count("sha256-") == 2


def test_pages_get_the_policy_and_answers_without_one_may_load_nothing(built: Path):
    client = TestClient(Protected(app, policy_of(built)))

    policies = [client.get(path).headers["content-security-policy"] for path in ("/", "/own", "/x")]

    assert policies[0] == policy_of(built)
    assert policies[1] == "sandbox"
    assert policies[2].startswith("default-src 'none'")


def test_only_through_tls_browsers_are_told_to_stay_with_it():
    told = [
        TestClient(Protected(app, ""), base_url=f"{scheme}://inv.example").get("/").headers
        for scheme in ("http", "https")
    ]

    assert ["strict-transport-security" in each for each in told] == [False, True]
    assert all(each["x-content-type-options"] == "nosniff" for each in told)


def test_an_answer_that_nothing_changed_leaves_the_policy_of_the_page_that_is_kept():
    async def unchanged(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(status_code=304, headers={"ETag": '"1"'})(scope, receive, send)

    answer = TestClient(Protected(unchanged, "of the page")).get("/")

    assert "content-security-policy" not in answer.headers
