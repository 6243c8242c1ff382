"""Small answers, and the shape of every problem (RFC 9457)."""

from marshmallow import fields

from server.schemas.fields import WireSchema, integer, moment, one_of, optional, text


class HealthSchema(WireSchema):
    status = one_of("ok")
    version = text(60)
    time = moment()


class ProblemSchema(WireSchema):
    type = text(200)
    title = text(200)
    status = integer(400, 599)
    code = text(60)
    detail = optional(text(500))
    errors = optional(
        fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)
    )
