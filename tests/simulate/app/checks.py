"""The invariants, each looked at from outside of the code that should keep it. docs/invariants.md is their list."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from werkzeug.wrappers import Response

from sync.canonical import GENESIS, canonical, digest, link
from tests.simulate import checks
from tests.simulate.app.node import Told
from tests.simulate.app.world import Look, Phone, World, request_of
from tests.simulate.checks import demand

KEPT, KEPT_BEHIND = timedelta(days=30), timedelta(days=7)
WAITS = ("held", "quarantined", "id_reuse")
MOST_LINES = 120
"""Of trace for one sync run: some forty requests, more than any story's pages need (L5)."""


def saved(phone: Phone, op: str) -> None:
    """The person has read "saved"."""
    phone.saved.add(op)


def queued(phone: Phone) -> list[int]:
    return [row["n"] for row in phone.look["rows"] if row["state"] == "queued"]


def numbered(phone: Phone) -> list[Look]:
    """The rows of the phone's present identity; those of earlier ones are kept below zero (P105)."""
    return [row for row in phone.look["rows"] if row["n"] > 0]


def look(world: World, phone: Phone) -> None:
    """After each step: the phone's disk and screen against what was true of it before."""
    before, now = phone.look, world.do(phone, "look")
    phone.look, phone.device = now, now["device"] or phone.device
    _custody(world, phone)
    _chain(phone)
    demand("I6", now["true_screen"], f"{phone.name}: memory is not what the database holds")
    for frame in now["frames"]:
        for unseen in frame["unseen"]:
            _read_your_writes(world, phone, unseen)
    if before:
        _monotonic(phone, before)
        _kept(world, phone, before)


def _custody(world: World, phone: Phone) -> None:
    """I1: what was saved is unreceipted in the outbox or in the server's custody; P16: with its bytes."""
    in_custody = world.journal.ops_in_custody()
    pending = set()
    for row in phone.look["rows"]:
        under = row["op"], json.loads(row["text"])["author"]["device"]
        known = phone.texts.setdefault(under, row["text"])
        demand("P16", known == row["text"], f"{phone.name} n {row['n']}")
        phone.saved.add(row["op"])
        if row["receipt"] is None:
            pending.add(row["op"])
    lost = phone.saved - pending - in_custody - phone.excused - phone.let_go - world.beyond
    demand("I1", not lost, f"{phone.name} {sorted(lost)}")


def _chain(phone: Phone) -> None:
    """I12, the phone's half: numbers without a gap from 1, each link made of the one before."""
    n, chain, head = 0, GENESIS, phone.look["head"]
    for row in numbered(phone):
        if row["n"] > n + 1:  # what is older was released
            n, chain = row["n"] - 1, row["before"]
        chain = link(chain, digest(json.loads(row["text"])))
        n += 1
        demand("I12", (row["n"], row["chain"]) == (n, chain), f"{phone.name} n {row['n']}")
    if n >= head["n"]:  # else the newest was released
        demand("I12", (head["n"], head["chain"]) == (n, chain), f"{phone.name} head")


def _read_your_writes(world: World, phone: Phone, unseen: Mapping[str, Any]) -> None:
    """I6: a person sees their last word on a thing until the server has told what became of it."""
    receipt = unseen["receipt"]
    if receipt is not None and receipt["result"] in (*WAITS, "stale", "conflict", "superseded"):
        return
    registration = world.registrations.get(unseen["registration"])
    if unseen["gone"] and (unseen["covered"] or registration is None or phone.older):
        return
    told = registration is not None and any(
        event.op == unseen["op"] and event.version <= unseen["version"]
        for event in registration.history
    )
    same = receipt is not None and receipt["result"] == "same"
    demand("I6", told or same, f"{phone.name} {unseen}")


