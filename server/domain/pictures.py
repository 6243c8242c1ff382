"""Whether some bytes are a picture, judged by opening it and never by its name (P86)."""

from collections.abc import Mapping
from io import BytesIO
from threading import Lock
from types import MappingProxyType

from PIL import Image

MOST_PIXELS = 40_000_000
FORMATS: Mapping[str, str] = MappingProxyType(
    {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
)
"""What Pillow calls the types that a photo may have."""

Image.MAX_IMAGE_PIXELS = None  # Pillow's own limit warns first; ours is lower and refuses

_ONE_AT_A_TIME = Lock()
"""A picture of the largest size takes 160 MB while it is open: never several of them at once."""


def is_picture(data: bytes, kind: str) -> bool:
    """Tell whether ``data`` is a whole picture of the type ``kind`` with at most ``MOST_PIXELS``.

    The size is looked at before a pixel is unpacked, so that a small file cannot ask for much.
    """
    try:
        with _ONE_AT_A_TIME, Image.open(BytesIO(data), formats=[FORMATS[kind]]) as image:
            if image.width * image.height > MOST_PIXELS:
                return False
            image.load()
    except Exception:  # noqa: BLE001  hostile bytes make Pillow's readers raise anything
        return False
    return True
