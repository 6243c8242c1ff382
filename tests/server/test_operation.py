"""Reading one raw operation: what it means, or why it cannot be read. No database, no HTTP."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.schemas.operation import OPERATION_BYTES, read
from server.schemas.operations import CHOICES, FACTS_OF, OPERATIONS
from sync.canonical import canonical
from sync.operation import (
    Amend,
    Author,
    Choice,
    Create,
    Decide,
    Erase,
    KeepOne,
    KeepStanding,
    Operation,
    Progress,
    Reopen,
    Resolve,
    Review,
    TakeProposed,
    TakeValue,
    TwoPeople,
    Unreadable,
    Withdraw,
)
from tests.server.people import HERE, consent, made_id, units

ONE, TWO, OTHER = made_id("one"), made_id("two"), made_id("other")
AT = "2026-11-23T03:00:00.000Z"
LOCATION = {"lat_e6": -6_238_270, "lon_e6": 106_975_573, "accuracy_m": 12}
CONTACT = units()["contact"]


def raw(kind: str, **fields: Any) -> dict[str, Any]:
    head = {
        "op": made_id("op"),
        "n": 12,
        "schema": 2,
        "kind": kind,
        "registration": ONE,
        "base": 4,
        "author": {"account": made_id("rina"), "role": "recruiter", "device": made_id("hp")},
        "recorded_at": AT,
    }
    return head | fields


def create(**fields: Any) -> dict[str, Any]:
    whole = {
        "base": 0,
        "clinic": HERE.id,
        "set": units(),
        "consent": consent(),
        "captured_at": AT,
        "location": LOCATION,
    }
    return raw("create", **(whole | fields))


def choose(**choice: Any) -> dict[str, Any]:
    return {"thread": "t", "moves": 2} | choice


CHOSEN: list[tuple[dict[str, Any], Choice]] = [
    (choose(choice="standing"), KeepStanding("t", 2)),
    (choose(choice="proposed", proposal=TWO), TakeProposed("t", 2, TWO)),
    (choose(choice="value", value=CONTACT), TakeValue("t", 2, CONTACT)),
    (choose(choice="keep", keep=ONE, credit=OTHER), KeepOne("t", 2, ONE, OTHER)),
    (
        choose(choice="keep", keep=ONE, credit=OTHER, set={"contact": CONTACT}),
        KeepOne("t", 2, ONE, OTHER, {"contact": CONTACT}),
    ),
    (choose(choice="two_people", reason="NIK salah cetak"), TwoPeople("t", 2, "NIK salah cetak")),
    (choose(choice="reopen"), Reopen("t", 2)),
]
BODIES = [
    (create(), Create(HERE.id, units(), consent(), AT, LOCATION)),
    (
        raw("amend", set={"contact": CONTACT}, was={}),
        Amend({"contact": CONTACT}, {}),
    ),
    (raw("withdraw", reason="Batal"), Withdraw("Batal")),
    (raw("erase", ground="consent_withdrawn"), Erase("consent_withdrawn")),
    (
        raw("review", verdict="return", remarks={"phone": "Salah"}, message=None),
        Review("return", {"phone": "Salah"}, None),
    ),
    (
        raw("resolve", choices=[c for c, _ in CHOSEN], claims=[ONE, TWO]),
        Resolve(tuple(c for _, c in CHOSEN), (ONE, TWO)),
    ),
    (
        raw("progress", step="registered", facts={"kpj": "26110000017"}),
        Progress("registered", {"kpj": "26110000017"}),
    ),
    (
        raw("decide", about={"device": TWO, "n": 3}, choice="dismiss", seen="waiting", reason="x"),
        Decide(TWO, 3, "dismiss", "waiting", "x"),
    ),
]


@pytest.mark.parametrize(("given_raw", "body"), BODIES)
def test_every_kind_is_read(given_raw: dict[str, Any], body: Any) -> None:
    assert read(given_raw) == Operation(
        op=made_id("op"),
        n=12,
        registration=ONE,
        base=given_raw["base"],
        author=Author(made_id("rina"), "recruiter", made_id("hp")),
        recorded_at=AT,
        body=body,
    )


def test_there_is_an_example_of_every_kind_choice_and_step() -> None:
    assert {example["kind"] for example, _ in BODIES} == set(OPERATIONS)
    assert {example["choice"] for example, _ in CHOSEN} == set(CHOICES)
    assert set(FACTS_OF) == {"code_issued", "paid", "registered"}


@pytest.mark.parametrize("given_raw", [example for example, _ in BODIES])
def test_every_field_is_needed_and_no_other_is_known(given_raw: dict[str, Any]) -> None:
    for name in given_raw:
        less = {key: value for key, value in given_raw.items() if key != name}
        answer = read(less)
        assert isinstance(answer, Unreadable)
        assert (answer.code, answer.detail.split(":")[0]) == ("malformed", name)
    more = read(given_raw | {"surprise": 1})
    assert more == Unreadable("malformed", "surprise: Unknown field.")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"op": made_id("x").upper()}, "op"),
        ({"op": "7"}, "op"),
        ({"n": 0}, "n"),
        ({"n": True}, "n"),
        ({"n": 2**53}, "n"),
    ],
)
def test_P10_op_is_an_id_and_n_counts_from_1(change: dict[str, Any], field: str) -> None:
    answer = read(create(**change))
    assert isinstance(answer, Unreadable)
    assert answer.detail.startswith(f"{field}: ")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"recorded_at": "2026-11-23T03:00:00Z"}, "recorded_at"),
        ({"recorded_at": "2026-11-23T10:00:00.000+07:00"}, "recorded_at"),
        ({"recorded_at": "2026-13-23T10:00:00.000Z"}, "recorded_at"),
        ({"recorded_at": "2026-11-23T03:00:00.000Z\n"}, "recorded_at"),
        ({"location": LOCATION | {"lat_e6": 0.5}}, "location.lat_e6"),
        ({"registration": ONE.upper()}, "registration"),
    ],
)
def test_P13_numbers_times_and_ids(change: dict[str, Any], field: str) -> None:
    answer = read(create(**change))
    assert isinstance(answer, Unreadable)
    assert answer.detail.startswith(f"{field}: ")


@pytest.mark.parametrize("side", ["set", "was"])
def test_P14_a_unit_is_whole(side: str) -> None:
    half = {"contact": {"phone": CONTACT["phone"]}}
    answer = read(raw("amend", **({"set": {"contact": CONTACT}, "was": {}} | {side: half})))
    assert answer == Unreadable(
        "malformed", f"{side}.contact.email: Missing data for required field."
    )


def test_P15_an_operation_has_at_most_64_kib() -> None:
    room = OPERATION_BYTES - len(canonical(raw("withdraw", reason="")))
    assert isinstance(read(raw("withdraw", reason="x" * room)), Unreadable)  # too long a reason
    assert read(raw("withdraw", reason="x" * room)) != Unreadable("too_large", "over 65536 bytes")
    assert read(raw("withdraw", reason="x" * (room + 1))) == Unreadable(
        "too_large", "over 65536 bytes"
    )


@pytest.mark.parametrize(
    "signature",
    [[], [[]], [[1]], [[1, 2, 3]], [[601, 1]], [[1, 201]], [[-1, 1]], [["1", 1]], [1, 2], None],
)
def test_a_signature_is_strokes_on_the_pad(signature: Any) -> None:
    answer = read(create(consent=consent() | {"signature": signature}))
    assert isinstance(answer, Unreadable)
    assert answer.detail.startswith("consent.signature")


@pytest.mark.parametrize(
    ("step", "facts"),
    [
        ("code_issued", {"payment_code": "1234567890"}),
        ("code_issued", {"payment_code": "1234567890", "valid_until": "2026-02-30"}),
        ("paid", {"amount": 84_000}),
        ("registered", {"kpj": "123"}),
        ("registered", {"kpj": "26110000017", "paid_at": "2026-11-23"}),
    ],
)
def test_a_step_has_its_own_facts(step: str, facts: dict[str, Any]) -> None:
    answer = read(raw("progress", step=step, facts=facts))
    assert isinstance(answer, Unreadable)
    assert answer.detail.startswith("facts")


def test_a_chosen_value_is_of_one_unit() -> None:
    values: list[Any] = [CONTACT | units()["note"], {}, {"surprise": 1}, [], None]
    for value in values:
        answer = read(raw("resolve", choices=[choose(choice="value", value=value)], claims=[]))
        assert isinstance(answer, Unreadable)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(data=st.data())
@settings(max_examples=300, deadline=None, print_blob=True)
def test_P42_nothing_that_json_can_say_breaks_the_reader(data: st.DataObject) -> None:
    """Any field of a good operation, at any depth, is replaced by any JSON."""
    example, _ = data.draw(st.sampled_from(BODIES))
    broken = json.loads(json.dumps(example))
    node: Any = broken
    while True:
        key = data.draw(
            st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node)))
        )
        inner = node[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            break
        node = inner
    node[key] = data.draw(JSON)
    assert isinstance(read(broken), Operation | Unreadable)
