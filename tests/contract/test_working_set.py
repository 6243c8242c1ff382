"""What a push may load: registrations, the persons they may be about, the questions they share."""

from sync.journal import Journal
from tests.contract.builders import commit, registration


def create(journal: Journal, key: str, *persons: str) -> None:
    commit(
        journal,
        "d1",
        registrations=[registration(key)],
        created=frozenset({key}),
        claims={key: frozenset(persons)},
        persons=persons,
    )


def claim(journal: Journal, key: str, *persons: str) -> None:
    commit(journal, "d1", claims={key: frozenset(persons)}, persons=persons)


def test_a_registration_comes_back_as_it_was(journal: Journal) -> None:
    create(journal, "r1")
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


def test_M73_a_registration_is_found_by_each_of_its_keys(journal: Journal) -> None:
    create(journal, "r1", "nik:1", "name_phone:x")
    create(journal, "r2", "nik:2", "name_phone:x")
    create(journal, "r3", "nik:2", "name_phone:y")
    with journal.taking_in() as taking:
        loaded = taking.load(["r2"], [])
    assert loaded.claims == {"name_phone:x": ("r1", "r2"), "nik:2": ("r2", "r3")}
    assert sorted(loaded.registrations) == ["r1", "r2", "r3"]


def test_M73_who_is_found_brings_everybody_in_their_question(journal: Journal) -> None:
    create(journal, "r1", "nik:1", "duplicate:r1")
    create(journal, "r2", "nik:2", "duplicate:r1")
    create(journal, "r3", "nik:2", "other:3")
    create(journal, "r4", "other:3")
    with journal.taking_in() as taking:
        loaded = taking.load([], ["nik:1"])
    assert loaded.claims == {"nik:1": ("r1",), "duplicate:r1": ("r1", "r2")}
    assert sorted(loaded.registrations) == ["r1", "r2"]


def test_a_corrected_identity_moves_the_claim(journal: Journal) -> None:
    create(journal, "r1", "mistyped")
    create(journal, "r2", "right")
    claim(journal, "r1", "right")
    with journal.taking_in() as taking:
        assert taking.load([], ["mistyped", "right"]).claims == {"right": ("r2", "r1")}


def test_a_claim_may_end(journal: Journal) -> None:
    create(journal, "r1", "same")
    claim(journal, "r1")
    with journal.taking_in() as taking:
        loaded = taking.load(["r1"], ["same"])
    assert loaded.claims == {}
    assert list(loaded.registrations) == ["r1"]


def test_a_claim_made_again_keeps_its_place(journal: Journal) -> None:
    create(journal, "r1", "same", "other")
    create(journal, "r2", "same")
    claim(journal, "r1", "same", "third")
    with journal.taking_in() as taking:
        assert taking.load([], ["same"]).claims["same"] == ("r1", "r2")


def test_M81_a_recruiters_registrations_at_a_clinic(journal: Journal) -> None:
    for key, clinic in (("r3", "c1"), ("r1", "c1"), ("r2", "c2")):
        there = registration(key, clinic=clinic)
        commit(journal, "d1", registrations=[there], created=frozenset({key}))
    with journal.snapshot() as snapshot:
        mine = registration("r1").recruiter
        assert list(snapshot.registrations_of(mine, "c1", 9)) == ["r1", "r3"]
        assert list(snapshot.registrations_of(mine, "c1", 1)) == ["r1"]
        assert list(snapshot.registrations_of("nobody", "c1", 9)) == []
