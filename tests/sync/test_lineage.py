"""A phone under a new device id: docs/merge.md, M90-M93."""

import itertools

import pytest

from sync.lineage import Ancestor, Lineage
from sync.operation import Author
from sync.threads import Stamp
from tests.sync.bench import Bench, contact

OLD = "d1"


@pytest.fixture
def bench() -> Bench:
    bench = Bench()
    bench.sign_up()
    return bench


NEW = Lineage("c", (Ancestor("b", 2), Ancestor("a", 3)))


def said(device: str, n: int, op: str = "op") -> Stamp:
    return Stamp(op, n, Author("r1", "recruiter", device), "t", "t", 0, None)


def test_M91_M92_a_repeat_counts_under_its_own_number() -> None:
    again = Lineage("c", (), {"op": 3})
    assert again.own(said("d", 9))
    assert not again.own(said("d", 9, "other"))
    assert [than for than in range(1, 5) if again.later(said("d", 9), than)] == [1, 2]


def test_M90_M93_every_device_and_number_of_a_small_family() -> None:
    ours = {("c", n) for n in range(1, 5)}
    ours |= {("b", 1), ("b", 2), ("a", 1), ("a", 2), ("a", 3)}
    for device, n in itertools.product("abcd", range(1, 5)):
        assert NEW.own(said(device, n)) == ((device, n) in ours), (device, n)


def test_M91_only_numbers_of_one_device_are_compared() -> None:
    for device, n, than in itertools.product("abcd", range(1, 4), range(1, 4)):
        assert NEW.later(said(device, n), than) == (device == "c" and n > than)


def write(bench: Bench, device: str, phone: str, base: int = 1) -> str:
    return bench.amend(device, base, contact=contact(phone))


@pytest.mark.parametrize(
    ("writer", "own"),
    [
        ("itself", True),
        ("ancestor before the fork", True),
        ("ancestor after the fork", False),
        ("ancestor's ancestor before the fork", True),
        ("ancestor's ancestor after the fork", False),
        ("renewed from it", False),
        ("another of the account", False),
    ],
)
@pytest.mark.parametrize("seen", [True, False])
def test_M90_M93_who_wrote_last_and_who_comes(
    bench: Bench, writer: str, own: bool, seen: bool
) -> None:
    """The author's device is ``y``, renewed from ``x``, renewed from d1; all write the same unit."""
    says = {
        "itself": ("y", 0, 0),
        "ancestor before the fork": ("x", 0, 1),
        "ancestor after the fork": ("x", 0, 0),
        "ancestor's ancestor before the fork": (OLD, 2, 0),
        "ancestor's ancestor after the fork": (OLD, 1, 0),
        "renewed from it": ("z", 1, 0),
        "another of the account": ("d2", 1, 0),
    }
    by, first_fork, second_fork = says[writer]
    bench.renew(OLD, "x", first_fork or 1)
    bench.renew("x", "y", second_fork)
    bench.renew("y", "z", 0)
    assert write(bench, by, "p-1", base=1) == "applied"
    result = write(bench, "y", "p-2", base=2 if seen else 1)
    assert (result == "applied") == (own or seen)
    assert bench.phone() == ("p-2" if own or seen else "p-1")


def test_M90_M91_an_ancestors_word_never_supersedes(bench: Bench) -> None:
    for number in range(3):
        write(bench, OLD, f"p-{number + 1}", base=number + 1)
    bench.renew(OLD, "x", 4)
    assert write(bench, "x", "p-9") == "applied", "its number is 1, the ancestor's was 4"


def test_M17_M90_a_later_word_takes_back_the_ancestors_proposal(bench: Bench) -> None:
    write(bench, "d2", "p-1")
    assert write(bench, OLD, "p-2") == "conflict"
    bench.renew(OLD, "x", 2)
    assert write(bench, "x", "p-3") == "conflict"
    assert [p.value for p in bench.thread("contact").proposals] == [contact("p-3")]
    assert write(bench, "x", "p-1") == "same"
    assert not bench.thread("contact").open


