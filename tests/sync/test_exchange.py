"""Custody, receipts, chain and feed: docs/protocol.md, P30-P56."""

import base64
import hashlib
import hmac
import json

import pytest

from sync import lifecycle
from sync.canonical import GENESIS, digest, link
from sync.cursor import Cursor, Forged, decode, marked
from sync.feed import Viewer, page
from tests.simulate.language import UNITS
from tests.sync.bench import Bench, chain_of, contact


@pytest.fixture
def bench() -> Bench:
    bench = Bench()
    bench.sign_up()
    return bench


def test_P31_P32_the_servers_chain_is_the_phones(bench: Bench) -> None:
    operation = bench.make("d1", "amend", base=1, set={"contact": contact("p-1")}, was={})
    answer = bench.send("d1", operation)
    assert answer.through == 2
    assert answer.chain == chain_of(bench.made["d1"])


def test_P31_each_link_holds_the_one_before() -> None:
    first, second = digest({"n": 1}), digest({"n": 2})
    raw = hashlib.sha256(bytes(32) + bytes.fromhex(first)).digest()
    assert link(GENESIS, first) == raw.hex()
    assert link(raw.hex(), second) == hashlib.sha256(raw + bytes.fromhex(second)).hexdigest()


def test_P33_another_chain_is_told_not_refused(bench: Bench) -> None:
    assert bench.send("d1", chain=(1, chain_of(bench.made["d1"]))).chain_matches
    assert not bench.send("d1", chain=(1, "ff" * 32)).chain_matches


def test_P41_what_was_applied_is_not_listed(bench: Bench) -> None:
    seen = bench.make("d1", "amend", base=1, set={"contact": contact("p-1")}, was={})
    same = bench.make("d1", "amend", base=1, set={"contact": contact("p-1")}, was={})
    answer = bench.send("d1", seen, same)
    assert [(r.n, r.result) for r in answer.exceptions] == [(3, "same")]


def test_P42_one_bad_operation_delays_nobody(bench: Bench) -> None:
    broken = bench.make("d1", "amend", base=1, set=7)
    unknown = bench.make("d1", "dance")
    good = bench.make("d1", "amend", base=1, set={"contact": contact("p-1")}, was={})
    answer = bench.send("d1", broken, unknown, good)
    assert [r.code for r in answer.exceptions] == ["malformed", "unknown_kind"]
    assert answer.through == 4
    assert bench.phone() == "p-1"


