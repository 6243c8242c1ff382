"""Write the region tables as the phone fetches them: ``python -m server.domain.export_regions FOLDER``.

``levels.json`` holds provinces, regencies and districts, nested and with the shortest codes, since
every phone carries it; ``villages/<regency>.json`` holds one regency's villages, fetched on demand. The
shapes are ``LevelsFile`` and ``VillagesFile`` of ``web/src/domain/regions.ts``.
"""

import json
import sys
from pathlib import Path
from typing import Any

from server.domain import regions


def export(folder: Path) -> None:
    """Write all files below ``folder``, making it where it is missing."""
    (folder / "villages").mkdir(parents=True, exist_ok=True)
    _write(folder / "levels.json", levels())
    for province in regions.children():
        for regency in regions.children(province.code):
            _write(folder / "villages" / f"{regency.code}.json", villages(regency.code))


def levels() -> dict[str, Any]:
    """Return ``{"edition", "provinces": [["32", "Jawa Barat", [["75", "Kota Bekasi", [["05", …]]]]]]}``."""
    return {
        "edition": regions.EDITION,
        "provinces": [
            [
                province.code,
                province.name,
                [
                    [
                        regency.code[3:],
                        regency.name,
                        [[d.code[6:], d.name] for d in regions.children(regency.code)],
                    ]
                    for regency in regions.children(province.code)
                ],
            ]
            for province in regions.children()
        ],
    }


def villages(regency: str) -> dict[str, Any]:
    """Return ``{"regency", "villages": [["05.1002", "Pengasinan", "17115"], …]}``."""
    return {
        "regency": regency,
        "villages": [[v.code[6:], v.name, v.postcode] for v in regions.villages(regency)],
    }


def _write(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), "utf-8")


if __name__ == "__main__":
    export(Path(sys.argv[1]))
