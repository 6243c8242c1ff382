"""Who looks like whom: docs/merge.md, M70-M73."""

from typing import Any

import pytest

from server.domain.likeness import alike, births_near, folded, keys, names_near, phones_near

AMINAH = ("3275014708840002", "Siti Aminah", "1984-08-07", "+6281288412207")


def record(nik: str, name: str, birth: str, phone: str) -> dict[str, Any]:
    return {
        "identity": {"nik": nik, "birth_date": birth, "sex": "female", "nik_confirmed": False},
        "name": {"full_name": name, "birth_place": None},
        "contact": {"phone": phone, "email": None},
    }


def like_aminah(
    nik: str = "3275014708840009",
    name: str = "Siti Aminah",
    birth: str = "1984-08-07",
    phone: str = "+6281288412207",
) -> tuple[str, ...]:
    one, other = record(*AMINAH), record(nik, name, birth, phone)
    assert alike(one, other) == alike(other, one)
    return alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hj. Siti Aminah", "SITI  AMINAH"),
        ("Ibu Siti Aminah, S.Pd", "Siti Aminah S Pd"),
        ("Soekarno", "Sukarno"),
        ("Djoko Tjahjono", "Joko Cahjono"),
        ("Muhammad Rizki", "Moch. Rizki"),
        ("Mohd Rizqi", "Muh. Rizqi"),
        ("Fatimmah", "Fatima"),
        ("José", "Jose"),
        ("Ma'ruf", "Maruf"),
        ("Nur-Aini", "Nur Aini"),
    ],
)
def test_M71_names_that_are_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_M71_a_name_of_titles_alone_keeps_them() -> None:
    assert folded("Haji") == "haji"
    assert folded("李明") == "李明"


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Siti Aminah", "Siti Amniah", True),
        ("Siti Aminah", "Aminah Siti", True),
        ("Siti Aminah", "S. Aminah", True),
        ("Siti Aminah", "Siti Aminah Rahayu", True),
        ("Siti Aminah", "Siti Amanah", False),
        ("Rina", "Rini", False),
        ("Hasan", "Husin", False),
        ("Siti Aminah", "Siti Rohmah", False),
        ("Ana", "Aan", False),
    ],
)
def test_M72_names_that_are_near(one: str, other: str, *, near: bool) -> None:
    assert names_near(folded(one), folded(other)) is near
    assert names_near(folded(other), folded(one)) is near


@pytest.mark.parametrize(
    ("other", "near"),
    [
        ("1984-08-07", True),
        ("1984-07-08", True),
        ("1985-08-07", True),
        ("1984-08-17", True),
        ("1985-08-17", False),
        ("1985-07-08", False),
    ],
)
def test_M72_birth_dates_that_are_near(other: str, *, near: bool) -> None:
    assert births_near("1984-08-07", other) is near


@pytest.mark.parametrize(
    ("other", "near"),
    [
        ("+6281288412207", True),
        ("+6281288412208", True),
        ("+6281288412270", True),
        ("+6281288412217", True),
        ("+6281288412318", False),
        ("+628128841220", False),
    ],
)
def test_M72_phones_that_are_near(other: str, *, near: bool) -> None:
    assert phones_near("+6281288412207", other) is near


def test_M70_by_the_nik_whatever_else() -> None:
    assert like_aminah(nik=AMINAH[0], name="Budi", birth="1999-01-01", phone="+628110000000") == (
        "nik",
    )


def test_M70_two_the_same_and_the_third_near() -> None:
    assert like_aminah(phone="+6281288412270") == ("name_birth",)
    assert like_aminah(birth="1984-07-08") == ("name_phone",)
    assert like_aminah(name="Siti Amniah") == ("birth_phone",)
    assert like_aminah() == ("name_birth", "name_phone", "birth_phone")


def test_M70_two_the_same_are_not_enough() -> None:
    assert like_aminah(phone="+628110000000") == ()
    assert like_aminah(birth="1959-03-12") == ()


def test_M70_twins_share_a_phone_and_a_birthday() -> None:
    assert like_aminah(name="Siti Aisyah") == ()
    assert like_aminah(name="Siti Aminih") == ()


def test_M70_a_family_shares_a_phone() -> None:
    assert like_aminah(name="Agus Salim", birth="1980-02-01") == ()


def test_M73_whoever_looks_alike_shares_a_key() -> None:
    for other in (
        record("3275014708840009", "Hj. Siti Amina", "1984-08-07", "+6281288412270"),
        record("3275014708840009", "SITI AMINAH", "1984-07-08", AMINAH[3]),
        record("3275014708840009", "S. Aminah", "1984-08-07", AMINAH[3]),
        record(AMINAH[0], "Budi", "1999-01-01", "+628110000000"),
    ):
        assert alike(record(*AMINAH), other)
        assert set(keys(record(*AMINAH))) & set(keys(other))
