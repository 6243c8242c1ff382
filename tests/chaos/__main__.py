"""``python -m tests.chaos --seconds 300``: real processes, killed for a while; the last line is for scripts."""

import argparse
import secrets
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.chaos.databases import Kind
from tests.chaos.run import Plan, Report, run

CLIENTS = 10
KINDS: dict[str, tuple[Kind, ...]] = {
    "sqlite": ("sqlite",),
    "postgresql": ("postgresql",),
    "both": ("sqlite", "postgresql"),
}
MOST_TOLD, TRACE_TOLD = 40, 60


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def listed(counts: Counter[str]) -> str:
    return " ".join(f"{what.replace(' ', '_')}={count}" for what, count in sorted(counts.items()))


def report_on(plan: Plan, report: Report) -> None:
    tell(
        f"{plan.kind}: faults {listed(report.faults)}; the server was started {report.starts} times"
    )
    tell(f"{plan.kind}: connections {listed(report.wires)}")
    tell(f"{plan.kind}: receipts {listed(report.verdict.results)}")
    if report.findings:
        tell(f"{plan.kind}: seed {plan.seed} found")
        for finding in report.findings[:MOST_TOLD]:
            tell(f"  {finding}")
        tell("  the last faults before:")
        for fault in report.trace[-TRACE_TOLD:]:
            tell(f"  {fault}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--database", choices=[*KINDS], default="both")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    asked = parser.parse_args()
    tell(f"seed={asked.seed}")
    kinds, reports = KINDS[asked.database], []
    for kind in kinds:
        plan = Plan(asked.seed, kind, asked.seconds / len(kinds), CLIENTS)
        with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
            reports.append(run(plan, Path(folder)))
        report_on(plan, reports[-1])
    verdicts = [report.verdict for report in reports]
    lost, doubled, diverged = (
        sum(len(part) for part in parts)
        for parts in (
            [v.lost for v in verdicts],
            [v.doubled for v in verdicts],
            [v.diverged for v in verdicts],
        )
    )
    tell(
        f"clients={CLIENTS} operations={sum(v.operations for v in verdicts)}"
        f" kills={sum(r.kills for r in reports)} lost={lost} doubled={doubled} diverged={diverged}"
    )
    return 1 if lost or doubled or diverged else 0


sys.exit(main())
