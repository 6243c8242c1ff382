"""The dated tables themselves: whole, in order, and nothing in them ever rounds."""

import hashlib
from itertools import pairwise

import pytest

from server.domain import notice, occupations
from server.domain.tables import table
from sync.canonical import canonical


def test_brackets_climb_and_never_round() -> None:
    for rates in table("tariff")["tables"]:
        incomes = [row["income_from"] for row in rates["brackets"]]
        bases = [row["base"] for row in rates["brackets"]]
        assert incomes[0] == 0
        assert incomes == sorted(set(incomes))
        assert bases == sorted(set(bases))
        permilles = (rates["jkk_permille"], rates["jht_permille"])
        prices = [rates["jkm"], *(base * p / 1000 for base in bases for p in permilles)]
        for relief in table("tariff")["reliefs"]:
            left = 100 - relief["percent_off"]
            assert all((price * left / 100).is_integer() for price in prices)


def test_reliefs_of_one_kind_never_overlap() -> None:
    for kind in ("transport", "other"):
        spans = sorted(
            (relief["from"], relief["to"])
            for relief in table("tariff")["reliefs"]
            if relief["occupations"] == kind
        )
        for (_, end), (begin, _) in pairwise(spans):
            assert end < begin


def test_every_fact_names_its_source_and_how_sure_it_is() -> None:
    tariff, incentive, benefits = (table(name) for name in ("tariff", "incentive", "benefits"))
    facts = [*tariff["tables"], *tariff["reliefs"], *incentive["schemes"], *benefits["benefits"]]
    assert all(fact["source"] and fact["certainty"] for fact in facts)


def test_occupation_codes_are_unique_and_transport_is_marked() -> None:
    codes = occupations.codes()
    assert len(set(codes)) == len(codes)
    assert {code for code in codes if occupations.is_transport(code)} == {
        "motorcycle_taxi",
        "courier",
        "driver",
    }
    assert not occupations.is_transport("puppeteer")


def test_the_notice_hash_is_that_of_its_text() -> None:
    for version in table("notice")["notices"]:
        digest = hashlib.sha256(canonical(version["text"])).hexdigest()
        assert version["hash"] == digest, "a changed text is a new version"
        assert notice.known(version["version"], digest)
    assert not notice.known(2, notice.current()["hash"])


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_notice_has_the_seven_items_of_article_21(language: str) -> None:
    text = notice.current()["text"][language]
    assert len(text["items"]) == 7
    assert sum(line[:2] in {f"{n}." for n in range(1, 8)} for line in text["whole"]) == 7
