"""The built app from the API's origin."""

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.api.headers import DATA, PAGE


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind is enough: nothing here depends on it."""
    return sqlite_url


@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/list", "/apis", "/registration/0192f0c4", "/new/a/1"]
)
def test_paths_of_the_app_are_its_index(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200  # never a redirect: the service worker keeps this answer
    assert b"Perisai" in answer.data
    assert answer.headers["Cache-Control"] == "no-cache"


def test_assets_are_kept_for_ever(client: FlaskClient) -> None:
    answer = client.get("/assets/app-0123abcd.js")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.mimetype == "text/javascript"


def test_the_worker_is_asked_for_again(client: FlaskClient) -> None:
    answer = client.get("/sw.js")
    assert answer.headers["Cache-Control"] == "no-cache"
    again = client.get("/sw.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/assets/none.js",
        "/assets/",
        "/assets",
        "/api/x",
        "/favicon.ico",
        "/../settings.py",
        "/%2e%2e/perisai.sqlite3",
        "/..%2fperisai.sqlite3",
    ],
)
def test_what_is_missing_is_not_the_app(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_without_a_build_it_says_so_plainly(client: FlaskClient, dist: Path) -> None:
    (dist / "index.html").unlink()
    assert client.get("/").status_code == 404


def test_every_answer_has_the_security_headers(client: FlaskClient) -> None:
    for path in ("/", "/sw.js", "/api/v1/health", "/api/v1/none"):
        headers = client.get(path).headers
        for name, value in (DATA if path.startswith("/api/") else PAGE).items():
            assert headers[name] == value
    for policy in (DATA["Content-Security-Policy"], PAGE["Content-Security-Policy"]):
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in DATA["Content-Security-Policy"]


def test_an_answer_of_the_api_has_no_headers_of_a_document(client: FlaskClient) -> None:
    """Each would be paid for at every sync."""
    spoken = client.get("/api/v1/health").headers
    assert not (PAGE.keys() - DATA.keys()) & set(spoken.keys())


def test_answers_of_the_api_are_never_stored(client: FlaskClient) -> None:
    assert client.get("/api/v1/health").headers["Cache-Control"] == "no-store"


def test_text_is_packed_for_who_can_unpack_it(client: FlaskClient) -> None:
    packed = client.get("/api/v1/openapi.json", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/api/v1/openapi.json")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize(
    ("accepted", "sent"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0", None)]
)
def test_a_file_is_sent_as_the_build_has_packed_it(
    client: FlaskClient, dist: Path, accepted: str, sent: str | None
) -> None:
    for ending in ("br", "gz"):
        (dist / f"sw.js.{ending}").write_bytes(f"packed as {ending}".encode())
    answer = client.get("/sw.js", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == sent
    assert answer.mimetype == "text/javascript"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert (answer.data == (dist / "sw.js").read_bytes()) == (sent is None)
    same = {"Accept-Encoding": accepted, "If-None-Match": answer.headers["ETag"]}
    assert client.get("/sw.js", headers=same).status_code == 304
