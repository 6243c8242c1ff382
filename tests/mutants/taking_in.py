"""Faults in what makes taking in quick: each would be quick, and wrong."""

from tests.mutants.fault import Fault

TAKING_IN = (
    Fault(
        "a number that is not whole is hashed by the quick way",
        "server/json_text.py",
        "int(number) if number.is_integer() else NotWhole(number)",
        "int(number) if number.is_integer() else number",
        server="tests/server/test_json_text.py",
    ),
    Fault(
        "the quick yes overlooks a field that nobody knows",
        "server/schemas/quick.py",
        "if type(value) is not dict or len(value) != count:",
        "if type(value) is not dict:",
        server="tests/server/test_quick.py",
    ),
    Fault(
        "whom one record is about is taken for whom another is about",
        "sync/workspace.py",
        "key = tuple(map(id, values))",
        "key = (len(values),)",
    ),
)
