"""Faults of what is typed, rescued and updated on a phone (P150 to P155), each judged by what it names."""

from tests.mutants.fault import Fault

SHELL = (
    Fault(
        "a correction is said over what nobody has read",
        "web/src/state/registrations.ts",
        '  const intention: Intention = { kind: "amend", registration: id, base, set, was };',
        '  const intention: Intention = { kind: "amend", registration: id, base: seen(id).base, set, was };',
        unit="src/state/corrections.test.ts",
    ),
    Fault(
        "a correction that was sent is there again",
        "web/src/store/save.ts",
        "if (typed !== null) fire(",
        'if (typed?.store === "drafts") fire(',
        unit="src/store/corrections.test.ts",
    ),
    Fault(
        "what others have changed beside a correction is not told",
        "web/src/domain/correction.ts",
        "names.some((name) => own.includes(name)) && names.some(differs)",
        "names.some((name) => own.includes(name) && differs(name))",
        unit="src/domain/correction.test.ts",
    ),
    Fault(
        "a rescue file leaves out the photos that wait",
        "web/src/store/pieces.ts",
        "offset < data.byteLength; offset += PIECE_BYTES",
        "offset < PIECE_BYTES; offset += PIECE_BYTES",
        unit="src/sync/rescue.test.ts",
    ),
)
