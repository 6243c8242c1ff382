"""Faults of who may what and who looks like whom; the first test of each is quick."""

from tests.mutants.fault import Fault

PEOPLE = (
    Fault(
        "two people are asked about again",
        "sync/duplicates.py",
        "return any(pair <= set(group) for thread in threads for group in _told_apart(thread))",
        "return False",
    ),
    Fault(
        "who looks like nobody any more stays in the question",
        "sync/duplicates.py",
        "        if thread.open:\n            changed |= _look_again(",
        "        if False:\n            changed |= _look_again(",
    ),
    Fault(
        "a person who came up late is not looked for",
        "sync/workspace.py",
        "            workspace.unforeseen.add(person)",
        "            pass",
    ),
    Fault(
        "what was made after the end is late work as well",
        "sync/late.py",
        "    then = held_at(entitlements, made_at)",
        "    then = entitlements[0]",
    ),
    Fault(
        "late work comes in unmarked",
        "sync/effect.py",
        "        entitled_until=late.until if late else None,",
        "        entitled_until=None,",
    ),
    Fault(
        "an admin's late word counts",
        "sync/late.py",
        "LATE_KINDS = (Create, Amend, Withdraw, Erase, Review)",
        "LATE_KINDS = (object,)",
    ),
    Fault(
        "a closed account goes on",
        "sync/effect.py",
        "    if may is None or not may.active:",
        "    if may is None:",
    ),
    Fault(
        "a clinic keeps what moved away",
        "sync/moves.py",
        "for place, flag in entries_of(before[r.id], r).items()",
        "for place, flag in entries_of(None, r).items()",
    ),
    Fault(
        "who sees both clinics loses what moved between them",
        "sync/feed.py",
        'return row.flag == "left" and not scopes_of(row.registration).isdisjoint(viewer.scopes)',
        "return False",
    ),
    Fault(
        "a recruiter is not told of other clinics",
        "sync/feed.py",
        "*sorted(self.scopes), *sorted(self.clinics)]",
        "*sorted(self.scopes)]",
    ),
    Fault(
        "a moved registration weighs the same in both clinics",
        "server/store/feed.py",
        "    beyond = _newest(connection, moved)\n",
        "    beyond = 0\n",
        server="tests/contract/test_feed.py",
    ),
)