def test_P42_a_bug_of_ours_delays_nobody(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(lifecycle, "withdraw", fail)
    bad = bench.make("d1", "withdraw", base=1, reason="member")
    good = bench.make("d1", "amend", base=1, set={"contact": contact("p-1")}, was={})
    answer = bench.send("d1", bad, good)
    assert [r.code for r in answer.exceptions] == ["internal_error"]
    assert bench.phone() == "p-1"
    assert len(bench.bugs) == 1


def test_P43_a_repeat_gets_its_first_receipt(bench: Bench) -> None:
    bench.amend("d1", 1, contact=contact("p-1"))
    operation = bench.make("d2", "amend", base=1, set={"contact": contact("p-2")}, was={})
    first = bench.send("d2", operation)
    before = bench.now()
    assert bench.send("d2", operation) == first
    assert bench.now() == before


def test_P44_a_reused_number_is_kept_beside(bench: Bench) -> None:
    again = bench.made["d1"][0] | {"set": UNITS | {"contact": contact("p-9")}}
    answer = bench.send("d1", again)
    assert [r.result for r in answer.exceptions] == ["id_reuse"]
    assert bench.phone() == "p-0"
    assert len(bench.journal.beside()) == 1
    assert bench.send("d1", bench.made["d1"][0]).exceptions == ()


def test_P44_a_reused_op_is_kept_without_effect(bench: Bench) -> None:
    operation = bench.make("d1", "withdraw", base=1, reason="member")
    operation["op"] = "d1-1"
    answer = bench.send("d1", operation)
    assert [r.result for r in answer.exceptions] == ["id_reuse"]
    assert answer.through == 2
    assert bench.now().status == "submitted"


def test_P46_beyond_a_gap_an_operation_waits_and_then_takes_effect(
    bench: Bench,
) -> None:
    second = bench.make("d1", "amend", base=1, set={"contact": contact("p-1")}, was={})
    third = bench.make("d1", "amend", base=1, set={"contact": contact("p-2")}, was={})
    early = bench.send("d1", third)
    assert (early.through, [r.result for r in early.exceptions]) == (1, ["held"])
    assert bench.send("d1", third).exceptions == early.exceptions
    assert bench.send("d1", second).through == 3
    assert bench.phone() == "p-2"
    assert bench.send("d1", waiting=[3]).exceptions == ()


def test_P46_an_amend_waits_for_its_create(bench: Bench) -> None:
    assert bench.amend("d2", 0, "new", contact=contact("p-3")) == "held:no_registration"
    bench.sign_up("d1", "new", identity={"nik": "n-new"})
    assert bench.thread("contact", "new").proposals[0].value == contact("p-3")
    answer = bench.send("d2", waiting=[1])
    assert [r.result for r in answer.exceptions] == ["conflict"]


def test_P48_L4_a_gap_is_given_up_and_its_number_may_still_come(bench: Bench) -> None:
    second = bench.make("d1", "amend", base=1, set={"name": {"full_name": "b"}}, was={})
    third = bench.make("d1", "amend", base=1, set={"contact": contact("p-3")}, was={})
    bench.send("d1", third)
    assert bench.send("d1", give_up="t0002").through == 1
    assert bench.send("d1", give_up="t0003").through == 3
    assert bench.phone() == "p-3"
    assert bench.send("d1", second).exceptions == ()
    assert bench.now().units["name"].value == {"full_name": "b"}
    assert bench.send("d1", second).exceptions == ()
    assert not bench.journal.waiting_rows()


def test_P48_L4_what_waits_for_a_create_that_never_comes_goes_to_an_admin(bench: Bench) -> None:
    bench.amend("d2", 0, "never", contact=contact("p-3"))
    assert bench.send("d2", give_up="t0001").exceptions == ()
    bench.send("d2", give_up="t9999")
    answer = bench.send("d2", waiting=[1])
    assert [(r.result, r.code) for r in answer.exceptions] == [("quarantined", "no_registration")]
    assert not bench.journal.waiting_rows()


def test_P47_too_many_beyond_a_gap_are_not_taken(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.custody.EARLY_KEPT", 1)
    bench.make("d1", "withdraw", base=1, reason="member")
    early = [bench.make("d1", "withdraw", base=1, reason="member") for _ in range(2)]
    answer = bench.send("d1", *early)
    assert [(r.n, r.result) for r in answer.exceptions] == [(3, "held"), (4, "retry")]


def test_P50_P51_each_sees_their_own_and_a_settled_question_leaves(
    bench: Bench,
) -> None:
    assert set(bench.entries("d1")) == {"reg"}
    assert set(bench.entries("d3")) == set()
    assert set(bench.entries("d5")) == set()
    bench.amend("d1", 1, contact=contact("p-1"))
    bench.amend("d2", 1, contact=contact("p-2"))
    assert bench.entries("d5")["reg"]["flag"] == "live"
    thread = bench.thread("contact")
    bench.resolve({"thread": thread.id, "moves": thread.moves, "choice": "standing"})
    assert bench.entries("d5")["reg"] == {
        "registration": "reg",
        "flag": "left",
        "seq": 2,
    }


def test_I11_a_view_shows_no_more_than_its_role_may_see(bench: Bench) -> None:
    bench.amend("d4", 1, contact=contact("p-1"))
    bench.amend("d2", 1, contact=contact("p-2"))
    own, clinic, desk = (bench.entries(d)["reg"] for d in ("d1", "d4", "d5"))
    assert "signature" not in own["consent"]
    assert "signature" in clinic["consent"]
    assert "checks" not in own
    assert "proposals" not in own["threads"][0]
    assert "proposals" not in clinic["threads"][0]
    assert own["threads"][0]["own"]
    assert not clinic["threads"][0]["own"]
    assert desk["threads"][0]["proposals"][0]["value"] == contact("p-2")
    assert desk["unit_stamps"]["contact"]["device"] == "d4"


def test_P52_a_cursor_is_signed() -> None:
    scopes = ("clinic:c2", "clinic:c1")
    cursor = Cursor(marked("e"), "ab" * 8, {"clinic:c1": 0, "clinic:c2": 300_000}, complete=True)
    text = cursor.encode(b"key")
    assert decode(text, b"key", scopes) == cursor
    for forged in (cursor.encode(b"other"), text[:-3], "", "é", "AAAA"):
        assert isinstance(decode(forged, b"key", scopes), Forged)


def _of_before(body: bytes) -> str:
    tag = hmac.new(b"key", b"cursor" + body, hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(tag + body).decode().rstrip("=")


def test_P52_P227_a_cursor_of_before_goes_on_both_ways() -> None:
    """Such as an older server made: JSON, with names; nobody knows whether its page was a last one."""
    text = _of_before(json.dumps(["e", "ab" * 8, {"desk": 7}], separators=(",", ":")).encode())
    cursor = Cursor(marked("e"), "ab" * 8, {"desk": 7})
    assert decode(text, b"key", ["desk"]) == cursor
    assert cursor.encode_named(b"key", "e") == text


def test_P227_a_short_cursor_is_none_of_a_server_of_before() -> None:
    short = Cursor(marked("e"), "ab" * 8, {"desk": 7}).encode(b"key")
    body = base64.urlsafe_b64decode(short + "=" * (-len(short) % 4))[16:]
    assert short != _of_before(body)


def test_P53_what_a_cursor_says_of_other_scopes_is_void() -> None:
    text = Cursor(marked("e"), "ab" * 8, {"desk": 7}).encode(b"key")
    told = decode(text, b"key", ["clinic:c1", "clinic:c2"])
    assert told == Cursor(marked("e"), "ab" * 8, {"clinic:c1": 0, "clinic:c2": 0})


def test_P53_another_epoch_or_view_starts_from_nothing(bench: Bench) -> None:
    viewer = Viewer("r1", "recruiter", "d1", ("account:r1",))
    with bench.journal.snapshot() as snapshot:
        first = page(snapshot, viewer, None, 10)
        moved = Viewer("r1", "supervisor", "d1", ("clinic:c1",))
        assert page(snapshot, viewer, first.cursor, 10).reset is None
        assert page(snapshot, moved, first.cursor, 10).reset == "view"
    bench.journal.renew_epoch("restored")
    with bench.journal.snapshot() as snapshot:
        again = page(snapshot, viewer, first.cursor, 10)
    assert (again.reset, again.entries) == ("epoch", first.entries)


def test_P54_P55_P56_pages_end_with_covers_and_an_unmoved_cursor(bench: Bench) -> None:
    bench.sign_up("d1", "two", identity={"nik": "n-2"})
    viewer = Viewer("r1", "recruiter", "d1", ("account:r1",))
    with bench.journal.snapshot() as snapshot:
        first = page(snapshot, viewer, None, 1)
        assert (first.more, first.covers, len(first.entries)) == (True, None, 1)
        second = page(snapshot, viewer, first.cursor, 1)
        assert (second.more, second.covers, len(second.entries)) == (False, 2, 1)
        silent = page(snapshot, viewer, second.cursor, 1)
    assert (silent.entries, silent.cursor) == ((), second.cursor)
