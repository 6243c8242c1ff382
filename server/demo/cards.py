"""Photos of cards that nobody has: drawn, marked as examples, with an invented name and number."""

from collections.abc import Mapping
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageDraw, ImageFont

PHOTO = (800, 560)
CARD = (660, 420)
_TABLES = ("#6b4f3a", "#4a4a4f", "#7a6a55", "#3f5147")
_SHIRTS = ("#2f5d8a", "#8a2f45", "#3d7a4f", "#6b5aa0", "#a0702f")
_SKINS = ("#8d5a3b", "#a8704a", "#7a4a30", "#b98258")
_INK, _PAPER, _BAND = "#16324a", "#dcebf5", "#2f6f9f"


def photo_of_card(units: Mapping[str, Mapping[str, Any]], chance: Random) -> bytes:
    """Return a JPEG of somebody's stand-in card on a table, held a little askew."""
    photo = Image.new("RGB", PHOTO, chance.choice(_TABLES))
    card = _card(units, chance).convert("RGBA").rotate(chance.uniform(-4, 4), expand=True)
    place = tuple((whole - part) // 2 for whole, part in zip(PHOTO, card.size, strict=True))
    photo.paste(card, (place[0], place[1]), card)
    out = BytesIO()
    photo.save(out, "JPEG", quality=70)
    return out.getvalue()


def _card(units: Mapping[str, Mapping[str, Any]], chance: Random) -> Image.Image:
    card = Image.new("RGB", CARD, _PAPER)
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, 0, CARD[0], 64), fill=_BAND)
    draw.text((24, 16), "KARTU CONTOH · BUKAN KTP", fill="white", font=ImageFont.load_default(30))
    lines = (
        ("NIK", units["identity"]["nik"]),
        ("Nama", units["name"]["full_name"]),
        ("Lahir", f"{units['name']['birth_place'] or '-'}, {units['identity']['birth_date']}"),
        ("Alamat", units["address"]["address"]),
    )
    for number, (label, value) in enumerate(lines):
        top = 96 + 72 * number
        draw.text((24, top), label, fill=_BAND, font=ImageFont.load_default(18))
        draw.text((24, top + 22), value[:34], fill=_INK, font=ImageFont.load_default(26))
    _nobody(draw, chance)
    return card


def _nobody(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    """A head and shoulders without a face."""
    draw.rectangle((500, 110, 636, 290), fill="#f3c9c4")
    draw.ellipse((516, 238, 620, 400), fill=chance.choice(_SHIRTS))
    draw.rectangle((500, 290, 636, 400), fill=_PAPER)
    draw.ellipse((538, 140, 598, 222), fill=chance.choice(_SKINS))
