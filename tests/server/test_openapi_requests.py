"""Requests made from the OpenAPI document, valid ones and others: never a 5xx, never an answer of another shape."""

import os
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)

from server.api.openapi import document
from server.store.accounts import Account
from tests.server.conftest import NewPhone
from tests.server.people import ADMIN, RINA

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "40"))
"""Over all endpoints, for each role; `make fuzz` asks for thousands. Hypothesis prints how to play a failure again."""
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind is enough: nothing here depends on it."""
    return sqlite_url


@pytest.mark.parametrize("account", [RINA, ADMIN], ids=lambda a: a.role)
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda m: m.value)
def test_no_request_meets_a_bug(
    app: Flask,
    new_phone: NewPhone,
    account: Account,
    mode: schemathesis.GenerationMode,
) -> None:
    phone = new_phone(account)
    schema = schemathesis.openapi.from_dict(document(app))
    schema.app = app
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    # Ending one's own session would end the run; the others may do what they like to this database.
    kept = [o for o in operations if (o.method.upper(), o.path) != ("DELETE", "/api/v1/session")]
    assert len(kept) > 20
    cases = st.one_of([o.as_strategy(generation_mode=mode) for o in kept])

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=False,
    )
    @given(case=cases)
    def requests(case: schemathesis.Case[Any]) -> None:
        said = {"Authorization": f"Bearer {phone.token}", "Tus-Resumable": "1.0.0"}
        case.call_and_validate(headers=said | {"Accept-Encoding": "identity"}, checks=CHECKS)

    requests()
