"""The access file of one person (docs/proof.md, P175): a ZIP with a page to read and the same as JSON.

Everything a person typed is escaped; the page loads nothing from anywhere.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from server.domain.tables import table

NONE = "\N{EN DASH}"
PAD = "0 0 600 200"
"""The pad that strokes are on (docs/protocol.md, section 2)."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A registration of the person: as it stands, its operations from the log, who read it, its photo."""

    registration: Mapping[str, Any]
    operations: Sequence[Mapping[str, Any]]
    readers: Sequence[Mapping[str, Any]]
    photo: bytes | None


def packed(subjects: Sequence[Subject], *, made_at: str, names: Mapping[str, str]) -> bytes:
    """Return the ZIP. ``names`` of accounts and clinics by id; ``made_at`` RFC 3339 in UTC."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for subject in subjects:
            if subject.photo is not None:
                made.writestr(_photo(subject), subject.photo)
        made.writestr("data.json", _data(subjects, made_at))
        made.writestr("index.html", _page(subjects, made_at, names))
    return file.getvalue()


def _photo(subject: Subject) -> str:
    declared = subject.registration["units"]["photo"]["value"]["id_photo"]
    return f"{subject.registration['id']}.{declared['type'].rpartition('/')[2]}"


def _data(subjects: Sequence[Subject], made_at: str) -> str:
    whole = {
        "made_at": made_at,
        "registrations": [
            {
                "registration": subject.registration,
                "operations": subject.operations,
                "read_by": subject.readers,
                "photo": _photo(subject) if subject.photo is not None else None,
            }
            for subject in subjects
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _page(subjects: Sequence[Subject], made_at: str, names: Mapping[str, str]) -> str:
    parts = [
        f"<h1>{_words('title')}</h1><p>{_words('lead')}</p><p>{_words('made')}: {escape(made_at)}</p>"
    ]
    parts += [_section(subject, names) for subject in subjects]
    return (
        '<!doctype html><html lang="id"><meta charset="utf-8">'
        f"<title>{escape(_table('title')[0])}</title>"
        "<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
        "table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:.3rem .5rem;"
        "text-align:left;vertical-align:top}small{color:#555}img,svg{max-width:100%}</style>"
        f"<body>{''.join(parts)}</body></html>"
    )


def _section(subject: Subject, names: Mapping[str, str]) -> str:
    kept = subject.registration
    head = f"<h2>{_words('registration')} {escape(kept['id'])}</h2>"
    facts = {n: kept[n] for n in ("status", "clinic", "recruiter", "captured_at", "received_at")}
    facts |= {"location": kept["location"]}
    for unit in kept["units"].values():
        facts |= unit["value"]
    facts |= kept["progress"]
    if not kept["units"]:
        head += f"<p>{_words('erased')}</p>"
    consent = {k: v for k, v in kept["consent"].items() if k != "signature"}
    return "".join(
        [
            head,
            f"<h3>{_words('now')}</h3>{_facts(facts, names)}",
            f"<h3>{_words('consent')}</h3>{_facts(consent, names)}",
            _signature(kept["consent"].get("signature")),
            _picture(subject),
            f"<h3>{_words('history')}</h3>{_history(subject.operations, names)}",
            f"<h3>{_words('readers')}</h3>{_readers(subject.readers, names)}",
        ]
    )


def _facts(facts: Mapping[str, Any], names: Mapping[str, str]) -> str:
    labels = _table("fields")
    rows = (
        f"<tr><th>{_both(labels.get(name, [name, name]))}</th><td>{_value(value, names)}</td></tr>"
        for name, value in facts.items()
    )
    return f"<table>{''.join(rows)}</table>"


def _value(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(_value(one, names) for one in value) or NONE
    if isinstance(value, Mapping):
        return ", ".join(f"{escape(str(k))}: {_value(v, names)}" for k, v in value.items())
    text = json.dumps(value) if value is None or isinstance(value, bool) else str(value)
    words = _table("values").get(text)
    return _both(words) if words else escape(names.get(text, text))


def _signature(strokes: Sequence[Sequence[int]] | None) -> str:
    if not strokes:
        return ""
    lines = (
        '<polyline fill="none" stroke="black" stroke-width="2" points="'
        + " ".join(f"{int(x)},{int(y)}" for x, y in zip(flat[::2], flat[1::2], strict=False))
        + '"/>'
        for flat in strokes
    )
    return f'<h3>{_words("signature")}</h3><svg viewBox="{PAD}" width="300">{"".join(lines)}</svg>'


def _picture(subject: Subject) -> str:
    if subject.photo is None:
        return ""
    return f'<h3>{_words("photo")}</h3><img alt="" width="400" src="{escape(_photo(subject))}">'


def _history(operations: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    rows = (
        (
            escape(one["received_at"]),
            escape(one["recorded_at"] or NONE),
            _happened(one, names),
            f"{escape(names.get(one['account'], one['account']))} ({_value(one['role'], {})})",
            escape(one["label"]),
            escape(str(one["result"] or NONE)),
        )
        for one in operations
    )
    return _rows(("when", "phone", "what", "who", "device", "result"), rows)


def _happened(one: Mapping[str, Any], names: Mapping[str, str]) -> str:
    acts = _table("acts")
    words = [_both(acts.get(one["kind"], [one["kind"]] * 2))]
    if one["gone"]:
        words.append(_both(acts["gone"]))
    says = one["says"]
    words += [_both(acts[says["verdict"]])] if says["verdict"] else []
    words += [_value(says["step"], {})] if says["step"] else []
    words += [escape(says[name]) for name in ("reason", "message") if says[name]]
    labels = _table("fields")
    words += [
        f"{_both(labels.get(name, [name, name]))}: {_value(value, {})}"
        for name, value in (says["remarks"] | says["facts"]).items()
    ]
    if one["kind"] != "create":
        words += _changed(one["set"], one["was"])
    for answer in one["answers"]:
        words += _answered(answer, names)
    return "<br>".join(words)


def _changed(now: Mapping[str, Any], was: Mapping[str, Any]) -> list[str]:
    labels = _table("fields")
    return [
        f"{_both(labels.get(name, [name, name]))}: {_value(before.get(name), {})} → {_value(value, {})}"
        for unit, fields in now.items()
        for before in [was.get(unit, {})]
        for name, value in fields.items()
        if before.get(name) != value
    ]


def _answered(answer: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    words = _both(_table("answers")[answer["choice"]])
    told = [escape(answer[name]) for name in ("unit", "keep", "reason") if answer[name]]
    told += [escape(names.get(answer["credit"], answer["credit"]))] if answer["credit"] else []
    gave = [f"{_both(_table('answers')['gave'])}: {escape(', '.join(answer['gave']))}"]
    return [
        ": ".join([words, ", ".join(told)]) if told else words,
        *_changed(answer["took"], answer["was"]),
        *(gave if answer["gave"] else []),
    ]


def _readers(readers: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    if not readers:
        return f"<p>{_words('nobody')}</p>"
    acts = _table("acts")
    rows = (
        (
            escape(one["at"]),
            _both(acts[one["act"]]),
            escape(names.get(one["account"], one["account"] or NONE)),
        )
        for one in readers
    )
    return _rows(("when", "what", "who"), rows)


def _rows(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    named = _table("columns")
    head = "".join(f"<th>{_both(named[column])}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _table(part: str) -> Any:
    return table("access_file")[part]


def _words(part: str) -> str:
    return _both(_table(part))


def _both(words: Sequence[str]) -> str:
    """Indonesian, and small beside it English where it is another word."""
    indonesian, english = words
    if indonesian == english:
        return escape(indonesian)
    return f"{escape(indonesian)} <small>{escape(english)}</small>"
