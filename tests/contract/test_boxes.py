"""A box that could not be opened, and what was in it (P93); the keys that devices told (P95)."""

from dataclasses import replace

from server.store import Store
from sync.journal import Journal
from tests.contract.builders import AT, at, commit, logged, receipt
from tests.contract.people import add_device

BOX = {"device": "d1", "n": 1, "op": "d1-op-1", "hash": "ab" * 32, "box": "AAAA"}


def test_P93_what_was_in_a_box_takes_its_place(journal: Journal) -> None:
    shut = logged("d1", 1, registration="", kind="", raw=BOX, hash="ab" * 32)
    waits = replace(receipt(shut, "quarantined"), code="unsealable")
    commit(journal, "d1", device=at("d1", 1), logged=[shut], receipts=[("d1", waits)])
    with journal.taking_in() as taking:
        assert taking.receipts("d1", [1]) == {1: (shut.hash, waits)}
    said = replace(shut, raw={"n": 1}, registration="r1", kind="create", chain="", account="x")
    commit(journal, "d1", mended=[said], receipts=[("d1", receipt(said))])
    with journal.taking_in() as taking:
        assert taking.receipts("d1", [1]) == {1: (shut.hash, receipt(said))}
        kept = replace(shut, raw={"n": 1}, registration="r1", kind="create")
        assert taking.logged({("d1", 1)}) == {("d1", 1): kept}
        assert taking.chain_at("d1", 1) == shut.chain


def test_P95_the_newest_key_comes_first(store: Store) -> None:
    add_device(store, "d1")
    assert store.devices.keys_of("d1") == ()
    for key in ("a", "b", "b", "a", "c", "d", "e"):
        store.devices.tell_key("d1", key, AT)
    assert store.devices.keys_of("d1") == ("e", "d", "c", "a", "b")
    assert store.devices.keys_of("d2") == ()
