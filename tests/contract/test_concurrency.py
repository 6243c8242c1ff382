"""Several pushes at once, on databases that really run them at once."""

import random
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from server.store import Store
from sync.journal import Changes, Journal, Taking, Waiting
from sync.tally import in_buckets
from tests.contract.builders import (
    at,
    commit,
    counted,
    fed,
    logged,
    receipt,
    registration,
    tallied,
)
from tests.contract.people import add_device

WRITERS = 6
PUSHES = 25
SCOPE = "clinic:shared"


@pytest.fixture
def journal(store: Store) -> Journal:
    """A journal with a device for each writer."""
    for writer in range(WRITERS):
        add_device(store, f"d{writer}")
    return store.journal


@pytest.fixture(autouse=True)
def _quick_turns() -> Iterator[None]:
    """Let threads of Python take turns often: a tight loop shall not crowd out the writers."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


def together(*works: Callable[[], None]) -> None:
    """Start them at the same moment, wait for all, and raise what any of them raised."""
    start = threading.Barrier(len(works))

    def begin(work: Callable[[], None]) -> None:
        start.wait()
        work()

    with ThreadPoolExecutor(len(works)) as pool:
        for running in [pool.submit(begin, work) for work in works]:
            running.result()


def push_new(journal: Journal, pushes: int, writer: int) -> None:
    for push in range(pushes):
        key = f"w{writer}-{push}"
        commit(
            journal,
            f"d{writer}",
            registrations=[registration(key)],
            created=frozenset({key}),
            publish={(SCOPE, key): "live", (f"own:{writer}", key): "live"},
        )


def move_all(journal: Journal, writer: int) -> None:
    """Every writer moves the same registrations, in an order of its own."""
    keys = [f"w{other}-{push}" for other in range(WRITERS) for push in range(3)]
    for key in keys[writer:] + keys[:writer]:
        commit(
            journal,
            f"d{writer}",
            registrations=[registration(key, 2 + writer)],
            publish={(SCOPE, key): "left" if writer == 0 else "live"},
        )


def all_writers(work: Callable[[int], None]) -> list[Callable[[], None]]:
    return [partial(work, writer) for writer in range(WRITERS)]


def test_I5_a_cursor_misses_nothing_while_many_write(journal: Journal) -> None:
    writing = threading.Event()
    seen: list[tuple[int, str]] = []

    def poll() -> None:
        while True:
            quiet = not writing.is_set()
            page = fed(journal, SCOPE, after=seen[-1][0] if seen else 0, limit=7)
            seen.extend(page)
            if quiet and not page:
                return

    def write() -> None:
        try:
            together(*all_writers(partial(push_new, journal, PUSHES)))
        finally:
            writing.clear()

    writing.set()
    together(write, poll)
    assert [seq for seq, _ in seen] == list(range(1, WRITERS * PUSHES + 1))
    assert {key for _, key in seen} == {
        f"w{writer}-{n}" for writer in range(WRITERS) for n in range(PUSHES)
    }


def test_P57_every_snapshot_tallies_its_own_entries_while_many_write(journal: Journal) -> None:
    writing = threading.Event()

    def look() -> None:
        while writing.is_set():
            with journal.snapshot() as snapshot:
                rows = snapshot.feed(SCOPE, 0, WRITERS * PUSHES)
                kept = tuple(snapshot.tallies(SCOPE))
            live = [(row.registration.id, row.seq) for row in rows if row.flag == "live"]
            assert kept == in_buckets(live)

    def write() -> None:
        try:
            together(*all_writers(partial(push_new, journal, 8)))
            together(*all_writers(partial(move_all, journal)))
        finally:
            writing.clear()

    writing.set()
    together(write, look)
    assert tallied(journal, SCOPE) == counted(journal, SCOPE)


def test_P60_each_own_scope_counts_without_a_hole(journal: Journal) -> None:
    together(*all_writers(partial(push_new, journal, 3)))
    for writer in range(WRITERS):
        assert fed(journal, f"own:{writer}") == [(n + 1, f"w{writer}-{n}") for n in range(3)]


def test_M40_pushes_of_one_person_at_once_see_each_other(journal: Journal) -> None:
    for turn in range(10):
        person = f"person {turn}"
        found: list[int] = []

        def sign_up(writer: int, person: str = person, found: list[int] = found) -> None:
            key = f"{person} by {writer}"
            with journal.taking_in() as taking:
                device = taking.device(f"d{writer}")
                claims = taking.load([key], [person]).claims.get(person, ())
                found.append(len(claims))
                taking.commit(
                    Changes(
                        device,
                        registrations=[registration(key)],
                        created=frozenset({key}),
                        claims={key: frozenset({person})},
                    )
                )

        together(*all_writers(sign_up))
        assert sorted(found) == list(range(WRITERS))


def test_I3_no_push_overwrites_what_it_has_not_seen(journal: Journal) -> None:
    commit(journal, "d0", registrations=[registration("r1", 0)], created=frozenset({"r1"}))

    def amend(writer: int) -> None:
        for _ in range(PUSHES):
            with journal.taking_in() as taking:
                device = taking.device(f"d{writer}")
                standing = taking.load(["r1"], []).registrations["r1"]
                taking.commit(
                    Changes(device, registrations=[registration("r1", standing.version + 1)])
                )

    together(*all_writers(amend))
    with journal.taking_in() as taking:
        assert taking.load(["r1"], []).registrations["r1"].version == WRITERS * PUSHES


def amend_or_hold(taking: Taking, key: str) -> bool:
    """Amend ``key``, or hold the amend if it is not there; tell whether it was."""
    device = taking.device("d1")
    loaded = taking.load([key], [])
    row = logged("d1", device.through + 1, key)
    there = key in loaded.registrations
    taking.commit(
        Changes(
            at("d1", row.n),
            logged=[row],
            receipts=[("d1", receipt(row, "applied" if there else "held"))],
            hold=[] if there else [Waiting("registration", row)],
        )
    )
    return there


def test_P46_an_amend_beside_its_create_is_never_left_waiting(journal: Journal) -> None:
    for turn in range(15):
        key = f"r{turn}"
        met: list[str] = []

        def create(key: str = key, met: list[str] = met) -> None:
            with journal.taking_in() as taking:
                device = taking.device("d0")
                waiting = taking.load([key], []).waiting.get(key, ())
                met.extend("held" for _ in waiting)
                taking.commit(
                    Changes(
                        device,
                        registrations=[registration(key)],
                        created=frozenset({key}),
                        unhold=[(row.device, row.n) for row in waiting],
                    )
                )

        def amend(key: str = key, met: list[str] = met) -> None:
            with journal.taking_in() as taking:
                met.extend(["there"] if amend_or_hold(taking, key) else [])

        together(create, amend)
        assert len(met) == 1


def wander(journal: Journal, seed: int, writer: int) -> None:
    """Move claims between few persons, by pushes that lock several of everything in any order."""
    chance = random.Random(seed + writer)
    keys, persons = [f"r{n}" for n in range(6)], [*(f"p{n}" for n in range(3)), "duplicate:r0"]
    for _ in range(PUSHES):
        mine: Sequence[str] = chance.sample(keys, 3)
        targets: Sequence[str] = chance.sample(persons, 3)
        other = chance.choice(targets)
        with journal.taking_in() as taking:
            device = taking.device(f"d{writer}")
            loaded = taking.load(mine, targets)
            held = {key for claims in loaded.claims.values() for key in claims}
            assert held <= set(loaded.registrations)
            taking.commit(
                Changes(
                    device,
                    registrations=[
                        registration(key, loaded.registrations[key].version + 1) for key in mine
                    ],
                    claims={k: frozenset({t, other}) for k, t in zip(mine, targets, strict=True)},
                    publish={(chance.choice(["a", "b", SCOPE]), key): "live" for key in mine},
                )
            )


def test_L2_pushes_that_cross_do_not_stop_each_other(journal: Journal) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 - a random test tells its seed
    keys = [f"r{n}" for n in range(6)]
    commit(
        journal,
        "d0",
        registrations=[registration(key, 0) for key in keys],
        created=frozenset(keys),
    )
    together(*all_writers(partial(wander, journal, seed)))
    with journal.taking_in() as taking:
        loaded = taking.load(keys, [])
    assert sum(r.version for r in loaded.registrations.values()) == WRITERS * PUSHES * 3
    for claims in loaded.claims.values():
        assert len(claims) == len(set(claims))
