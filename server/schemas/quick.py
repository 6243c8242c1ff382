"""Saying yes quickly: nearly every operation is well formed, and reading is the dearest part of a push.

A schema is compiled once into one function that says yes only where the schema would. Where it does not
say yes, the schema is asked: it alone says no, and has the words for it.

What a phone sends a hundred times in a push is one call a field: a call is what Python is slow at.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from marshmallow import ValidationError, fields, validate

from server.schemas.fields import Boolean, Clean, Integers, Matches, Real, Schema, WireSchema, ready

Accepts = Callable[[Any], bool]


@cache
def accepts(schema: Schema) -> Accepts:
    """Return a function of a JSON value: True means that ``schema`` accepts it, False nothing."""
    return _object(ready(schema))


def _object(schema: Any) -> Accepts:
    checks = {name: _field(field) for name, field in schema.fields.items()}
    required = frozenset(name for name, field in schema.fields.items() if field.required)
    fitting = _whole(checks) if len(required) == len(checks) else _in_part(checks, required)
    judge = schema.judge if isinstance(schema, WireSchema) else None
    if judge is None or type(schema).judge is WireSchema.judge:
        return fitting
    return lambda value: fitting(value) and _holds(judge, value)


def _whole(checks: dict[str, Accepts]) -> Accepts:
    """An object with just these fields: as many as there are, and each of them."""
    count, in_order = len(checks), tuple(checks.items())

    def accept(value: Any) -> bool:
        if type(value) is not dict or len(value) != count:
            return False
        try:
            for name, check in in_order:
                if not check(value[name]):
                    return False
        except KeyError:
            return False
        return True

    return accept


def _in_part(checks: dict[str, Accepts], required: frozenset[str]) -> Accepts:
    """An object that may leave some of its fields out."""

    def accept(value: Any) -> bool:
        if type(value) is not dict or not required <= value.keys():
            return False
        for key, inner in value.items():
            check = checks.get(key)
            if check is None or not check(inner):
                return False
        return True

    return accept


def _field(field: fields.Field[Any]) -> Accepts:
    check = _of_type(field)
    return (lambda value: value is None or check(value)) if field.allow_none else check


def _of_type(field: fields.Field[Any]) -> Accepts:
    match field:
        case fields.Nested():
            return _object(field.schema)
        case Integers():
            return _all_of([field.plainly, *map(_validator, field.validators)])
        case fields.List():
            return _listed(field)
        case Boolean() if not field.validators:
            return lambda value: type(value) is bool
        case fields.Integer():
            return _integer(field.validators)
        case fields.String():
            return _text(field.validators)
        case _:
            return lambda value: value is not None and _holds(field.deserialize, value)


def _integer(validators: Sequence[Any]) -> Accepts:
    match validators:
        case [
            validate.Range(min=int(least), max=int(most), min_inclusive=True, max_inclusive=True)
        ]:
            return lambda value: type(value) is int and least <= value <= most
        case _:
            check = _all_of([_validator(one) for one in validators])
            return lambda value: type(value) is int and check(value)


def _text(validators: Sequence[Any]) -> Accepts:
    match validators:
        case [Matches() as shape]:
            fits = shape.pattern.fullmatch
            return lambda value: type(value) is str and fits(value) is not None
        case [validate.OneOf(choices=choices)]:
            known = frozenset(choices)
            return lambda value: type(value) is str and value in known
        case [validate.Length(min=int(least), max=int(most), equal=None), Clean() as clean]:
            holds = clean.holds
            return lambda value: type(value) is str and least <= len(value) <= most and holds(value)
        case [Matches() as shape, Real() as real]:
            fits, exists = shape.pattern.fullmatch, real.holds
            return lambda value: type(value) is str and fits(value) is not None and exists(value)
        case _:
            check = _all_of([_validator(one) for one in validators])
            return lambda value: type(value) is str and check(value)


def _listed(field: Any) -> Accepts:
    check = _field(field.inner)
    whole = _all_of([_validator(one) for one in field.validators])
    return lambda value: type(value) is list and whole(value) and all(map(check, value))


def _all_of(checks: Sequence[Accepts]) -> Accepts:
    match checks:
        case []:
            return lambda _: True
        case [check]:
            return check
        case _:
            return lambda value: all(check(value) for check in checks)


def _validator(validator: Callable[[Any], Any]) -> Accepts:
    match validator:
        case validate.OneOf():
            return frozenset(validator.choices).__contains__
        case Matches():
            fits = validator.pattern.fullmatch
            return lambda value: fits(value) is not None
        case Clean() | Real():
            return validator.holds
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
