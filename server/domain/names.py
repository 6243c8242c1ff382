"""Names as lists search them: without case, accents and signs."""

import unicodedata


def searchable(name: str) -> str:
    """Return a name in small letters, digits and single spaces: ``Siti  Nur'aini`` → ``siti nuraini``."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c for c in plain if c.isascii() and (c.isalnum() or c.isspace()))
    return " ".join(kept.split())
