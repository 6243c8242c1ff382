"""The quick yes never says yes where the schema says no, and says yes to what a phone sends."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from server.schemas.fields import ready
from server.schemas.operations import OPERATIONS
from server.schemas.quick import accepts
from tests.server.test_operation import BODIES

EXAMPLES = [example for example, _ in BODIES]
STRANGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**54), 2**54),
    st.floats(allow_nan=False),
    st.text(max_size=30),
    st.just([]),
    st.just({}),
    st.sampled_from(
        ["jkk", "male", "2026-02-30", "2026-11-23T25:00:00.000Z", " ", "a\nb", "\ud800"]
    ),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value, the whole left out."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in inner:
        yield (*path, key)
        if isinstance(child, dict | list):
            yield from places(child, (*path, key))


@pytest.mark.parametrize("raw", EXAMPLES)
def test_what_a_phone_sends_is_accepted_at_once(raw: dict[str, Any]) -> None:
    assert accepts(OPERATIONS[raw["kind"]])(raw)


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_P42_a_quick_yes_is_the_schema_s_yes(data: st.DataObject) -> None:
    raw = copy.deepcopy(data.draw(st.sampled_from(EXAMPLES)))
    schema = OPERATIONS[raw["kind"]]
    for _ in range(data.draw(st.integers(1, 2))):
        *path, last = data.draw(st.sampled_from(sorted(places(raw), key=repr)))
        target = raw
        for step in path:
            target = target[step]
        match data.draw(st.sampled_from(["change", "drop", "add"])):
            case "change":
                target[last] = data.draw(STRANGE)
            case "drop":
                del target[last]
            case _ if isinstance(target, dict):
                target["more"] = data.draw(STRANGE)
            case _:
                target.append(data.draw(STRANGE))
    if accepts(schema)(raw):
        try:
            ready(schema).load(raw)
        except ValidationError as error:  # pragma: no cover - only where the two disagree
            pytest.fail(f"accepted at once, refused by the schema: {error.messages}")