def test_M90_M93_a_proposal_after_the_fork_waits_on(bench: Bench) -> None:
    write(bench, "d2", "p-1")
    bench.renew(OLD, "x", 1)
    assert write(bench, OLD, "p-2") == "conflict"
    assert write(bench, "x", "p-3") == "conflict"
    assert [p.value for p in bench.thread("contact").proposals] == [contact("p-2"), contact("p-3")]


@pytest.mark.parametrize(("fork", "result"), [(2, "applied"), (1, "merged")])
def test_M18_M23_M90_others_are_those_after_the_fork(bench: Bench, fork: int, result: str) -> None:
    write(bench, OLD, "p-1")
    bench.renew(OLD, "x", fork)
    assert bench.say("x", "withdraw", base=1, reason="member") == result


@pytest.mark.parametrize(("fork", "result"), [(1, "applied"), (0, "stale:moved")])
def test_M24_M90_a_verdict_is_not_stale_by_its_own_phone(
    bench: Bench, fork: int, result: str
) -> None:
    assert bench.amend("d4", 1, contact=contact("p-1")) == "applied"
    bench.renew("d4", "x", fork)
    assert bench.say("x", "review", base=1, verdict="return") == result


def test_M92_what_both_had_to_send_when_they_parted_is_the_word_of_both(bench: Bench) -> None:
    """d1 and its copy had an operation to send; d1 has sent it and gone on, the copy renews."""
    shared = bench.make(OLD, "amend", base=1, set={"contact": contact("p-1")}, was={})
    bench.send(OLD, shared)
    bench.renew(OLD, "x", 1)
    assert [r.result for r in bench.send("x", bench.anew("x", shared)).exceptions] == ["same"]
    assert write(bench, "x", "p-2") == "applied", "the shared one was its own"
    assert write(bench, OLD, "p-3") == "conflict", "and to the other it is a stranger"


def test_M92_within_one_push_and_no_more_than_what_was_repeated(bench: Bench) -> None:
    shared = bench.make(OLD, "amend", base=1, set={"contact": contact("p-1")}, was={})
    theirs = bench.make(OLD, "amend", base=1, set={"name": {"full_name": "b"}}, was={})
    bench.send(OLD, shared, theirs)
    bench.renew(OLD, "x", 1)
    again = bench.anew("x", shared)
    mine = bench.make("x", "amend", base=1, set={"contact": contact("p-2")}, was={})
    other = bench.make("x", "amend", base=1, set={"name": {"full_name": "c"}}, was={})
    answer = bench.send("x", again, mine, other)
    assert [(r.n, r.result) for r in answer.exceptions] == [
        (1, "same"),
        (2, "merged"),
        (3, "conflict"),
    ]


def test_M92_of_three_twins_none_is_a_stranger_to_what_they_said_before(bench: Bench) -> None:
    """Two copies renew; one hands over first what all three had to send, then d1 does as well."""
    shared = bench.make(OLD, "amend", base=1, set={"contact": contact("p-1")}, was={})
    for device in ("x", "y"):
        bench.renew(OLD, device, 1)
    bench.send("x", bench.anew("x", shared))
    bench.send("y", bench.anew("y", shared))
    bench.send(OLD, shared)
    assert write(bench, OLD, "p-2") == "applied", "d1's own, though x was first"
    assert write(bench, "y", "p-3") == "conflict"
    assert write(bench, "x", "p-4") == "conflict"


def test_M92_an_ancestors_repeat_is_own_up_to_the_fork(bench: Bench) -> None:
    shared = bench.make(OLD, "amend", base=1, set={"contact": contact("p-1")}, was={})
    bench.renew(OLD, "x", 1)
    bench.send("x", bench.anew("x", shared))
    bench.send(OLD, shared)
    bench.renew(OLD, "before", 1)
    bench.renew(OLD, "after", 2)
    assert write(bench, "before", "p-2") == "conflict"
    assert write(bench, "after", "p-3") == "applied"


def test_M92_another_accounts_use_of_an_op_makes_nothing_its_own(bench: Bench) -> None:
    bench.amend("d4", 1, contact=contact("p-1"))
    stolen = bench.make("d2", "withdraw", base=1, reason="x")
    stolen["op"] = "d4-1"
    assert [r.result for r in bench.send("d2", stolen).exceptions] == ["id_reuse"]
    assert write(bench, "d2", "p-2") == "conflict"
