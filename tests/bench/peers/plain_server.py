"""The floor's server, and the smallest handler that serves RxDB: documents in SQLite, no history, no rights."""

import gzip
import json
import os
import sqlite3
import zlib
from typing import Any

from flask import Flask, Response, request

MOST_INFLATED = 64 << 20
"""Bytes."""


def create_app() -> Flask:
    app = Flask(__name__)
    app.config["DATABASE"] = os.environ["PLAIN_DATABASE"]
    with _opened(app) as connection:
        connection.execute(
            "create table if not exists docs (store text, id text, seq integer, body text,"
            " primary key (store, id)) without rowid"
        )
        connection.execute("create index if not exists feed on docs (store, seq)")

    @app.get("/")
    def home() -> dict[str, str]:
        return {"plain": "ready"}

    @app.post("/floor/<store>")
    def floor_push(store: str) -> dict[str, Any]:
        return {"seq": _take(app, store, _told())}

    @app.get("/floor/<store>")
    def floor_pull(store: str) -> Response:
        docs, seq = _after(app, store, int(request.args["after"]), -1)
        return _compressed({"docs": docs, "seq": seq})

    @app.post("/rxdb/<store>/push")
    def rxdb_push(store: str) -> Response:
        """Taken as they come; documents that are not as the phone assumed them go back to it."""
        rows = _told()
        with _opened(app) as connection:
            standing = _standing(connection, store, [row["newDocumentState"]["id"] for row in rows])
        clashes = [
            standing[at]
            for row in rows
            if (at := row["newDocumentState"]["id"]) in standing
            and standing[at] != row.get("assumedMasterState")
        ]
        refused = {clash["id"] for clash in clashes}
        news = [row["newDocumentState"] for row in rows]
        _take(app, store, [doc for doc in news if doc["id"] not in refused])
        return _compressed(clashes)

    @app.get("/rxdb/<store>/pull")
    def rxdb_pull(store: str) -> Response:
        after, limit = int(request.args["after"]), int(request.args["limit"])
        docs, seq = _after(app, store, after, limit)
        return _compressed({"documents": docs, "checkpoint": {"seq": seq}})

    return app


def _opened(app: Flask) -> sqlite3.Connection:
    connection = sqlite3.connect(app.config["DATABASE"], isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"pragma {pragma}")
    return connection


def _told() -> list[dict[str, Any]]:
    body = request.get_data()
    if request.headers.get("Content-Encoding") == "gzip":
        body = zlib.decompressobj(31).decompress(body, MOST_INFLATED)
    told: list[dict[str, Any]] = json.loads(body)
    return told


def _take(app: Flask, store: str, docs: list[dict[str, Any]]) -> int:
    connection = _opened(app)
    connection.execute("begin immediate")
    (last,) = connection.execute(
        "select coalesce(max(seq), 0) from docs where store = ?", (store,)
    ).fetchone()
    connection.executemany(
        "insert or replace into docs values (?, ?, ?, ?)",
        (
            (store, doc["id"], last + at, json.dumps(doc, separators=(",", ":")))
            for at, doc in enumerate(docs, 1)
        ),
    )
    connection.execute("commit")
    connection.close()
    return int(last) + len(docs)


def _standing(
    connection: sqlite3.Connection, store: str, ids: list[str]
) -> dict[str, dict[str, Any]]:
    asked = "select id, body from docs where store = ? and id = ?"
    found = (connection.execute(asked, (store, one)).fetchone() for one in ids)
    return {row[0]: json.loads(row[1]) for row in found if row}


def _after(app: Flask, store: str, after: int, limit: int) -> tuple[list[dict[str, Any]], int]:
    connection = _opened(app)
    rows = connection.execute(
        "select seq, body from docs where store = ? and seq > ? order by seq limit ?",
        (store, after, limit),
    ).fetchall()
    connection.close()
    return [json.loads(body) for _, body in rows], rows[-1][0] if rows else after


def _compressed(told: Any) -> Response:
    body = gzip.compress(json.dumps(told, separators=(",", ":")).encode(), 6)
    return Response(body, headers={"Content-Type": "application/json", "Content-Encoding": "gzip"})
