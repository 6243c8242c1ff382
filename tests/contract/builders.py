"""Values for journals: each call shows only what the test is about."""

from dataclasses import replace
from typing import Any

from sync.canonical import GENESIS, digest, link
from sync.journal import Changes, Device, Flag, Journal, Logged
from sync.operation import Author
from sync.receipt import Receipt
from sync.registration import Event, Registration, Unit
from sync.tally import Tally, in_buckets
from sync.threads import Stamp

ACCOUNT = "account-1"
AT = "2026-11-23T03:00:00.000Z"


def logged(device: str, n: int, registration: str = "r1", **other: Any) -> Logged:
    """An operation in custody; its content is its number unless ``raw`` says otherwise."""
    raw = other.pop("raw", {"n": n, "device": device, "registration": registration})
    row = Logged(
        device=device,
        n=n,
        op=f"{device}-op-{n}",
        registration=registration,
        kind="amend",
        raw=raw,
        hash=digest(raw),
        chain=link(GENESIS, digest(raw)),
        account=ACCOUNT,
        role="recruiter",
        received_at=AT,
        skew_ms=-480,
        app="0.1.0",
    )
    return replace(row, **other)


def receipt(row: Logged, result: Any = "applied", version: int = 1) -> Receipt:
    """The answer to an operation."""
    return Receipt(row.n, row.op, row.registration, result, version)


def registration(key: str, version: int = 1, **other: Any) -> Registration:
    """A registration with one unit, written at ``version``."""
    stamp = Stamp(f"op-{key}", 1, Author(ACCOUNT, "recruiter", "d1"), AT, AT, 0, "0.1.0")
    built = Registration(
        id=key,
        clinic="c1",
        recruiter=ACCOUNT,
        version=version,
        status="submitted",
        status_version=1,
        status_op=stamp.op,
        units={"name": Unit({"full_name": f"Nama {version}"}, version, stamp.op)},
        stamps={stamp.op: stamp},
        consent={"notice_version": 3},
        captured_at=AT,
        received_at=AT,
        skew_ms=0,
        location={"lat_e6": -6_200_000, "lon_e6": 107_000_000, "accuracy_m": 9},
        history=(Event("created", 1, stamp.op),),
    )
    return replace(built, **other)


def commit(journal: Journal, pusher: str, /, **changes: Any) -> None:
    """One push's transaction that writes just these changes, the device unmoved unless given."""
    with journal.taking_in() as taking:
        standing = taking.device(pusher)
        taking.load([r.id for r in changes.get("registrations", ())], changes.pop("persons", ()))
        taking.commit(Changes(**{"device": standing, **changes}))


def put(journal: Journal, key: str, *scopes: str, version: int = 1, flag: Flag = "live") -> None:
    """Write a registration and publish it in these scopes."""
    commit(
        journal,
        "d1",
        registrations=[registration(key, version)],
        created=frozenset({key} if version == 1 else ()),
        publish={(scope, key): flag for scope in scopes},
    )


def fed(journal: Journal, scope: str, after: int = 0, limit: int = 500) -> list[tuple[int, str]]:
    """(seq, registration) of a scope's feed."""
    with journal.snapshot() as snapshot:
        return [(row.seq, row.registration.id) for row in snapshot.feed(scope, after, limit)]


def at(device: str, n: int) -> Device:
    """A device whose custody has come to ``n``."""
    return Device(device, ACCOUNT, n, f"{n:064x}")


def tallied(journal: Journal, scope: str) -> tuple[Tally, ...]:
    """The tallies that a journal keeps of a scope."""
    with journal.snapshot() as snapshot:
        return tuple(snapshot.tallies(scope))


def counted(journal: Journal, scope: str) -> tuple[Tally, ...]:
    """The tallies of a scope, by looking at every entry of its feed."""
    with journal.snapshot() as snapshot:
        rows = snapshot.feed(scope, 0, 100_000)
    return in_buckets((row.registration.id, row.seq) for row in rows if row.flag == "live")
