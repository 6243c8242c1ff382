"""What people do with personal data outside of the feed, and what for (docs/proof.md, P176)."""

from typing import Literal

Act = Literal[
    "photo", "search", "history", "access_file", "export", "import", "statement", "retention"
]
Purpose = Literal["review", "portal", "incentive", "oversight", "request_of_person", "law"]

SHOWN = 50
"""Registrations that an entry of the record names; it says whether there are more."""
