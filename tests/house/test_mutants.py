"""The list of planted faults follows the code."""

from pathlib import Path

import pytest

from tests.mutants.every import ALL
from tests.mutants.fault import Fault

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.name)
def test_what_a_fault_replaces_occurs_once_and_its_judge_exists(fault: Fault) -> None:
    assert (ROOT / fault.file).read_text().count(fault.text) == 1
    assert fault.text != fault.instead
    judge = (ROOT / "web" / fault.unit) if fault.unit else ROOT / fault.server.split("::")[0]
    assert judge.exists()


def test_no_two_faults_have_one_name() -> None:
    names = [fault.name for fault in ALL]
    assert sorted(set(names)) == sorted(names)
