"""Faults of the desks: what they mark, and what they decide many at once (docs/merge.md, M100-M106)."""

from tests.mutants.fault import Fault

DESKS = (
    Fault(
        "two phones' clocks are compared as they are",
        "web/src/domain/patterns.ts",
        "Date.parse(registration.captured_at) - (registration.entry?.skew_ms ?? 0)",
        "Date.parse(registration.captured_at)",
        unit="src/domain/patterns.test.ts",
    ),
    Fault(
        "who is marked is approved with the rest",
        "web/src/screens/supervisor/queue.ts",
        "    !marks.has(registration.id) &&\n",
        "",
        unit="src/screens/supervisor/queue.test.ts",
    ),
    Fault(
        "what was decided meanwhile is approved once more",
        "web/src/screens/supervisor/many.ts",
        'now?.status !== "submitted" || isBeingSettled(now)',
        "now === undefined || isBeingSettled(now)",
        unit="src/screens/supervisor/many.test.ts",
    ),
    Fault(
        "one person twice is a crowd",
        "web/src/domain/clusters.ts",
        "group.length >= people && peopleIn(group) >= people",
        "group.length >= people",
        unit="src/domain/patterns.test.ts",
    ),
    Fault(
        "one choice settles whatever phone it came from",
        "web/src/screens/admin/same-choice.ts",
        "return `${thread.kind} ${unit} ${proposed[0]?.proposal.stamp.device}`;",
        "return `${thread.kind} ${unit} ${proposed.length}`;",
        unit="src/screens/admin/same-choice.test.ts",
    ),
    Fault(
        "units of another claim go over what nobody saw",
        "sync/resolve.py",
        "unit.version > draft.base and not by.own",
        "unit.version > draft.base + 99 and not by.own",
    ),
    Fault(
        "units of another claim are not put back",
        "sync/resolve.py",
        "settlement.replaced if settlement.keep == registration.id else {}",
        "{}",
    ),
    Fault(
        "what stood is left with the others when its person is erased",
        "sync/erasure.py",
        "{} if settlement.keep == key else settlement.replaced",
        "settlement.replaced",
    ),
    Fault(
        "what is settled on one claim stays open on another",
        "web/src/screens/admin/inbox.ts",
        "    .filter(isDuplicate) //",
        "    .filter(Boolean) //",
        unit="src/screens/admin/claim-rows.test.ts",
    ),
    Fault(
        "one choice answers a later proposal unseen",
        "web/src/screens/admin/same-choice.ts",
        "asked.id === thread && asked.open && asked.moves === moves",
        "asked.id === thread && asked.open && moves > 0",
        unit="src/screens/admin/same-choice.test.ts",
    ),
    Fault(
        "a verdict that was undone is waited for all the same",
        "web/src/screens/supervisor/waits.ts",
        "since = found.pop()?.since ?? at;",
        "since = at;",
        unit="src/screens/supervisor/waits.test.ts",
    ),
    Fault(
        "a clinic's name is a formula in the table of figures",
        "web/src/screens/desk/csv.ts",
        'typeof value === "string" && FORMULA.test(value)',
        'value === ""',
        unit="src/screens/desk/csv.test.ts",
    ),
)
