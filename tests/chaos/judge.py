"""Comparing every phone with the server, from outside of both: a pure function of the evidence."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sync.canonical import GENESIS, canonical, digest, link
from tests.chaos.evidence import Books, Copy


@dataclass(slots=True)
class Verdict:
    """What was found, each with a line that names ids and nothing else."""

    operations: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    diverged: list[str] = field(default_factory=list)
    results: Counter[str] = field(default_factory=Counter)


def judge(copies: Sequence[Copy], books: Books, pulled: Mapping[str, Mapping[str, str]]) -> Verdict:
    """Everything that must be so once all is quiet. ``pulled``: by phone, entries of a fresh pull."""
    verdict = Verdict()
    verdict.results.update(
        ":".join(filter(None, (receipt["result"], receipt.get("code"))))
        for receipt in books.receipts.values()
    )
    _custody(copies, books, verdict)
    _log(books, verdict)
    _effects(books, verdict)
    for copy in copies:
        verdict.diverged += [f"{copy.name}: {trouble}" for trouble in copy.troubles]
        _receipts(copy, books, verdict)
        _replica(copy, pulled[copy.name], verdict)
    if books.waiting:
        verdict.diverged.append(f"P46 {books.waiting} held although every predecessor is in")
    return verdict


def _custody(copies: Sequence[Copy], books: Books, verdict: Verdict) -> None:
    """I1, I2: what was saved is in the log exactly once, with its bytes, and nothing else is."""
    logged = {(row.device, row.n): (row.op, row.hash) for row in books.log}
    saved: dict[tuple[str, int], tuple[str, str]] = {}
    for copy in copies:
        kept = {n: (op, hashed) for n, (op, hashed, _) in copy.operations.items()}
        for n, witnessed in copy.witnessed.items():
            if kept.get(n) != witnessed:
                verdict.lost.append(f"I1 {copy.name} n {n} is not as it was saved on the phone")
        for n, operation in (kept | dict(copy.witnessed)).items():
            saved[copy.device, n] = operation
            if logged.get((copy.device, n)) != operation:
                verdict.lost.append(f"I1 {copy.name} n {n} op {operation[0]} is not in the log")
    verdict.operations = len(saved)
    times = Counter(op for op, _ in logged.values())
    verdict.doubled += [f"I2 op {op} is {k} times in the log" for op, k in times.items() if k > 1]
    verdict.doubled += [f"I2 {key} nobody saved" for key in logged.keys() - saved.keys()]
    if books.strays:
        verdict.doubled.append(f"P44 {books.strays} repeats were taken for reuse")


def _log(books: Books, verdict: Verdict) -> None:
    """P31: digests and chains of the log, made anew from its bytes."""
    chains: dict[str, tuple[int, str]] = {}
    for row in books.log:
        n, chain = chains.get(row.device, (0, GENESIS))
        chain = link(chain, digest(json.loads(row.raw)))
        if (row.n, row.chain) != (n + 1, chain):
            verdict.diverged.append(f"P31 {row.device} n {row.n} breaks the chain")
        chains[row.device] = row.n, row.chain
    for device, end in books.devices.items():
        if chains.get(device, (0, GENESIS)) != end:
            verdict.diverged.append(f"P40 {device} stands at {end[0]}, its log does not")


def _effects(books: Books, verdict: Verdict) -> None:
    """I2: no operation stands twice in a history, and every version was told by a receipt.

    An operation that took effect a second time would have made a version that none of the receipts
    names. A resolution may move several registrations, and its receipt names one: those are left out.
    """
    told: dict[str, set[int]] = {}
    for receipt in books.receipts.values():
        told.setdefault(receipt["registration"], set()).add(receipt["version"])
    for key, state in books.registrations.items():
        ops = [event["op"] for event in state["history"]]
        if len(ops) != len(set(ops)):
            verdict.doubled.append(f"I2 {key} has an operation twice in its history")
        if any(thread["kind"] == "duplicate" for thread in state["threads"].values()):
            continue
        gaps = state.get("gaps", ())
        named = told.get(key, set())
        named |= {last for last, floor in gaps if floor in named}  # it counts on from there
        missing = _versions(state) - named
        if missing:
            verdict.doubled.append(f"I2 {key} has versions {sorted(missing)} without an operation")


def _versions(state: Mapping[str, Any]) -> set[int]:
    """Every version that a registration has had; a restore leaves a gap (P110)."""
    first, versions = 1, set[int]()
    for last, floor in state.get("gaps", ()):
        versions |= set(range(first, last + 1))
        first = floor + 1
    return versions | set(range(first, state["version"] + 1))


def _receipts(copy: Copy, books: Books, verdict: Verdict) -> None:
    """P41: each receipt as the phone has it is the one that the server keeps; I12: so are the chains."""
    for n in copy.operations:
        result, body = copy.receipts.get(n, ("none", "null"))
        kept = books.receipts.get((copy.device, n))
        agrees = kept is not None and kept["result"] == result
        if not agrees or (result != "applied" and body != canonical(kept).decode()):
            verdict.diverged.append(f"P41 {copy.name} n {n}: {result}, {kept and kept['result']}")
    last = max(copy.operations, default=0)
    mine = (last, copy.operations[last][2] if last else GENESIS)
    if books.devices.get(copy.device) != mine:
        verdict.diverged.append(f"I12 {copy.name} ends its chain at {last} otherwise")


def _replica(copy: Copy, fresh: Mapping[str, str], verdict: Verdict) -> None:
    """I9: what the phone pulled in pieces is, byte for byte, what a fresh pull gets."""
    for key in sorted(fresh.keys() | copy.replica.keys()):
        if fresh.get(key) != copy.replica.get(key):
            verdict.diverged.append(f"I9 {copy.name} holds {key} otherwise")
