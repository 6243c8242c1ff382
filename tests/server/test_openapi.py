"""The OpenAPI document: what a client's types are made from."""

import re
from typing import Any

import pytest
from flask import Flask

from server.schemas.operations import OPERATIONS
from server.schemas.units import UNIT_SCHEMAS, SomeUnitsSchema, UnitsSchema
from sync.units import UNITS


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind is enough: nothing here depends on it."""
    return sqlite_url


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    answer: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").get_json()
    return answer


def references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*(references(v) for v in node.values()))
    if isinstance(node, list):
        return set().union(*(references(v) for v in node))
    return set()


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in references(document):
        node = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]


def test_operations_are_told_apart_by_kind(document: dict[str, Any]) -> None:
    operation = document["components"]["schemas"]["Operation"]
    assert operation["discriminator"]["propertyName"] == "kind"
    assert set(operation["discriminator"]["mapping"]) == set(OPERATIONS)
    assert len(operation["oneOf"]) == len(OPERATIONS)


def test_units_are_those_of_the_core(document: dict[str, Any]) -> None:
    assert {name: tuple(s().fields) for name, s in UNIT_SCHEMAS.items()} == dict(UNITS)
    assert tuple(UnitsSchema().fields) == tuple(SomeUnitsSchema().fields) == tuple(UNITS)
    schemas = document["components"]["schemas"]
    assert set(schemas["Units"]["required"]) == set(UNITS)
    assert "required" not in schemas["SomeUnits"]


def test_null_is_said_where_it_may_be(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert schemas["Note"]["properties"]["note"]["type"] == ["string", "null"]
    assert {"type": "null"} in schemas["SyncAnswer"]["properties"]["feed"]["anyOf"]
    assert schemas["Identity"]["properties"]["nik"]["pattern"] == "^[0-9]{16}$"


def test_every_endpoint_of_the_api_is_there(app: Flask, document: dict[str, Any]) -> None:
    served = {
        (re.sub(r"<uuid:(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}
        if rule.rule.startswith("/api/")
    }
    drawn = {
        (path, method)
        for path, methods in document["paths"].items()
        for method in methods
        if method not in {"parameters", "head", "options"}
    }
    assert drawn == served


def test_who_may_call_is_drawn(document: dict[str, Any]) -> None:
    assert document["paths"]["/api/v1/me"]["get"]["security"] == [{"session": []}]
    assert "security" not in document["paths"]["/api/v1/session"]["post"]
    sync = document["paths"]["/api/v1/sync"]["post"]
    assert sync["security"] == [{"session": []}, {"device": []}]


def test_problems_are_drawn_with_their_content_type(document: dict[str, Any]) -> None:
    default = document["components"]["responses"]["DEFAULT_ERROR"]
    assert set(default["content"]) == {"application/problem+json"}
