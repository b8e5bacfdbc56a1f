"""What a browser may keep."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from ioninv.serving.caching import Caching


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "root-DzzVy0mg.js").write_text("script")
    (tmp_path / "index.html").write_text("page")
    (tmp_path / "404.html").write_text("nothing here")

    def parts(_request: object) -> JSONResponse:
        return JSONResponse([])

    files = StaticFiles(directory=tmp_path, html=True)
    return TestClient(Caching(Starlette(routes=[Route("/api/parts", parts), Mount("/", files)])))


def test_a_hashed_file_is_kept_for_good(client: TestClient):
    assert "immutable" in client.get("/assets/root-DzzVy0mg.js").headers["cache-control"]


def test_the_page_is_asked_for_anew(client: TestClient):
    assert client.get("/").headers["cache-control"] == "no-cache"


def test_a_missing_file_is_not_kept(client: TestClient):
    answer = client.get("/assets/gone.js")

    assert answer.status_code == 404
    assert answer.headers.get("cache-control") in {None, "no-cache"}


def test_rest_sets_its_own_rules(client: TestClient):
    assert "cache-control" not in client.get("/api/parts").headers
