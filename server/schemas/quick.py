"""Saying yes quickly: nearly every operation is well formed, and reading is the dearest part of a push.

A schema is compiled once into one function that says yes only where the schema would. Where it does not
say yes, the schema is asked: it alone says no, and has the words for it.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from marshmallow import ValidationError, fields, validate

from server.schemas.fields import Boolean, Matches, Schema, WireSchema, ready

Accepts = Callable[[Any], bool]


@cache
def accepts(schema: Schema) -> Accepts:
    """Return a function of a JSON value: True means that ``schema`` accepts it, False nothing."""
    return _object(ready(schema))


def _object(schema: Any) -> Accepts:
    checks: Mapping[str, Accepts] = {name: _field(field) for name, field in schema.fields.items()}
    required = frozenset(name for name, field in schema.fields.items() if field.required)
    judge = schema.judge if isinstance(schema, WireSchema) else None

    def accept(value: Any) -> bool:
        if type(value) is not dict or not required <= value.keys():
            return False
        for key, inner in value.items():
            check = checks.get(key)
            if check is None or not check(inner):
                return False
        return judge is None or _holds(judge, value)

    return accept


def _field(field: fields.Field[Any]) -> Accepts:
    check = _of_type(field)
    return (lambda value: value is None or check(value)) if field.allow_none else check


def _of_type(field: fields.Field[Any]) -> Accepts:
    kind = type(field)
    if kind is fields.Nested:
        return _object(field.schema)  # type: ignore[attr-defined]
    if kind is fields.List:
        return _listed(field)
    plain = {fields.String: str, fields.Integer: int, Boolean: bool}.get(kind)
    if plain is None:
        return lambda value: value is not None and _holds(field.deserialize, value)
    return _plain(plain, _validators(field))


def _plain(kind: type, checks: Sequence[Accepts]) -> Accepts:
    """Nearly every field has one validator or none: these are asked without a loop."""
    match checks:
        case []:
            return lambda value: type(value) is kind
        case [check]:
            return lambda value: type(value) is kind and check(value)
        case _:
            return lambda value: type(value) is kind and all(check(value) for check in checks)


def _listed(field: Any) -> Accepts:
    check, checks = _field(field.inner), _validators(field)
    return lambda value: (
        type(value) is list and all(map(check, value)) and all(whole(value) for whole in checks)
    )


def _validators(field: fields.Field[Any]) -> Sequence[Accepts]:
    return [_validator(validator) for validator in field.validators]


def _validator(validator: Callable[[Any], Any]) -> Accepts:
    match validator:
        case validate.OneOf():
            return frozenset(validator.choices).__contains__
        case Matches():
            match_whole = validator.regex.fullmatch
            return lambda value: match_whole(value) is not None
        case validate.Length(min=int(least), max=int(most), equal=None):
            return lambda value: least <= len(value) <= most
        case validate.Range(min=int(least), max=int(most), min_inclusive=True, max_inclusive=True):
            return lambda value: least <= value <= most
        case _:
            return lambda value: _holds(validator, value)


def _holds(check: Callable[[Any], Any], value: Any) -> bool:
    try:
        check(value)
    except ValidationError:
        return False
    return True
