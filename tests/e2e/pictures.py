"""Pictures of ID cards that nobody has, as a phone's camera would save them: with a position in their EXIF."""

from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

GPS = 0x8825
CAMERA = 0x0110


def card(path: Path, *, seed: int, size: tuple[int, int] = (2400, 1800), quality: int = 92) -> Path:
    """Write a JPEG of an invented card on a table; other bytes for another seed."""
    random = Random(seed)
    width, height = size
    picture = Image.effect_noise(size, 40).convert("RGB")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle(
        (width * 0.06, height * 0.14, width * 0.94, height * 0.86), 40, fill=(176, 212, 226)
    )
    for line in range(8):
        digits = "".join(random.choice("0123456789") for _ in range(16))
        at = (width * 0.1, height * (0.2 + 0.08 * line))
        pen.text(at, f"CONTOH {digits}", fill=(10, 20, 30), font_size=height * 0.05)
    exif = Image.Exif()
    exif[CAMERA] = "Kamera Uji"
    exif.get_ifd(GPS).update({1: "S", 2: (6.0, 14.0, 30.0), 3: "E", 4: (106.0, 59.0, 30.0)})
    picture.save(path, "JPEG", quality=quality, exif=exif)
    return path


def edges(data: bytes) -> tuple[int, int]:
    """The width and height of a picture."""
    return Image.open(BytesIO(data)).size


def told_beside(data: bytes) -> dict[str, object]:
    """What a picture's file says beside its pixels and how to show them: EXIF, position, comments."""
    picture = Image.open(BytesIO(data))
    exif = picture.getexif()
    said = {str(key): value for key, value in [*exif.items(), *exif.get_ifd(GPS).items()]}
    plain = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "icc_profile"}
    return said | {str(key): value for key, value in picture.info.items() if key not in plain}
