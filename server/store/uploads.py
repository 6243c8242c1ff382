"""Photos on their way, byte by byte (P83, P84). Any process of any host may take the next byte."""

from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, Engine, RowMapping, delete, func, insert, select, update

from server.store.engine import reading, writing
from server.store.fields import fields_of, piece_place
from server.store.models import DeviceRow, UploadPieceRow, UploadRow

MOST_UNFINISHED = 20
"""Uploads of one device that may be unfinished at a time (L5)."""


@dataclass(frozen=True, slots=True)
class Upload:
    """``touched_at`` is when its last byte came, or when it began."""

    id: str
    account: str
    device: str
    registration: str
    sha256: str
    type: str
    length: int
    offset: int
    touched_at: str

    @property
    def complete(self) -> bool:
        return self.offset == self.length


class Uploads:
    """Begin, go on with, complete and end uploads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, new: Upload) -> Upload:
        """Return ``new`` as it was begun, or the same device's unfinished upload of the same bytes.

        Unfinished uploads of the device beyond ``MOST_UNFINISHED`` end, those first that were not
        gone on with for longest.
        """
        with writing(self._engine) as connection:
            # One at a time for a device, so that two of the same moment see each other.
            own = select(DeviceRow.id).where(DeviceRow.id == new.device)
            connection.execute(own.with_for_update())
            unfinished = [
                _upload(row)
                for row in connection.execute(
                    select(UploadRow.__table__)
                    .where(UploadRow.device == new.device, UploadRow.offset < UploadRow.length)
                    .order_by(UploadRow.touched_at, UploadRow.id)
                ).mappings()
            ]
            for known in unfinished:
                if not new.complete and _same(known, new):
                    return known
            over = max(0, len(unfinished) + 1 - MOST_UNFINISHED)
            _end(connection, [upload.id for upload in unfinished[:over]])
            connection.execute(insert(UploadRow).values(asdict(new)))
            return new

    def find(self, upload_id: str, account: str) -> Upload | None:
        """Return an upload of this account."""
        mine = select(UploadRow.__table__).where(
            UploadRow.id == upload_id, UploadRow.account == account
        )
        with reading(self._engine) as connection:
            row = connection.execute(mine).mappings().first()
        return _upload(row) if row is not None else None

    def append(self, upload: Upload, data: bytes, at: str) -> Upload | None:
        """Keep bytes at the upload's offset; None, and nothing kept, where it is not there any more."""
        moved = replace(upload, offset=upload.offset + len(data), touched_at=at)
        with writing(self._engine) as connection:
            if not _move(connection, upload, moved):
                return None
            place = piece_place(upload.id, upload.offset)
            sealed = fields_of(connection).seal_bytes(place, data)
            connection.execute(
                insert(UploadPieceRow).values(upload=upload.id, offset=upload.offset, data=sealed)
            )
        return moved

    def bytes_of(self, upload: Upload) -> bytes:
        """Return what has arrived up to the upload's offset."""
        pieces = (
            select(UploadPieceRow.offset, UploadPieceRow.data)
            .where(UploadPieceRow.upload == upload.id, UploadPieceRow.offset < upload.offset)
            .order_by(UploadPieceRow.offset)
        )
        with reading(self._engine) as connection:
            fields = fields_of(connection)
            return b"".join(
                fields.open_bytes(piece_place(upload.id, offset), data)
                for offset, data in connection.execute(pieces)
            )

    def complete(self, upload: Upload, at: str) -> Upload | None:
        """The photo is in: let go of the bytes. None where the upload is not at its offset any more."""
        done = replace(upload, offset=upload.length, touched_at=at)
        with writing(self._engine) as connection:
            if not _move(connection, upload, done):
                return None
            connection.execute(delete(UploadPieceRow).where(UploadPieceRow.upload == upload.id))
        return done

    def end(self, upload: Upload) -> None:
        """Forget an upload with its bytes."""
        with writing(self._engine) as connection:
            _end(connection, [upload.id])

    def sweep(self, before: str) -> int:
        """Forget uploads that were last gone on with before this moment; return how many."""
        old = UploadRow.touched_at < before
        with reading(self._engine) as connection:
            if not connection.scalar(select(func.count()).select_from(UploadRow).where(old)):
                return 0
        with writing(self._engine) as connection:
            ids = list(connection.scalars(select(UploadRow.id).where(old)))
            _end(connection, ids)
        return len(ids)


def _move(connection: Connection, before: Upload, after: Upload) -> bool:
    """Move an upload on from the offset it was found at; False where somebody else did."""
    here = update(UploadRow).where(UploadRow.id == before.id, UploadRow.offset == before.offset)
    moved = connection.execute(here.values(offset=after.offset, touched_at=after.touched_at))
    return moved.rowcount == 1


def _end(connection: Connection, ids: list[str]) -> None:
    if ids:
        connection.execute(delete(UploadPieceRow).where(UploadPieceRow.upload.in_(ids)))
        connection.execute(delete(UploadRow).where(UploadRow.id.in_(ids)))


def _same(known: Upload, new: Upload) -> bool:
    return (known.sha256, known.length, known.type, known.registration) == (
        new.sha256,
        new.length,
        new.type,
        new.registration,
    )


def _upload(row: RowMapping) -> Upload:
    return Upload(**{name: row[name] for name in Upload.__dataclass_fields__})
