"""Photos on every journal, and at once on real databases (P84, P87)."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from server.store import Store
from server.store.uploads import Upload, Uploads
from sync.effect import Sender
from sync.exchange import Push, exchange
from sync.journal import Arrival, Journal
from sync.late import always
from sync.photos import arrive
from tests.contract.builders import ACCOUNT, AT, commit, registration
from tests.contract.people import add_device
from tests.simulate.language import UNITS, SmallRules, read

ROUNDS = 15


def arrival(sha256: str = "h", account: str = ACCOUNT, **other: Any) -> Arrival:
    scopes = (f"account:{account}",)
    return Arrival(sha256, account, scopes, "image/jpeg", **{"fate": "in"} | other, received_at=AT)


def loaded(journal: Journal, *registrations: str, photos: tuple[str, ...] = ()) -> Any:
    with journal.taking_in() as taking:
        taking.device("d1")
        return taking.load(registrations, [], photos=photos)


def test_what_came_in_is_told_with_the_photo(journal: Journal) -> None:
    commit(journal, "d1", arrivals=[arrival(), arrival(account="other"), arrival("h2")])
    told = loaded(journal, photos=("h",))
    assert {a.account for a in told.arrivals["h"]} == {ACCOUNT, "other"}
    assert set(told.arrivals) == {"h"}
    assert arrival() in told.arrivals["h"]


def test_the_last_word_of_an_account_stands(journal: Journal) -> None:
    commit(journal, "d1", arrivals=[arrival(fate="unreadable")])
    commit(journal, "d1", arrivals=[arrival()])
    assert [a.fate for a in loaded(journal, photos=("h",)).arrivals["h"]] == ["in"]


def test_a_photo_brings_the_registrations_that_ever_declared_it(journal: Journal) -> None:
    commit(
        journal, "d1", registrations=[registration("r1"), registration("r2")], created={"r1", "r2"}
    )
    commit(journal, "d1", declared=frozenset({("r1", "h"), ("r1", "h2"), ("not there", "h")}))
    commit(journal, "d1", declared=frozenset({("r1", "h")}), arrivals=[arrival("h2")])
    told = loaded(journal, photos=("h",))
    assert set(told.registrations) == {"r1"}
    assert set(told.arrivals) == {"h2"}


def test_a_registration_brings_what_came_in_of_its_photos(journal: Journal) -> None:
    commit(journal, "d1", registrations=[registration("r1")], created={"r1"})
    commit(journal, "d1", declared=frozenset({("r1", "h")}), arrivals=[arrival(), arrival("h2")])
    assert set(loaded(journal, "r1").arrivals) == {"h"}


def together(*works: Callable[[], object]) -> list[object]:
    """Start them at the same moment; what each came to."""
    start = threading.Barrier(len(works))

    def begin(work: Callable[[], object]) -> object:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [running.result() for running in [pool.submit(begin, work) for work in works]]


def sign_up(journal: Journal, n: int) -> None:
    """The phone's nth create, which declares photo n."""
    photo = {"id_photo": {"sha256": f"h{n}", "bytes": 9, "type": "image/jpeg"}}
    raw = {
        "op": f"op-{n}",
        "n": n,
        "kind": "create",
        "registration": f"r{n}",
        "base": 0,
        "author": {"account": ACCOUNT, "role": "recruiter", "device": "d1"},
        "recorded_at": AT,
        "clinic": "c1",
        "set": UNITS | {"identity": {"nik": f"n-{n}"}, "photo": photo},
        "consent": {},
        "captured_at": AT,
    }
    sender = Sender(ACCOUNT, "recruiter", "d1", always("recruiter", "c1"))
    exchange(journal, Push(sender, [raw], AT), rules=SmallRules(), reader=read, on_bug=_raise)


def _raise(_: str, error: Exception) -> None:
    raise error


def bring(journal: Journal, n: int) -> bool:
    """By another device of the account: the phone's own lock is not what makes them wait."""
    photo = arrival(f"h{n}")
    return arrive(journal, photo, device="d2", registration=f"r{n}", rules=SmallRules())


def test_P87_a_create_and_its_photo_at_once_never_miss_each_other(store: Store) -> None:
    for device in ("d1", "d2"):
        add_device(store, device)
    journal = store.journal
    for n in range(1, ROUNDS + 1):
        together(partial(sign_up, journal, n), partial(bring, journal, n))
        standing = store.photos.registration(f"r{n}")
        assert standing is not None
        assert standing.photo == "in", f"round {n}"


def upload(name: str = "u1", sha256: str = "h", **other: Any) -> Upload:
    begun = Upload(name, ACCOUNT, "d1", "r1", sha256, "image/jpeg", 100, 0, AT)
    return replace(begun, **other)


@pytest.fixture
def uploads(store: Store) -> Uploads:
    add_device(store, "d1")
    return store.uploads


def test_P84_pieces_come_back_in_their_order(uploads: Uploads) -> None:
    at: Upload | None = uploads.begin(upload())
    for piece in (b"\x00\xff", b"two", b"three"):
        assert at is not None
        at = uploads.append(at, piece, AT)
    assert at == uploads.find("u1", ACCOUNT)
    assert at is not None
    assert uploads.bytes_of(at) == b"\x00\xfftwothree"
    done = uploads.complete(at, AT)
    assert done is not None
    assert (done.complete, uploads.bytes_of(done)) == (True, b"")
    assert uploads.find("u1", "another") is None


def test_P84_of_two_at_once_one_goes_on(uploads: Uploads) -> None:
    at = uploads.begin(upload())
    for _ in range(ROUNDS):
        both = together(*(partial(uploads.append, at, piece, AT) for piece in (b"aa", b"bb")))
        (won,) = [moved for moved in both if isinstance(moved, Upload)]
        assert both.count(None) == 1
        at = won
    assert len(uploads.bytes_of(at)) == 2 * ROUNDS


def test_P83_two_that_begin_at_once_are_one(uploads: Uploads) -> None:
    for n in range(ROUNDS):
        both = together(
            *(partial(uploads.begin, upload(f"{n}{side}", f"h{n}")) for side in ("a", "b"))
        )
        assert both[0] == both[1]


def test_P83_what_was_left_alone_is_swept(uploads: Uploads) -> None:
    old = uploads.begin(upload("old"))
    kept = uploads.begin(upload("kept", "h2", touched_at="2026-11-24T03:00:00.000Z"))
    uploads.append(old, b"x", AT)
    assert uploads.sweep("2026-11-24T00:00:00.000Z") == 1
    assert uploads.sweep("2026-11-24T00:00:00.000Z") == 0
    assert uploads.find("old", ACCOUNT) is None
    assert uploads.find("kept", ACCOUNT) == kept
