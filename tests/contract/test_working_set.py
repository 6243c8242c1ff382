"""What a push may load: registrations, and the persons that they are about."""

from sync.journal import Journal
from tests.contract.builders import commit, registration


def create(journal: Journal, key: str, person: str | None) -> None:
    commit(
        journal,
        "d1",
        registrations=[registration(key)],
        created=frozenset({key}),
        claims={key: person},
        persons=[person] if person else [],
    )


def claim(journal: Journal, key: str, person: str | None) -> None:
    commit(journal, "d1", claims={key: person}, persons=[person] if person else [])


def test_a_registration_comes_back_as_it_was(journal: Journal) -> None:
    create(journal, "r1", None)
    moved = registration("r1", version=2, status="returned")
    commit(journal, "d1", registrations=[moved])
    with journal.taking_in() as taking:
        loaded = taking.load(["r1", "r2"], [])
    assert list(loaded.registrations) == ["r1"]
    assert loaded.registrations["r1"] == moved
    assert loaded.claims == {}


def test_a_person_brings_all_claims_first_received_first(journal: Journal) -> None:
    for key in ("r2", "r1", "r3"):
        create(journal, key, "other" if key == "r3" else "same")
    with journal.taking_in() as taking:
        loaded = taking.load([], ["same", "nobody"])
    assert loaded.claims == {"same": ("r2", "r1")}
    assert sorted(loaded.registrations) == ["r1", "r2"]


def test_a_registration_brings_the_others_of_its_person(journal: Journal) -> None:
    create(journal, "r1", "same")
    create(journal, "r2", "same")
    with journal.taking_in() as taking:
        loaded = taking.load(["r2"], [])
    assert loaded.claims == {"same": ("r1", "r2")}
    assert sorted(loaded.registrations) == ["r1", "r2"]


def test_a_corrected_identity_moves_the_claim(journal: Journal) -> None:
    create(journal, "r1", "mistyped")
    create(journal, "r2", "right")
    claim(journal, "r1", "right")
    with journal.taking_in() as taking:
        assert taking.load([], ["mistyped", "right"]).claims == {"right": ("r2", "r1")}


def test_a_claim_may_end(journal: Journal) -> None:
    create(journal, "r1", "same")
    claim(journal, "r1", None)
    with journal.taking_in() as taking:
        loaded = taking.load(["r1"], ["same"])
    assert loaded.claims == {}
    assert list(loaded.registrations) == ["r1"]


def test_a_claim_made_again_keeps_its_place(journal: Journal) -> None:
    create(journal, "r1", "same")
    create(journal, "r2", "same")
    claim(journal, "r1", "same")
    with journal.taking_in() as taking:
        assert taking.load([], ["same"]).claims == {"same": ("r1", "r2")}
