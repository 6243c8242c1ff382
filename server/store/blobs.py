"""The bytes of photos, by their SHA-256, in a folder or in whatever else fsspec speaks (S3)."""

import os
import uuid
from contextlib import suppress
from pathlib import Path

import fsspec
from fsspec.implementations.local import LocalFileSystem


class Blobs:
    """``address`` is a folder, or a URL such as ``s3://bucket/photos``."""

    def __init__(self, address: str) -> None:
        self._files, self._root = fsspec.url_to_fs(address)

    def put(self, sha256: str, data: bytes) -> None:
        """Keep bytes; durable when this returns. The same bytes again change nothing."""
        path = self._path(sha256)
        if isinstance(self._files, LocalFileSystem):
            _write_durably(Path(path), data)
        else:  # an object appears as a whole, or not at all
            self._files.pipe_file(path, data)

    def get(self, sha256: str) -> bytes | None:
        """Return the bytes."""
        try:
            found: bytes = self._files.cat_file(self._path(sha256))
        except FileNotFoundError:
            return None
        return found

    def has(self, sha256: str) -> bool:
        """Tell whether the bytes are there."""
        return bool(self._files.isfile(self._path(sha256)))

    def destroy(self, sha256: str) -> None:
        """Remove the bytes; none being there is as good."""
        with suppress(FileNotFoundError):
            self._files.rm_file(self._path(sha256))

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
