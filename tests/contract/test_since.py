"""Since when registrations wait: written with them, and mended where an older version wrote (server/store/since.py)."""

from dataclasses import replace

from sqlalchemy import Engine, select, text

from server.json_text import dump
from server.store import Store
from server.store.engine import open_engine
from server.store.models import RegistrationRow
from sync.registration import Registration, Unit
from sync.threads import Settlement, Thread
from tests.contract.builders import AT, registration

EARLIER = "2026-11-20T03:00:00.000Z"
SETTLED = Settlement("standing", "op-x")


def asked(at: str, settlement: Settlement | None = None) -> Thread:
    return Thread(f"r:{at}", "value", "name", at, 1, settlement=settlement)


def with_threads(key: str, *threads: Thread) -> Registration:
    return registration(key, threads={thread.id: thread for thread in threads})


def awaiting(key: str) -> Registration:
    plain = registration(key, photo="awaited")
    declared = Unit({"id_photo": {"sha256": "ab" * 32}}, 1, f"op-{key}")
    return replace(plain, units={**plain.units, "photo": declared})


def as_older_processes_write(engine: Engine, *registrations: Registration) -> None:
    """Rows in which the two columns say nothing, or what was true before."""
    row = text(
        "INSERT INTO registration (id, clinic, recruiter, status, version, state, open_since)"
        " VALUES (:id, 'c1', 'a1', 'submitted', 1, :state, :open_since)"
    )
    with engine.begin() as connection:
        for one in registrations:
            stale = AT if one.id.startswith("stale") else None
            connection.execute(
                row, {"id": one.id, "state": dump(one.to_json()), "open_since": stale}
            )


def columns(engine: Engine) -> dict[str, tuple[str | None, str | None]]:
    kept = select(RegistrationRow.id, RegistrationRow.open_since, RegistrationRow.photo_since)
    with engine.connect() as connection:
        return {key: (open_since, photo) for key, open_since, photo in connection.execute(kept)}


def test_what_older_processes_left_out_is_filled_once(database_url: str) -> None:
    engine = open_engine(database_url)
    many = [with_threads(f"many-{n:04}", asked(AT)) for n in range(1201)]
    as_older_processes_write(
        engine,
        registration("plain"),
        with_threads("open", asked(AT), asked(EARLIER), asked("2026-01-01", SETTLED)),
        with_threads("settled", asked(AT, SETTLED)),
        with_threads("stale", asked(AT, SETTLED)),
        awaiting("photo"),
        *many,
    )
    store = Store(engine)
    assert store.fill_since() == 1201 + 5, "none of them had its name"
    assert store.fill_since() == 0
    found = columns(engine)
    assert {key: found[key] for key in ("plain", "open", "settled", "stale", "photo")} == {
        "plain": (None, None),
        "open": (EARLIER, None),
        "settled": (None, None),
        "stale": (None, None),
        "photo": (None, AT),
    }
    figures = store.figures()
    assert (figures.questions.count, figures.questions.since) == (1202, EARLIER)
    assert (figures.photos.count, figures.photos.since) == (1, AT)
    engine.dispose()
