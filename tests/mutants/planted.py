"""Faults planted one at a time into the core; each must be killed by some test.

A fault is a piece of text of one file and what replaces it. A text that no longer occurs makes the
run fail: the list must follow the code.
"""

from tests.mutants.copies import COPIES
from tests.mutants.fault import Fault
from tests.mutants.phone import PHONE
from tests.mutants.restores import RESTORES

PLANTED = (
    Fault(
        "silent overwrite: every base counts as seen",
        "sync/merge.py",
        "else standing.version <= operation.base",
        "else True",
    ),
    Fault(
        "a phone conflicts with itself",
        "sync/merge.py",
        "    if seen or own:",
        "    if seen:",
    ),
    Fault(
        "an equal value is written again",
        "sync/merge.py",
        '    if equal:\n        return "same"\n',
        "",
    ),
    Fault(
        "what is approved may be overwritten",
        "sync/merge.py",
        '    if frozen:\n        return "conflict"\n',
        "",
    ),
    Fault(
        "the merged record is not checked",
        "sync/merge.py",
        "        if broken:  # M16",
        "        if False:  # M16",
    ),
    Fault(
        "an invalid merge is written in part",
        "sync/merge.py",
        "registration if broken else _lay(",
        "_lay(",
    ),
    Fault(
        "a second thread beside the first",
        "sync/questions.py",
        "    key = thread_id(registration.id, unit)\n    thread = registration.threads.get(key)\n    if thread is None or not thread.open:\n        return with_thread(",
        "    key = thread_id(registration.id, unit) + proposal.stamp.op\n    thread = registration.threads.get(key)\n    if thread is None or not thread.open:\n        return with_thread(",
    ),
    Fault(
        "an earlier proposal of another device is dropped",
        "sync/questions.py",
        "proposals=(*others, proposal),",
        "proposals=(proposal,),",
    ),
    Fault(
        "a verdict about what nobody read",
        "sync/lifecycle.py",
        '        return Outcome("stale", code="moved")\n    if body.verdict == "approve"',
        '        pass\n    if body.verdict == "approve"',
    ),
    Fault(
        "approval over an open question",
        "sync/lifecycle.py",
        'if body.verdict == "approve" and registration.open_threads():',
        "if False:",
    ),
    Fault(
        "a resolution that did not see the newest proposal",
        "sync/resolve.py",
        "    if thread.moves != choice.moves or left:",
        "    if left:",
    ),
    Fault(
        "a duplicate closed without its twin kept",
        "sync/resolve.py",
        "        draft = draft.put(replace(closed, duplicate_of=choice.keep, credit=None))",
        "        draft = draft.put(closed)",
    ),
    Fault(
        "a third claim opens no question",
        "sync/duplicates.py",
        "stamp=stamp) if similar else changed",
        "stamp=stamp) if similar and not shared(book[similar[0]]) else changed",
    ),
    Fault(
        "a repeat is taken for a reuse",
        "sync/custody.py",
        "        elif first == row.hash:",
        "        elif False:",
    ),
    Fault(
        "a reuse is taken for a repeat",
        "sync/custody.py",
        "        elif first == row.hash:",
        "        elif True:",
    ),
    Fault(
        "a gap is jumped over",
        "sync/custody.py",
        "    while (row := fresh.get(through + 1) or held.get(through + 1)) is not None:",
        "    while (row := fresh.get(through + 1) or (fresh.pop(min(fresh), None) if fresh else held.get(through + 1))) is not None:",
    ),
    Fault(
        "what waited behind a gap is forgotten",
        "sync/custody.py",
        "fresh.get(through + 1) or held.get(through + 1)",
        "fresh.get(through + 1)",
    ),
    Fault(
        "an operation waits for ever for a create that came",
        "sync/held.py",
        "for row in [row for row in rows if ready(row, standing)]:",
        "for row in list[Logged]():",
    ),
    Fault(
        "a bug of ours aborts the batch",
        "sync/effect.py",
        "        workspace.on_bug(logged.op, error)\n",
        "        raise\n",
    ),
    Fault(
        "anybody's registration may be amended",
        "sync/effect.py",
        "            return registration.recruiter == account",
        "            return True",
    ),
    Fault(
        "anybody may speak for anybody",
        "sync/effect.py",
        '        return quarantined("wrong_author")',
        "        pass",
    ),
    Fault(
        "the chain does not link",
        "sync/canonical.py",
        "bytes.fromhex(previous) + ",
        "",
    ),
    Fault(
        "a settled question never leaves the desk",
        "sync/scopes.py",
        '        moved[scope, after.id] = "left"',
        "        pass",
    ),
    Fault(
        "covers runs ahead of the entries",
        "sync/feed.py",
        "covers=None if more else snapshot.through(viewer.device)",
        "covers=snapshot.through(viewer.device) + 1",
    ),
    Fault(
        "a page skips an entry",
        "sync/feed.py",
        "        after[row.scope] = row.seq",
        "        after[row.scope] = row.seq + 1",
    ),
    Fault(
        "a restored server's old cursor is believed",
        "sync/feed.py",
        "cursor.epoch != start.epoch",
        "False",
    ),
    Fault(
        "recruiters see what waits on the desk",
        "sync/feed.py",
        "    desk = row.scope == DESK\n",
        "    desk = True\n",
    ),
    Fault(
        "a forged cursor is believed",
        "sync/cursor.py",
        "    if not hmac.compare_digest(tag, _tag(_SHORT, body, key)):",
        "    if False:",
    ),
    Fault(
        "two entries share a sequence",
        "sync/memory.py",
        "seq = max(t.counters.get(scope, 0), had) + 1",
        "seq = max(t.counters.get(scope, 0), had) + (1 if len(t.log) % 3 else 0)",
    ),
    Fault(
        "a lost row is not noticed",
        "tests/simulate/phone.py",
        "agrees = together(self._tallies()) == check",
        "agrees = True",
    ),
    Fault(
        "the digest does not know an old row from a new one",
        "sync/tally.py",
        'f"{registration}:{seq}"',
        'f"{registration}:"',
    ),
    Fault(
        "what left the view still counts",
        "sync/memory.py",
        '            if s == scope and flag == "live"',
        "            if s == scope",
    ),
    Fault(
        "a repair forgets a bucket",
        "sync/feed.py",
        "snapshot.bucketed(scope, buckets)",
        "snapshot.bucketed(scope, buckets[1:])",
    ),
    Fault(
        "a repair's cursor is ahead of its entries",
        "sync/feed.py",
        "{s: snapshot.last(s) for s in viewer.scopes}",
        "{s: snapshot.last(s) + 1 for s in viewer.scopes}",
    ),
    Fault(
        "an admin's unseen word stands",
        "sync/decide.py",
        "    if gone != (body.seen == DISMISSED):",
        "    if False:",
    ),
    Fault(
        "a taken operation speaks for whom it names",
        "sync/decide.py",
        "replace(operation, op=case.op, author=author)",
        "replace(operation, op=case.op)",
    ),
    Fault(
        "a reused op takes the first one's name",
        "sync/decide.py",
        'if self.receipt.result == "id_reuse"',
        "if False",
    ),
    Fault(
        "an author is not told of a decision",
        "sync/exchange.py",
        "            work.receipts[place.device, place.n] = case.receipt\n",
        "            pass\n",
    ),
    Fault(
        "a photo that came first is not found",
        "sync/loading.py",
        "photos |= declared_by(operation)",
        "pass",
    ),
    Fault(
        "what a held amend declares is forgotten",
        "sync/exchange.py",
        "        declared=declared(intake.decided, workspace),\n",
        "",
    ),
    Fault(
        "anybody's bytes are anybody's photo",
        "sync/photos.py",
        "for a in arrivals.get(declared, ()) if may_bring(a, registration)",
        "for a in arrivals.get(declared, ())",
    ),
    Fault(
        "bytes that come in move no entry",
        "sync/photos.py",
        "            moved |= entries_of(before, after)\n",
        "",
    ),
    Fault(
        "a rule younger than a record holds up its amends",
        "sync/merge.py",
        "if n in writes or n not in BEFORE",
        "if True",
    ),
    Fault(
        "what was in a box is never read",
        "sync/custody.py",
        "elif first == row.hash and row.n in shut and not is_box(row.raw):",
        "elif False:",
    ),
    Fault(
        "a box breaks the chain",
        "sync/custody.py",
        '    if is_box(raw) and raw["device"] == device:',
        "    if False:",
    ),
    Fault(
        "another device's box is anybody's word",
        "sync/effect.py",
        'if is_box(logged.raw) and logged.raw["device"] != logged.device:',
        "if False:",
    ),
    Fault(
        "a bundle is counted again when its gap fills",
        "sync/custody.py",
        "len(self.accepted) - len(self.released) + len(self.early)",
        "len(self.accepted) + len(self.early)",
    ),
    *COPIES,
    *PHONE,
    *RESTORES,
)
