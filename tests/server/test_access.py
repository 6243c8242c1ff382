"""Every endpoint states who may call it, and refuses everybody else."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from server.api.access import ROLES, Access
from server.app import create_app
from server.settings import Settings
from tests.server.conftest import NewPhone
from tests.server.people import ADMIN, RINA, SARI, made_id


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind is enough: nothing here depends on it."""
    return sqlite_url


BY_ROLE = {"recruiter": RINA, "supervisor": SARI, "admin": ADMIN}


def endpoints(app: Flask) -> Iterator[tuple[str, str, Access | None]]:
    """(method, path, stated rule) of everything that is served."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        path = re.sub("<uuid:[a-z]+>", made_id("nothing"), rule.rule).replace("<web:path>", "x")
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            yield method, path, getattr(view, "access", None)


def test_every_endpoint_states_its_rule(app: Flask) -> None:
    assert [path for _, path, access in endpoints(app) if access is None] == []


def test_the_open_doors_are_these(app: Flask) -> None:
    public = {f"{m} {p}" for m, p, access in endpoints(app) if access and access.who == "public"}
    assert public == {
        "GET /",
        "GET /x",
        "GET /api/v1/health",
        "GET /api/v1/openapi.json",
        "GET /health/live",
        "GET /health/ready",
        "POST /api/v1/session",
        "POST /api/v1/session/factor",
    }


def test_every_endpoint_refuses_the_wrong_role(app: Flask, new_phone: NewPhone) -> None:
    tokens = {role: new_phone(account).token for role, account in BY_ROLE.items()}
    refused = 0
    for method, path, access in endpoints(app):
        assert access is not None
        if access.who == "public":
            continue
        client = app.test_client()
        stranger = client.open(path, method=method)
        assert (stranger.status_code, stranger.get_json()["code"]) == (
            401,
            "unauthenticated",
        ), path
        for role in ROLES if access.who == "signed_in" else ():
            if role in access.roles:
                continue
            headers = {"Authorization": f"Bearer {tokens[role]}"}
            answer = client.open(path, method=method, headers=headers)
            assert (answer.status_code, answer.get_json()["code"]) == (403, "forbidden"), (
                path,
                role,
            )
            refused += 1
    assert refused == 37


@pytest.mark.parametrize("origin", ["https://app.example.id", "http://localhost:5173"])
def test_cors_allows_the_listed_origins(sqlite_url: str, origin: str) -> None:
    settings = Settings(
        database_url=sqlite_url,
        web_origins=("https://app.example.id", "http://localhost:5173"),
    )
    client = create_app(settings).test_client()
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type, content-encoding",
    }
    preflight = client.options("/api/v1/sync", headers=asked)
    assert preflight.headers["Access-Control-Allow-Origin"] == origin
    allowed = preflight.headers["Access-Control-Allow-Headers"].lower()
    assert "authorization" in allowed
    assert "content-encoding" in allowed
    assert "Access-Control-Allow-Credentials" not in preflight.headers
    refused = client.get("/api/v1/me", headers={"Origin": origin})
    assert refused.status_code == 401
    assert refused.headers["Access-Control-Allow-Origin"] == origin


def test_cors_allows_no_other_origin(sqlite_url: str) -> None:
    settings = Settings(database_url=sqlite_url, web_origins=("https://app.example.id",))
    client = create_app(settings).test_client()
    for origin in (
        "https://app.example.id.evil.example",
        "https://xapp.example.id",
        "null",
    ):
        answer = client.get("/api/v1/health", headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_P81_cors_lets_another_origin_upload(sqlite_url: str) -> None:
    origin = "https://app.example.id"
    client = create_app(Settings(database_url=sqlite_url, web_origins=(origin,))).test_client()
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "tus-resumable, upload-offset, upload-checksum",
    }
    path = f"/api/v1/uploads/{made_id('nothing')}"
    preflight = client.options(path, headers=asked)
    assert "PATCH" in preflight.headers["Access-Control-Allow-Methods"]
    assert preflight.headers["Access-Control-Allow-Headers"].lower().count("upload-") == 2
    told = client.post("/api/v1/uploads", headers={"Origin": origin})
    assert "Upload-Offset" in told.headers["Access-Control-Expose-Headers"]
    assert "Location" in told.headers["Access-Control-Expose-Headers"]


def test_cors_is_off_by_default(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/health", headers={"Origin": "https://a.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("given", ["Bearer None", "Bearer ", f"Bearer {'m' * 40}"])
def test_figures_are_for_nobody_where_no_token_is_set(app: Flask, given: str) -> None:
    answer = app.test_client().get("/metrics", headers={"Authorization": given})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unauthenticated")
