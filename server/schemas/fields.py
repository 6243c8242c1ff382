"""The kinds of field on the wire. A field is required and never null unless it says so.

Values stay as they were given: these fields judge and never convert, so that what is hashed, stored
and sent on is the phone's own value.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, cast

import marshmallow
from marshmallow import ValidationError, fields, validate

SAFE_INTEGER = 2**53 - 1
"""The largest integer that JavaScript keeps exactly (rule P13)."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_CONTROL_OR_BREAK = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_MOMENT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$"
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_HASH = "^[0-9a-f]{64}$"


class WireSchema(marshmallow.Schema):
    """An object of the wire: unknown fields are refused."""

    class Meta:
        unknown = marshmallow.RAISE

    def judge(self, data: Mapping[str, Any]) -> None:
        """Look at fields together, once each is right; raises ValidationError naming one of them."""

    @marshmallow.validates_schema
    def _judged(self, data: Mapping[str, Any], **_: Any) -> None:
        self.judge(data)


Schema = type[marshmallow.Schema]


@cache
def ready(schema: Schema) -> marshmallow.Schema:
    """The one instance of a schema: making one costs more than reading with it, and loads share nothing."""
    return schema()


class Boolean(fields.Boolean):
    """true or false, nothing that looks like it."""

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> Any:
        del attr, data, kwargs
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Documented(fields.Field[Any]):
    """A value that the application made or will read by itself.

    On the way in only its being an object is checked; on the way out it passes as it is. The
    specification shows ``inner``, and tests hold what passes against it.
    """

    def __init__(self, inner: fields.Field[Any]) -> None:
        super().__init__(required=True)
        self.inner = inner

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> Any:
        del attr, data, kwargs
        if not isinstance(value, dict):
            raise ValidationError("Not an object.")
        return value


class Integers(fields.List[Any]):
    """A list of integers of one range: thousands of them in a signature, looked at in one go.

    What is not plainly right goes the ordinary way, which finds the words for what is wrong.
    """

    def __init__(self, least: int, most: int, *, lengths: validate.Length) -> None:
        super().__init__(integer(least, most), required=True, validate=lengths)
        self._range = (least, most)

    def plainly(self, value: Any) -> bool:
        """Whether it is plainly right."""
        least, most = self._range
        plain = isinstance(value, list) and set(map(type, value)) == {int}
        return plain and least <= min(value) and max(value) <= most

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> list[Any]:
        if self.plainly(value):
            return cast("list[Any]", value)
        return super()._deserialize(value, attr, data, **kwargs)


class Variant(fields.Field[Any]):
    """One of several objects, told apart by the value of ``key`` in it."""

    def __init__(self, component: str, key: str, schemas: Mapping[str, Schema]) -> None:
        super().__init__(required=True)
        self.component = component
        self.key = key
        self.schemas = schemas

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> Any:
        del attr, data, kwargs
        tag = value.get(self.key) if isinstance(value, dict) else None
        if not isinstance(tag, str) or tag not in self.schemas:
            raise ValidationError({self.key: [f"Must be one of: {', '.join(self.schemas)}."]})
        return ready(self.schemas[tag]).load(value)


class Matches(validate.Regexp):
    """The whole text fits the pattern (``$`` alone would let a line break follow)."""

    @property
    def pattern(self) -> re.Pattern[str]:
        return cast("re.Pattern[str]", self.regex)

    def __call__(self, value: Any) -> Any:
        if self.regex.fullmatch(value) is None:
            raise ValidationError(self.error)
        return value


class Clean(validate.Validator):
    """Text without these characters, and not of white space alone."""

    def __init__(self, forbidden: re.Pattern[str]) -> None:
        self._forbidden = forbidden

    def holds(self, value: str) -> bool:
        """Whether it is so; what can be printed has no control characters, and is soon seen."""
        if value.isspace():
            return False
        return value.isprintable() or self._forbidden.search(value) is None

    def __call__(self, value: str) -> str:
        if self._forbidden.search(value):
            raise ValidationError("Has characters that are not text.")
        if not self.holds(value):
            raise ValidationError("Is only white space.")
        return value


class Real(validate.Validator):
    """Text of the right shape that also names something that is: a day, a time."""

    def __init__(self, parse: Callable[[str], object], *, error: str) -> None:
        self._parse = parse
        self._error = error

    def holds(self, value: str) -> bool:
        try:
            self._parse(value)
        except ValueError:
            return False
        return True

    def __call__(self, value: str) -> str:
        if not self.holds(value):
            raise ValidationError(self._error)
        return value


def text(most: int, *, least: int = 1) -> fields.String:
    """One line of text, ``least`` to ``most`` characters."""
    checks = [validate.Length(min=least, max=most), Clean(_CONTROL_OR_BREAK)]
    return fields.String(required=True, validate=checks)


def lines(most: int) -> fields.String:
    """Text with line breaks."""
    return fields.String(
        required=True, validate=[validate.Length(min=1, max=most), Clean(_CONTROL)]
    )


def matching(pattern: str, error: str) -> fields.String:
    """Text that fits a pattern as a whole."""
    return fields.String(required=True, validate=Matches(pattern, error=error))


def one_of(*choices: str) -> fields.String:
    return fields.String(required=True, validate=validate.OneOf(choices))


def integer(least: int = -SAFE_INTEGER, most: int = SAFE_INTEGER) -> fields.Integer:
    return fields.Integer(required=True, strict=True, validate=validate.Range(least, most))


def one_integer_of(*choices: int) -> fields.Integer:
    return fields.Integer(required=True, strict=True, validate=validate.OneOf(choices))


def boolean() -> Boolean:
    return Boolean(required=True)


def identifier() -> fields.String:
    """A UUID in lower case."""
    return fields.String(
        required=True,
        validate=Matches(_UUID, error="Not a UUID in lower case."),
        metadata={"format": "uuid"},
    )


def digest() -> fields.String:
    """SHA-256 in hex."""
    return matching(_HASH, "Not 64 hex digits.")


def moment() -> fields.String:
    """RFC 3339 in UTC with milliseconds (rule P13)."""
    shape = Matches(_MOMENT, error="Not a time in UTC with milliseconds.")
    real = Real(datetime.fromisoformat, error="No such time.")
    return fields.String(required=True, validate=[shape, real], metadata={"format": "date-time"})


def day() -> fields.String:
    """A calendar date, ``2026-11-23``."""
    shape = Matches(_DAY, error="Not a date.")
    real = Real(date.fromisoformat, error="No such date.")
    return fields.String(required=True, validate=[shape, real], metadata={"format": "date"})


def nested(schema: Schema) -> fields.Nested:
    return fields.Nested(schema, required=True)


def listed(field: fields.Field[Any], most: int, *, least: int = 0) -> fields.List[Any]:
    return fields.List(field, required=True, validate=validate.Length(min=least, max=most))


def by_name(field: fields.Field[Any], most: int) -> fields.Dict:
    """An object with free keys that look like field names."""
    return fields.Dict(
        keys=matching("^[a-z][a-z_]{0,39}$", "Not the name of a field."),
        values=field,
        required=True,
        validate=validate.Length(max=most),
    )


FieldT = TypeVar("FieldT", bound="fields.Field[Any]")


def optional(field: FieldT) -> FieldT:
    """The same field, which may be left out."""
    field.required = False
    return field


def nullable(field: FieldT) -> FieldT:
    """The same field, which may be null."""
    field.allow_none = True
    return field


def left_out(field: FieldT) -> FieldT:
    """The same field as newer apps send it: older ones leave it out, which reads as null (P9)."""
    field.load_default = None
    return optional(nullable(field))
