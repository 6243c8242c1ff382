"""The bytes of photos, by their SHA-256, in a folder or in whatever else fsspec speaks (S3); sealed like what
the database holds of people, where there are keys (P232).

Beside each stands who has brought it, in a file for each of them: no backup of the database has that of
what came in after it (P131).
"""

import logging
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import fsspec
from fsspec.implementations.local import LocalFileSystem

from server.store.fields import BYTES_HEAD, CLEAR, Fields, Spoilt, photo_place, sealed_under
from server.store.outage import StorageAway

_NOTE = ".json"
log = logging.getLogger(__name__)


class Blobs:
    """``address`` is a folder, or a URL such as ``s3://bucket/photos``. Raises `StorageAway` for one that is far."""

    def __init__(self, address: str, fields: Fields = CLEAR) -> None:
        # Other processes write, too: what a folder held a moment ago says nothing.
        self._files, self._root = fsspec.url_to_fs(address, use_listings_cache=False)
        self._fields = fields
        self._far = not isinstance(self._files, LocalFileSystem)

    def put(self, sha256: str, data: bytes) -> None:
        """Keep bytes; durable when this returns. The same bytes again change nothing."""
        self._write(self._path(sha256), self._fields.seal_bytes(photo_place(sha256), data))

    def note(self, sha256: str, account: str, said: str) -> None:
        """Keep what is to be known of bytes that an account brought, beside them."""
        self._write(f"{self._path(sha256)}.{account}{_NOTE}", said.encode())

    def notes(self) -> list[str]:
        """Return where all that was noted is, photo by photo."""
        return [path for path in self._found() if path.endswith(_NOTE)]

    def read_note(self, path: str) -> str:
        """Return one of them."""
        with self._asked():
            said: bytes = self._files.cat_file(path)
        return said.decode()

    def written_at(self, sha256: str, otherwise: datetime) -> datetime:
        """Return when these bytes were last put; ``otherwise`` where they are not there."""
        try:
            with self._asked():
                found: datetime = self._files.modified(self._path(sha256))
        except FileNotFoundError:
            return otherwise
        return found

    def hashes(self) -> Iterator[str]:
        """Return the hash of all bytes that are there."""
        for path in self._found():
            name = path.rpartition("/")[2]
            if "." not in name:
                yield name

    def remove(self, sha256: str) -> None:
        """Remove bytes with what is noted of them. The notes first: they never speak of nothing."""
        path = self._path(sha256)
        with self._asked():
            for note in self._files.glob(f"{path}.*{_NOTE}"):
                self._files.rm_file(note)
            if self.has(sha256):
                self._files.rm_file(path)

    def _write(self, path: str, data: bytes) -> None:
        if not self._far:
            _write_durably(Path(path), data)
            return
        with self._asked():  # an object appears as a whole, or not at all
            self._files.pipe_file(path, data)

    def _found(self) -> list[str]:
        with self._asked():
            found: list[str] = self._files.find(self._root)
        return found

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """Each package of fsspec has errors of its own for a network, or a right, that is not there."""
        try:
            yield
        except (FileNotFoundError, StorageAway):
            raise
        except Exception as error:
            if self._far:
                raise StorageAway from error
            raise

    def get(self, sha256: str) -> bytes | None:
        """Return the bytes; None for what is not there, and for what was changed or brought from elsewhere."""
        try:
            with self._asked():
                found: bytes = self._files.cat_file(self._path(sha256))
        except FileNotFoundError:
            return None
        with suppress(Spoilt):
            return self._fields.open_bytes(photo_place(sha256), found)
        log.error("photo_spoilt sha256=%s", sha256)
        return None

    def key_of(self, sha256: str) -> str | None:
        """The id of the key that bytes are under, empty for those in clear; None for what is not there."""
        try:
            with self._asked():
                head: bytes = self._files.cat_file(self._path(sha256), start=0, end=BYTES_HEAD)
        except FileNotFoundError:
            return None
        return sealed_under(head)

    def has(self, sha256: str) -> bool:
        """Tell whether the bytes are there."""
        with self._asked():
            return bool(self._files.isfile(self._path(sha256)))

    def _path(self, sha256: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256}"


def _write_durably(path: Path, data: bytes) -> None:
    """Nobody ever sees half a file, and a power cut after this keeps it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
