"""``make audit``: known weaknesses of everything in the two locks, and of how much of it somebody was asked.

Each tool by itself is content where nobody answers (a mirror without advisories, no network): "nothing
found" is then said of nothing. Here that fails, and says so.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parents[1]
PIP = ("uv", "tool", "run", "-q", "pip-audit==2.10.1", "--disable-pip", "--require-hashes")
PIP_ASKED = (*PIP, "--progress-spinner", "off", "-f", "json", "-r", "requirements.lock")
NPM_ASKED = ("npm", "audit", "--json", "--audit-level=low")


@dataclass(frozen=True, slots=True)
class Told:
    """``weak``: a line for each weakness. ``asked`` of ``of`` packages were known to whoever was asked;
    ``why`` the others were not."""

    weak: tuple[str, ...]
    asked: int
    of: int
    why: str = ""


def of_python(text: str) -> Told:
    """What pip-audit says, as JSON."""
    told: list[dict[str, Any]] = json.loads(text)["dependencies"]
    skipped = [one["skip_reason"] for one in told if "skip_reason" in one]
    weak = tuple(
        f"{one['name']} {one['version']}: {weakness['id']}, mended in"
        f" {', '.join(weakness['fix_versions']) or 'none yet'}"
        for one in told
        for weakness in one.get("vulns", ())
    )
    return Told(weak, len(told) - len(skipped), len(told), skipped[0] if skipped else "")


def of_web(text: str, packages: int) -> Told:
    """What npm audit says, as JSON; it asks about all packages in one request."""
    told: dict[str, Any] = json.loads(text)
    if "vulnerabilities" not in told:
        return Told((), 0, packages, str(told.get("message") or told.get("error") or "no answer"))
    weak = tuple(
        f"{name}: {one['severity']}, {'mend known' if one['fixAvailable'] else 'no mend yet'}"
        for name, one in sorted(told["vulnerabilities"].items())
    )
    return Told(weak, packages, packages)


def says(name: str, told: Told) -> bool:
    """Print it; whether all is well."""
    for weakness in told.weak:
        click.echo(f"{name}: {weakness}")
    click.echo(f"{name}: {len(told.weak)} known weaknesses in {told.asked} of {told.of} packages")
    if told.asked < told.of:
        missing = told.of - told.asked
        click.echo(
            f"{name}: nobody answered for {missing}, so nothing is known of them: {told.why}"
        )
    return not told.weak and told.asked == told.of


def _asked(command: tuple[str, ...], folder: Path) -> str:
    """Output alone counts: both tools end with 1 for a weakness as for an outage."""
    done = subprocess.run(  # noqa: S603  our own words
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    if not done.stdout.strip():
        raise click.ClickException(f"{command[0]}: {done.stderr.strip()[-500:]}")
    return done.stdout


def main() -> int:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text())
    packages = sum(1 for path in lock["packages"] if path)
    python = says("Python", of_python(_asked(PIP_ASKED, ROOT)))
    web = says("npm", of_web(_asked(NPM_ASKED, ROOT / "web"), packages))
    return 0 if python and web else 1


if __name__ == "__main__":
    sys.exit(main())
