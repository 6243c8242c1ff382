"""Pictures for tests: drawn from a seed, nobody's card, and what is only called a picture."""

import hashlib
import random
import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image


def picture(seed: int = 1, size: tuple[int, int] = (400, 300), form: str = "JPEG") -> bytes:
    """A small picture whose bytes are its seed's own; noise, so that it has a length worth sending."""
    noise = random.Random(seed).randbytes(size[0] * size[1] * 3)
    out = BytesIO()
    Image.frombytes("RGB", size, noise).save(out, form)
    return out.getvalue()


def bomb(width: int = 10_000, height: int = 10_000) -> bytes:
    """A PNG of a few KB that says it is ``width`` by ``height``, all of it black."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def declared(data: bytes, kind: str = "image/jpeg") -> dict[str, Any]:
    """The unit ``photo`` that declares these bytes."""
    return {"id_photo": {"sha256": sha256(data), "bytes": len(data), "type": kind}}
