"""Print the table of units as TypeScript: ``python -m server.domain.export_units``.

One table for both languages: ``sync/units.py`` says which field belongs to which unit.
"""

import json
import sys

from sync.units import UNIT_OF, UNITS


def typescript() -> str:
    """Return ``web/src/wire/units.gen.ts``."""
    units = {unit: list(fields) for unit, fields in UNITS.items()}
    return "\n".join(
        (
            "/** Generated from sync/units.py by `make generate`; not edited by hand. */",
            "",
            f"export const UNITS = {json.dumps(units, indent=2)} as const;",
            "",
            f"export const UNIT_OF = {json.dumps(dict(UNIT_OF), indent=2)} as const;",
            "",
        )
    )


if __name__ == "__main__":
    sys.stdout.write(typescript())
