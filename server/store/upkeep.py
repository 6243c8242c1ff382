"""Bringing the database of photos and their bytes together again, after a restore or long after (P131, P132)."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from server.moments import moment
from server.store.blobs import Blobs
from server.store.recovery import Counted, Phase, quiet
from server.store.rows import load_noted
from server.store.store import Store
from sync.photos import read_back
from sync.rules import Rules

UNDECLARED = timedelta(days=90)
"""For how long bytes wait for an operation that declares them: a phone may be away for weeks."""


def photos_back(
    store: Store, blobs: Blobs, rules: Rules, now: datetime, *, phase: Phase = quiet
) -> int:
    """Take in again what is beside the database and not in it; how many that were.

    Bytes are believed when they are those of their name. What comes in so is as old as this moment.
    """
    found, notes = 0, blobs.notes()
    seen = Counted(phase("Photos"), len(notes))
    for noted in map(load_noted, map(blobs.read_note, notes)):
        seen.add()
        if store.photos.brought(noted.account, noted.sha256) or not _whole(blobs, noted.sha256):
            continue
        found += read_back(store.journal, replace(noted, received_at=moment(now)), rules)
    return found


def sweep_photos(store: Store, blobs: Blobs, now: datetime, *, phase: Phase = quiet) -> int:
    """Remove the bytes that no operation declares, and none has for long; how many photos that were."""
    limit = now - UNDECLARED
    # What is known of and has no bytes may be among them, from a sweep that was cut off.
    known = dict.fromkeys(store.photos.undeclared(moment(limit)))
    others = [sha256 for sha256 in blobs.hashes() if sha256 not in known]
    seen, swept = Counted(phase("Photos"), len(known) + len(others)), 0
    for sha256 in [*known, *others]:
        seen.add()
        if sha256 in known or blobs.written_at(sha256, otherwise=limit) < limit:
            remove = partial(_removed, blobs, sha256, limit)
            swept += store.photos.forget(sha256, moment(limit), remove)
    return swept


def _removed(blobs: Blobs, sha256: str, limit: datetime) -> bool:
    """False where the bytes were put again meanwhile."""
    if blobs.written_at(sha256, otherwise=limit) > limit:
        return False
    blobs.remove(sha256)
    return True


def _whole(blobs: Blobs, sha256: str) -> bool:
    data = blobs.get(sha256)
    return data is not None and hashlib.sha256(data).hexdigest() == sha256