def _monotonic(phone: Phone, before: Mapping[str, Any]) -> None:
    """I7: no registration goes back to an older version, but where its server or its disk did."""
    versions = {row["registration"]: row["entry"]["version"] for row in before["replica"]}
    for row in phone.look["replica"]:
        known = versions.get(row["registration"], 0)
        fresh = row["entry"]["version"] >= known
        demand("I7", fresh or phone.older, f"{phone.name} {row['registration']}")


def _kept(world: World, phone: Phone, before: Mapping[str, Any]) -> None:
    """I13: nothing leaves the outbox but by its age (P70, P109); no draft but by its own end."""
    there = {row["op"] for row in phone.look["rows"]}
    now = world.server.site.clock() + timedelta(milliseconds=phone.offset_ms)
    for row in before["rows"]:
        if row["op"] in there:
            continue
        covered = row.get("covered_at")
        kept = KEPT_BEHIND if world.backups and row["n"] > 0 else KEPT
        old = covered is not None and now - datetime.fromisoformat(covered) >= kept
        demand("I13", old, f"{phone.name} n {row['n']} left the outbox")
    lost = phone.drafts - set(phone.look["drafts"])
    demand("I13", not lost, f"{phone.name} drafts {sorted(lost)}")


def answered(world: World, phone: Phone, line: Told, answer: Response) -> None:
    """At each request that the server takes in: its log, its merges, and what it lets be seen."""
    if line["path"] == "/api/v1/device/renew":
        asked = request_of(line)
        known = asked["ancestor"]["device"] in world.copied or world.backups
        demand("P101", asked["why"] != "copied" or known, f"{phone.name} was called a copy")
        world.renewed.add(asked["device"])
    if line["path"] != "/api/v1/sync":
        return
    asked = request_of(line)
    if answer.status_code == 200:
        # What is said in the middle of a run is on its way before it is looked at.
        phone.saved |= {operation["op"] for operation in asked["operations"]}
    before, after = world.registrations, world.journal.registrations()
    world.registrations = after
    checks.once(world)
    checks.writes(before, world)
    demand("I2", not world.journal.beside(), "an honest phone's number was taken for reuse")
    if answer.status_code != 200:
        demand(
            "P42", answer.status_code in (400, 401, 403, 409), f"{phone.name} {answer.status_code}"
        )
        return
    told = answer.get_json()
    _each_has_a_receipt(phone, asked, told["receipts"])
    if told["feed"]:
        _in_scope(world, phone, told["feed"]["entries"])


def _each_has_a_receipt(phone: Phone, asked: Any, told: Any) -> None:
    """L2: whatever is beside it, each operation that was handed over has its receipt at once."""
    listed = {receipt["n"]: receipt["result"] for receipt in told["exceptions"]}
    for operation in asked["operations"]:
        taken = operation["n"] <= told["through"] or operation["n"] in listed
        demand(
            "L2", taken and listed.get(operation["n"]) != "retry", f"{phone.name} {operation['n']}"
        )
    demand("L5", len(asked["operations"]) <= 500 and len(asked["waiting"]) <= 500, phone.name)


def _in_scope(world: World, phone: Phone, entries: Any) -> None:
    """I11: no registration, and no value, that the account's role and clinics may not see."""
    account = phone.account.id
    role, clinics = world.roles[account], world.clinics[account]
    for entry in entries:
        if entry["flag"] != "live":
            continue
        where = f"{phone.name} {entry['registration']}"
        match role:
            case "recruiter":
                demand("I11", entry["recruiter"] == account and "checks" not in entry, where)
                demand("I11", entry["consent"].get("signature") in (None, []), where)
            case "supervisor":
                demand("I11", entry["clinic"] in clinics, where)
            case _:
                demand("I11", any(thread["open"] for thread in entry["threads"]), where)
                continue
        hidden = {"proposals", "claims", "problems", "settlement"}
        demand("I11", all(hidden.isdisjoint(thread) for thread in entry["threads"]), where)


