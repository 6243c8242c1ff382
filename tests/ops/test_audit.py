"""`make audit` is content only with an answer about every package, from recorded answers of both tools."""

import json

import pytest

from ops.audit import Told, of_python, of_web, says

KNOWN = {"name": "flask", "version": "3.1.2", "vulns": []}
WEAK = {
    "name": "werkzeug",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.0"], "description": "x"}],
}
UNKNOWN = {"name": "idna", "skip_reason": "Dependency not found on PyPI: idna (3.1)"}


def python(*packages: object) -> Told:
    return of_python(json.dumps({"dependencies": packages, "fixes": []}))


def test_what_is_known_and_sound_is_well() -> None:
    assert says("Python", python(KNOWN))
    assert says("npm", of_web(json.dumps({"vulnerabilities": {}}), 400))


def test_a_weakness_is_named_with_its_mend(capsys: pytest.CaptureFixture[str]) -> None:
    assert not says("Python", python(KNOWN, WEAK))
    assert "werkzeug 1.0: PYSEC-1, mended in 2.0" in capsys.readouterr().out
    told = {"vulnerabilities": {"vite": {"severity": "high", "fixAvailable": False}}}
    assert not says("npm", of_web(json.dumps(told), 400))
    assert "vite: high, no mend yet" in capsys.readouterr().out


def test_silence_is_no_good_news(capsys: pytest.CaptureFixture[str]) -> None:
    assert not says("Python", python(KNOWN, UNKNOWN))
    assert "nobody answered for 1" in capsys.readouterr().out
    refused = {"message": "405 Method Not Allowed", "statusCode": 405}
    assert not says("npm", of_web(json.dumps(refused), 400))
    assert "nobody answered for 400" in capsys.readouterr().out
