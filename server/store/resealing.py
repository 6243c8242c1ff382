"""Bringing photos under the newest key: their bytes, and the pieces of those on their way (P233)."""

from collections.abc import Generator, Iterator, Mapping

from sqlalchemy import Engine, select, update

from server.store.blobs import Blobs
from server.store.engine import reading, writing
from server.store.fields import Fields, fields_of, piece_place, sealed_under
from server.store.latches import lock_photos
from server.store.models import UploadPieceRow


def under_keys(engine: Engine, blobs: Blobs) -> Mapping[str, int]:
    """How many photos and pieces are under each key, by its id; empty for those in clear."""
    found: dict[str, int] = {}
    keys = [blobs.key_of(sha256) for sha256 in blobs.hashes()]
    with reading(engine) as connection:
        pieces = connection.scalars(select(UploadPieceRow.data).execution_options(yield_per=20))
        for key in [*keys, *map(sealed_under, pieces)]:
            if key is not None:
                found[key] = found.get(key, 0) + 1
    return found


def reseal(engine: Engine, blobs: Blobs, fields: Fields) -> Generator[int]:
    """Seal what is not under the newest key anew; yield 1 for each. Killed at any moment, it is gone on with."""
    newest = fields.active[0]
    yield from _pieces(engine, newest)
    for sha256 in blobs.hashes():
        if blobs.key_of(sha256) not in {newest, None}:
            _blob(engine, blobs, sha256)
            yield 1


def _blob(engine: Engine, blobs: Blobs, sha256: str) -> None:
    """Under the photo's latch: what an erasure burns meanwhile does not come back."""
    with writing(engine) as connection:
        lock_photos(connection, [sha256])
        data = blobs.get(sha256)
        if data is not None:
            blobs.put(sha256, data)


def _pieces(engine: Engine, newest: str) -> Iterator[int]:
    """One at a time: few are on their way at any moment."""
    with reading(engine) as connection:
        places = connection.execute(select(UploadPieceRow.upload, UploadPieceRow.offset)).all()
    for upload, offset in places:
        here = UploadPieceRow.upload == upload, UploadPieceRow.offset == offset
        with writing(engine) as connection:
            data = connection.scalar(select(UploadPieceRow.data).where(*here).with_for_update())
            if data is None or sealed_under(data) == newest:
                continue
            fields, place = fields_of(connection), piece_place(upload, offset)
            anew = fields.seal_bytes(place, fields.open_bytes(place, data))
            connection.execute(update(UploadPieceRow).where(*here).values(data=anew))
        yield 1
