"""Emptying the lines of what was erased, in every journal (docs/protocol.md, P141)."""

from sync.journal import Beside, Journal, Waiting
from tests.contract.builders import at, commit, logged, receipt, registration


def test_P141_the_lines_of_an_erased_registration_say_nothing_any_more(journal: Journal) -> None:
    about, other = logged("d1", 1), logged("d1", 2, "r2")
    gone = logged("d1", 3, kind="erase")
    waits = logged("d2", 2, chain="")
    aside = logged("d1", 1, raw={"n": 1, "registration": "r1", "phone": "+62"})
    commit(
        journal,
        "d1",
        device=at("d1", 3),
        logged=[about, other, gone],
        receipts=[("d1", receipt(row)) for row in (about, other, gone)],
        registrations=[registration("r1"), registration("r2")],
        created=frozenset({"r1", "r2"}),
        beside=[Beside(aside, receipt(aside, "id_reuse"))],
    )
    commit(journal, "d2", receipts=[("d2", receipt(waits, "held"))], hold=[Waiting("gap", waits)])
    commit(journal, "d1", erased=frozenset({"r1"}))
    with journal.taking_in() as taking:
        rows = taking.logged({("d1", 1), ("d1", 2), ("d1", 3)})
        assert {n: row.raw for (_, n), row in rows.items()} == {1: {}, 2: other.raw, 3: gone.raw}
        assert (rows["d1", 1].hash, rows["d1", 1].chain) == (about.hash, about.chain)
        assert [one.logged.raw for one in taking.beside("d1", {1})] == [{}]
        assert [held.logged.raw for held in taking.held("d2")] == [{}]
