"""flask-smorest fitted to this API: our parser, our problems, and components a client can use."""

from http import HTTPStatus
from typing import Any

import flask_smorest
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Flask, Response
from marshmallow import fields
from werkzeug.exceptions import HTTPException

from server.api import problems
from server.api.body import Parser
from server.schemas.common import ProblemSchema
from server.schemas.fields import Documented, Variant

VERSION = "0.1.0"
CONFIG = {
    "API_TITLE": "Perisai Lapangan",
    "API_VERSION": VERSION,
    "OPENAPI_VERSION": "3.1.0",
    "API_SPEC_OPTIONS": {
        "info": {"description": "docs/protocol.md rules it; this document draws it."},
        "components": {
            "securitySchemes": {
                "session": {"type": "http", "scheme": "bearer"},
                "device": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "`Device <device token>`: pushes only (P1).",
                },
            }
        },
    },
}


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest is untyped
    ARGUMENTS_PARSER = Parser()


class Api(flask_smorest.Api):  # type: ignore[misc]
    """Every error in our shape, and the two kinds of field that apispec does not know."""

    ERROR_SCHEMA = ProblemSchema

    def _register_responses(self) -> None:
        """Every problem is documented under its own content type."""
        body = {"application/problem+json": {"schema": ProblemSchema}}
        names = [status.name for status in HTTPStatus if status >= HTTPStatus.BAD_REQUEST]
        for name in (*names, self.DEFAULT_ERROR_RESPONSE_NAME):
            response = {"description": "A problem (RFC 9457)", "content": body}
            self.spec.components.response(name, response, lazy=True)

    def _register_pagination_header(self) -> None:
        """Pages are told in the body."""

    def init_app(self, app: Flask, **kwargs: Any) -> None:
        super().init_app(app, **kwargs)
        self.ma_plugin.converter.add_attribute_function(documented2properties)
        self.ma_plugin.converter.add_attribute_function(variant2properties)

    def handle_http_exception(self, error: HTTPException) -> Response:
        return problems.answer_to(error)


def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of an app."""
    (api,) = app.extensions["flask-smorest"]["apis"].values()
    spec: dict[str, Any] = api["ext_obj"].spec.to_dict()
    return spec


def documented2properties(
    self: OpenAPIConverter, field: fields.Field[Any], **_: Any
) -> dict[str, Any]:
    """A documented field is drawn as the field inside it."""
    return self.field2property(field.inner) if isinstance(field, Documented) else {}


def variant2properties(
    self: OpenAPIConverter, field: fields.Field[Any], **_: Any
) -> dict[str, Any]:
    """A variant is a component of its own: ``oneOf`` with a discriminator where it has one."""
    if not isinstance(field, Variant):
        return {}
    if field.component not in self.spec.components.schemas:
        refs: dict[str, dict[str, str]] = {
            tag: self.resolve_nested_schema(schema)  # type: ignore[no-untyped-call]
            for tag, schema in field.schemas.items()
        }
        component: dict[str, Any] = {"oneOf": list(refs.values())}
        if field.key:
            mapping = {tag: ref["$ref"] for tag, ref in refs.items()}
            component["discriminator"] = {"propertyName": field.key, "mapping": mapping}
        self.spec.components.schema(field.component, component)
    ref = {"$ref": f"#/components/schemas/{field.component}"}
    return {"anyOf": [ref, {"type": "null"}]} if field.allow_none else ref
