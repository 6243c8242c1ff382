"""Faults of what comes after approval: the portal's news, and tables."""

from tests.mutants.fault import Fault

BRANCH = (
    Fault(
        "an older payment code comes back",
        "server/domain/portal_news.py",
        '    if str(told.valid_until) < str(known.get("valid_until", "")):\n        return Wrong("valid_until", "older", str(known["valid_until"]))\n',
        "",
    ),
    Fault(
        "what is known is recorded again",
        "server/domain/portal_news.py",
        "    if all(known.get(name) == value for name, value in facts.items()):\n        return None\n    if standing.status in",
        "    if standing.status in",
    ),
    Fault(
        "a payment that stands is overwritten",
        "server/domain/portal_news.py",
        '    if standing.status not in {"paid", "registered"}:\n        return Fact("paid", facts)',
        '    if known.get("paid_at") != told.paid_at or known.get("amount") != told.amount:\n        return Fact("paid", facts)',
    ),
    Fault(
        "a cell of a CSV is a formula",
        "server/sheets/writing.py",
        'FORMULA = ("=", "+", "-", "@", "\\t", "\\r")',
        'FORMULA = ("=",)',
    ),
    Fault(
        "a text of a workbook is a formula",
        "server/sheets/writing.py",
        "sheet.write_string(number, column, cell[:_WIDEST])",
        "sheet.write_formula(number, column, cell)",
    ),
)
