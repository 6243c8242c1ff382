"""Bytes of a photo that arrive: kept piece by piece, and judged as a whole at the last (P84-P86)."""

import hashlib
import logging

from server.accounts.scopes import scopes_of
from server.api import problems, tus
from server.api.services import services
from server.domain.pictures import is_picture
from server.moments import moment
from server.store.accounts import Account
from server.store.rows import dump_arrival
from server.store.uploads import Upload
from sync.journal import Arrival
from sync.photos import arrive, may_bring
from sync.scopes import account_scope

log = logging.getLogger(__name__)


def take(upload: Upload, account: Account) -> Upload:
    """Keep the request's body at the upload's offset and return the upload as it is then.

    Raises `TooLarge`, `BadChecksum`, `WrongOffset`, and at the last byte `PhotoHash`, `NotAPhoto`,
    `Forbidden`.
    """
    room = upload.length - upload.offset
    checksum = tus.checksum()
    if checksum is None:
        for piece in tus.pieces(room):
            upload = keep(upload, piece, account)
        return upload
    body = b"".join(tus.pieces(room))
    if tus.broken_off(len(body)) or not checksum.fits(body):
        raise problems.BadChecksum
    return keep(upload, body, account) if body else upload


def keep(upload: Upload, piece: bytes, account: Account) -> Upload:
    """Keep a piece at the upload's offset; raises what `take` raises.

    The last one is kept only with the whole photo: until then the upload is not complete.
    """
    if upload.offset + len(piece) == upload.length:
        return _finish(upload, piece, account)
    found = services()
    moved = found.store.uploads.append(upload, piece, moment(found.clock()))
    return moved if moved is not None else _elsewhere(upload)


def _finish(upload: Upload, last: bytes, account: Account) -> Upload:
    """P86. First the blob, then the entries that show it, then who brought it (P131), then the upload: each
    step may be the last before a crash, and the phone that sends the last piece again comes through all."""
    found = services()
    data = found.store.uploads.bytes_of(upload) + last
    if hashlib.sha256(data).hexdigest() != upload.sha256:
        raise _thrown_away(upload, problems.PhotoHash())
    now = moment(found.clock())
    whole = is_picture(data, upload.type)
    arrival = Arrival(
        sha256=upload.sha256,
        account=account.id,
        # What they signed up is theirs to complete, whatever they are by now.
        scopes=tuple(
            sorted(
                {account_scope(account.id), *scopes_of(account.id, account.role, account.clinics)}
            )
        ),
        type=upload.type,
        fate="in" if whole else "unreadable",
        received_at=now,
    )
    known = found.store.photos.registration(upload.registration)
    if known is not None and not may_bring(arrival, known):
        raise _thrown_away(upload, problems.Forbidden())
    if whole:
        found.blobs.put(upload.sha256, data)
    if not arrive(
        found.store.journal,
        arrival,
        device=upload.device,
        registration=upload.registration,
        rules=found.rules,
    ):
        raise _thrown_away(upload, problems.Forbidden())
    if not whole:
        raise _thrown_away(upload, problems.NotAPhoto())
    found.blobs.note(arrival.sha256, arrival.account, dump_arrival(arrival))
    log.info("photo_in upload=%s registration=%s", upload.id, upload.registration)
    return found.store.uploads.complete(upload, now) or _elsewhere(upload)


def _thrown_away(upload: Upload, problem: problems.Problem) -> problems.Problem:
    services().store.uploads.end(upload)
    log.info("photo_refused upload=%s code=%s", upload.id, problem.code)
    return problem


def _elsewhere(upload: Upload) -> Upload:
    """Another request has gone on with this upload, or ended it. Raises `WrongOffset`, `NotFound`."""
    now = services().store.uploads.find(upload.id, upload.account)
    if now is None:
        raise problems.NotFound
    raise problems.WrongOffset(now.offset)
