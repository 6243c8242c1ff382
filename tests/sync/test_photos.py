"""Photos in the pure core: declared and arrived in either order (P87, M86, M87, M89)."""

import hashlib
from typing import Any

import pytest

from sync.feed import Viewer
from sync.journal import Arrival
from sync.photos import arrive, proposed_hash, read_back
from tests.simulate.language import UNITS, SmallRules
from tests.sync.bench import Bench, contact

SCOPES = {"d1": ("account:r1",), "d3": ("account:r2",), "d4": ("clinic:c1",), "d5": ("desk",)}
ACCOUNTS = {"d1": "r1", "d3": "r2", "d4": "s1", "d5": "a1"}


def photo(sha256: str = "h") -> dict[str, Any]:
    return {"id_photo": {"sha256": sha256, "bytes": 9, "type": "image/jpeg"}}


def bring(
    bench: Bench, device: str = "d1", sha256: str = "h", *, registration: str = "reg", **other: Any
) -> bool:
    arrival = Arrival(
        sha256,
        ACCOUNTS[device],
        SCOPES[device],
        "image/jpeg",
        **{"fate": "in"} | other,
        received_at="t",
    )
    return arrive(
        bench.journal, arrival, device=device, registration=registration, rules=SmallRules()
    )


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_P87_bytes_after_their_declaration(bench: Bench) -> None:
    bench.sign_up(photo=photo())
    assert bench.now().photo == "awaited"
    before = bench.entries("d1")["reg"]
    assert bring(bench)
    after = bench.entries("d1")["reg"]
    assert (bench.now().photo, after["photos"]) == ("in", {"id_photo": "in"})
    assert (after["version"], after["seq"]) == (before["version"], before["seq"] + 1)


def test_P87_bytes_before_their_declaration(bench: Bench) -> None:
    assert bring(bench)
    bench.sign_up(photo=photo())
    assert bench.now().photo == "in"


def test_P87_a_repeated_arrival_moves_nothing(bench: Bench) -> None:
    bench.sign_up(photo=photo())
    bring(bench)
    before = bench.entries("d1")
    assert bring(bench)
    assert bring(bench, fate="unreadable")
    assert bench.entries("d1") == before


def test_P87_no_photo_is_told_until_one_comes(bench: Bench) -> None:
    bench.sign_up(photo=photo())
    bring(bench, fate="unreadable")
    assert bench.now().photo == "unreadable"
    bring(bench, "d4")
    assert bench.now().photo == "in"


def test_P87_a_held_amend_finds_its_photo(bench: Bench) -> None:
    """Its registration is not there when the bytes come, and nobody names the hash again."""
    assert (
        bench.say("d4", "amend", base=1, set={"photo": photo()}, was={}) == "held:no_registration"
    )
    assert bring(bench, "d4")
    bench.sign_up()
    assert bench.now().units["photo"].value == photo()
    assert bench.now().photo == "in"


def test_P87_what_an_admin_takes_from_beside_the_log_waits_for_its_photo(bench: Bench) -> None:
    """It was never accepted, so nobody has noted what it declares before it is taken."""
    bench.sign_up()
    bench.amend("d1", 1, contact=contact("p-1"))
    bench.made["d1"].pop()
    told = bench.say("d1", "amend", base=2, set={"photo": photo()}, was={}, op="another")
    assert told == "id_reuse"
    (one,) = bench.journal.beside()
    about = {"device": "d1", "n": 2, "hash": one.logged.hash}
    taken = bench.say("d5", "decide", about=about, choice="take", seen="waiting", reason=None)
    assert (taken, bench.now().photo) == ("applied", "awaited")
    bring(bench)
    assert bench.now().photo == "in"


def test_P87_a_proposal_that_is_chosen_finds_its_photo(bench: Bench) -> None:
    bench.sign_up()
    bench.amend("d4", 1, photo=photo("theirs"))
    assert bench.amend("d1", 1, photo=photo("mine")) == "conflict"
    bring(bench, "d1", "mine")
    assert bench.now().photo == "awaited"
    thread = bench.thread("photo")
    op = thread.proposals[0].stamp.op
    choice = {"thread": thread.id, "moves": thread.moves, "choice": "proposed", "proposal": op}
    assert bench.resolve(choice) == "applied"
    assert bench.now().photo == "in"


