"""Faults about the end of a consent (docs/merge.md, M98, M99; docs/protocol.md, section 11)."""

from tests.mutants.fault import Fault

CONSENT = (
    Fault(
        "the signature outlives the erasing",
        "sync/erasure.py",
        "consent={k: v for k, v in registration.consent.items() if k in OUTLIVES},",
        "consent=registration.consent,",
    ),
    Fault(
        "what comes for an erased registration is kept",
        "sync/exchange.py",
        "return [emptied(row) if row.registration in gone else row for row in rows]",
        "return list(rows)",
    ),
    Fault(
        "others are still asked about who was erased",
        "sync/erasure.py",
        "        changed[other.id] = _without(book[other.id], key)",
        "        pass",
    ),
    Fault(
        "a recruiter may say that somebody asked",
        "sync/effect.py",
        '    return isinstance(body, Erase) and body.ground != "consent_withdrawn" and role != "admin"',
        "    return False",
    ),
    Fault(
        "what is unsent is emptied with the rest",
        "web/src/store/shredding.ts",
        "if (!row || (row.receipt === null && row.covered_at === undefined)) continue;",
        "if (!row) continue;",
        unit="src/sync/erased.test.ts",
    ),
    Fault(
        "sealed pages keep who was erased",
        "web/src/store/page.ts",
        "    shred: [...new Set([...(mark.shred ?? []), ...erasedBy(feed)])],",
        "    shred: mark.shred ?? [],",
        unit="src/sync/erased.test.ts",
    ),
    Fault(
        "an emptied operation is not handed over again",
        "web/src/sync/plan.ts",
        'if (text === "") sealed.push(',
        'if (text === " ") sealed.push(',
        unit="src/sync/erased.test.ts",
    ),
    Fault(
        "what is unsent grows old",
        "web/src/store/fading.ts",
        "!pending.has(row.registration) && isOver",
        "isOver",
        unit="src/sync/fading.test.ts",
    ),
    Fault(
        "a superseded page keeps the words",
        "web/src/store/fading.ts",
        "ids.some((id) => faded.has(id))",
        "ids.some((id) => faded.has(id) && directory.places.get(id)?.page === ids.length)",
        unit="src/sync/fading.test.ts",
    ),
)
