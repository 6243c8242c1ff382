"""Connections of a process: every thread of it may hold one and ask for a second, and all come to an end."""

import threading
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import create_engine

from server import serving
from server.store.engine import open_engine, reading, serving_options, writing

WAIT_S = 60


def test_every_thread_may_ask_for_a_second_connection_at_once(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    all_hold_one = threading.Barrier(serving.threads)

    def push_that_asks() -> int:
        with writing(engine) as held:
            held.exec_driver_sql("SELECT 1")
            all_hold_one.wait(WAIT_S)
            with reading(engine) as asked:
                return int(asked.exec_driver_sql("SELECT 2").scalar_one())

    with ThreadPoolExecutor(serving.threads) as pool:
        begun = [pool.submit(push_that_asks) for _ in range(serving.threads)]
        assert [one.result(WAIT_S) for one in begun] == [2] * serving.threads
    engine.dispose()


def test_a_process_that_stands_still_is_let_go(postgres_url: str) -> None:
    """What serving asks of PostgreSQL is in force: nobody holds a clinic's counter for ever."""
    engine = create_engine(postgres_url, **serving_options(postgres_url))
    with reading(engine) as connection:
        said = connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout")
        assert said.scalar_one() == "1min"
    engine.dispose()