def bounded(_: World, phone: Phone, lines: int) -> None:
    """L5, L6: a sync run ends by itself after so much."""
    demand("L5", lines <= MOST_LINES, f"{phone.name}: {lines} lines of trace in one run")


def in_step(world: World, phone: Phone, beside: Any) -> None:
    """A run was complete: I8, I9 the replica is a fresh snapshot; L2 nothing waits; I12 both chains are one."""
    held = {
        row["registration"]: canonical(row["entry"])
        for row in phone.look["replica"]
        if not row["left"]
    }
    fresh = checks.fold({}, world, phone, None)
    for row in phone.look["replica"]:
        if row["entry"].get("faded") and row["registration"] in fresh:
            _faded(world, row["entry"], fresh)
            held[row["registration"]] = fresh[row["registration"]]
    demand("I9", held == fresh, f"{phone.name} holds {sorted(_differing(held, fresh))} otherwise")
    checks.feed_cuts(world, phone)
    if not beside:
        demand("L2", not queued(phone), f"{phone.name} {queued(phone)}")
        with world.journal.snapshot() as snapshot:
            through = snapshot.through(phone.device)
        head = phone.look["head"]["n"]
        demand("I12", through == head, f"{phone.name} {through} of {head}")
    phone.older = False
    phone.excused = set()
    _custody(world, phone)


def _faded(world: World, entry: Look, fresh: Mapping[str, bytes]) -> None:
    """P146: words go a week after the end, by the server's clock; what stays is what the server tells."""
    told = json.loads(fresh[entry["registration"]])
    same = all(entry[fact] == told[fact] for fact in ("seq", "version", "status", "status_at"))
    over = entry["status"] in ("registered", "rejected", "withdrawn")
    age = world.server.site.clock() - datetime.fromisoformat(entry["status_at"])
    demand("P146", same and over and age >= KEPT_BEHIND, entry["registration"])


def _differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> set[str]:
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


def restored(world: World, before: set[str]) -> None:
    """An older backup stands in the server's place: what phones still hold must come back (I14)."""
    world.reload_accounts()
    gone = before - world.journal.ops_in_custody()
    world.registrations = world.journal.registrations()
    everywhere = {row["op"] for phone in world.phones for row in phone.look["rows"]}
    for phone in world.phones:
        held = {row["op"] for row in phone.look["rows"]}
        phone.older = True
        phone.excused |= gone & held
        phone.let_go |= gone & phone.saved & everywhere - held
        world.beyond |= (gone & phone.saved) - everywhere


def silent(world: World, phone: Phone) -> None:
    """L6: with nothing to say, one request, and the same cursor again."""
    cursor = phone.look["mark"]["cursor"]
    before = len(world.trace)
    world.do(phone, "sync", also=None)
    look(world, phone)
    lines = [line for line in world.trace[before:] if "/api/v1/sync" in line]
    demand("L6", len(lines) == 1, f"{phone.name}: {lines}")
    demand("L6", phone.look["mark"]["cursor"] == cursor, phone.name)


def at_rest(world: World) -> None:
    """The end: I1, I2, I9, I12, I14 for everybody, and each receipt as the server keeps it."""
    in_custody = world.journal.ops_in_custody()
    checks.once(world)
    for phone in world.phones:
        demand("I9", phone.look["mark"]["reading"] == "ok", phone.name)
        in_step(world, phone, None)
        lost = phone.saved - in_custody - world.beyond
        demand("I14", not lost, f"{phone.name} {sorted(lost)}")
        numbers = [row["n"] for row in numbered(phone)]
        with world.journal.taking_in() as books:
            kept = {n: told for n, (_, told) in books.receipts(phone.device, numbers).items()}
        for row in numbered(phone):
            mine, theirs = row["receipt"]["result"], kept[row["n"]].result
            # P106: what is written anew is a repeat, told with the present word on the first.
            demand("I12", theirs in (mine, "same"), f"{phone.name} n {row['n']}: {mine}, {theirs}")