def test_P87_a_value_that_is_typed_finds_its_photo(bench: Bench) -> None:
    bench.sign_up()
    bench.amend("d4", 1, photo=photo("theirs"))
    bench.amend("d1", 1, photo=photo("mine"))
    bring(bench, "d5", "third", registration="elsewhere")
    thread = bench.thread("photo")
    value = {"thread": thread.id, "moves": thread.moves, "choice": "value", "value": photo("third")}
    assert bench.resolve(value) == "applied"
    assert bench.now().photo == "in"


def test_M86_the_same_bytes_are_the_same_value(bench: Bench) -> None:
    bench.sign_up(photo=photo())
    assert bench.amend("d4", 0, photo=photo()) == "same"
    assert bench.amend("d4", 0, photo=photo("other")) == "conflict"
    assert bench.thread("photo").kind == "value"


def test_M89_bytes_make_nothing_stale(bench: Bench) -> None:
    bench.sign_up(photo=photo())
    bring(bench)
    assert bench.amend("d4", 1, contact=contact("p-9")) == "applied"
    assert bench.review("approve", 2) == "applied"
    assert bench.now().photo == "in"


@pytest.mark.parametrize("device", ["d4", "d5"])
def test_M89_whoever_may_amend_may_bring_it(bench: Bench, device: str) -> None:
    bench.sign_up(photo=photo())
    assert bring(bench, device)
    assert bench.now().photo == "in"


def test_P86_nobody_else_may(bench: Bench) -> None:
    bench.sign_up(photo=photo())
    before = bench.entries("d1")
    assert not bring(bench, "d3")
    assert bench.entries("d1") == before
    assert bring(bench, "d3", registration="elsewhere")  # what is not known is judged when declared
    assert bench.entries("d1") == before


def test_P80_what_schema_1_did_not_know_begins_empty(bench: Bench) -> None:
    units = {name: value for name, value in UNITS.items() if name != "photo"}
    told = bench.say(
        "d1", "create", clinic="c1", set=units, consent={}, captured_at="2026-11-20T02:00:00.000Z"
    )  # fmt: skip
    assert told == "applied"
    assert bench.now().units["photo"].value == {"id_photo": None}
    again = bench.make("d1", "create", clinic="c1", set=units, consent={}, captured_at="2026-11-20")
    bench.send("d1", again)
    assert bench.now().version == 1


def test_M87_what_is_not_written_is_not_asked_about(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[set[str]] = []

    def problems(_: object, units: dict[str, Any], __: str) -> tuple[str, ...]:
        asked.append(set(units))
        return ()

    bench.sign_up()
    monkeypatch.setattr(SmallRules, "problems", problems)
    bench.amend("d1", 1, contact=contact("p-1"))
    bench.amend("d1", 2, photo=photo())
    assert list(dict.fromkeys(("photo" in units, "contact" in units) for units in asked)) == [
        (False, True),
        (True, True),
    ]


def test_P53_phones_of_before_pull_anew() -> None:
    """Their entries say nothing of photos, so the view that their cursor was made for is another."""
    before = hashlib.sha256(b"r1\nrecruiter").hexdigest()[:16]
    assert Viewer("r1", "recruiter", "d1", ()).view != before


def test_P131_what_a_restore_lost_is_in_again(bench: Bench) -> None:
    bench.sign_up(photo=photo())
    arrival = Arrival("h", "r1", SCOPES["d1"], "image/jpeg", fate="in", received_at="t")
    assert read_back(bench.journal, arrival, SmallRules())
    assert bench.now().photo == "in"
    assert bench.entries("d1")["reg"]["photos"] == {"id_photo": "in"}
    assert not read_back(bench.journal, arrival, SmallRules()), "it is there already"


def test_P133_a_photo_is_proposed_until_the_question_is_settled(bench: Bench) -> None:
    bench.sign_up(photo=photo())
    bench.amend("d1", base=1, photo=photo("mine"))
    bench.amend("d4", base=1, photo=photo("theirs"))
    (thread,) = bench.now().open_threads()
    (proposal,) = thread.proposals
    op = proposal.stamp.op
    assert proposed_hash(bench.now(), op) == "theirs"
    assert proposed_hash(bench.now(), "another") is None
    choice = {"thread": thread.id, "moves": thread.moves, "choice": "standing"}
    bench.say("d5", "resolve", base=bench.now().version, choices=[choice], claims=[])
    assert not bench.now().open_threads()
    assert proposed_hash(bench.now(), op) is None
