"""The tables in shards, as a distributed engine cuts them: by hash, with the shard's column in every unique key.

PostgreSQL's own partitions hold a schema to the same rules, so the tests find out on one machine what does
not fit (docs/scale.md). ``TEST_POSTGRES_SHARDED=1`` runs any of them so.
"""

from sqlalchemy import Engine, ForeignKeyConstraint, MetaData, Table, text
from sqlalchemy.schema import CreateIndex, CreateTable

from server.store.base import Base

SHARDS = 4
BY = {
    "registration": "id",
    "operation": "device",
    "receipt": "device",
    "stray": "device",
    "feed": "scope",
    "counter": "scope",
    "tally": "scope",
    "latch": "key",
    "lane": "lane",
    "ledger": "lane",
}
"""Which column says where a row is. All of these grow with the sign-ups, or are locked by each push."""
WHOLE = {
    "claim": "its number is the order in which people were claimed, for all shards together",
    "waiting": "its number is the order of receipt; a handful of rows",
}
"""What grows as well and is not cut, and why."""


def shard(engine: Engine) -> None:
    """Build these tables anew in shards, in an empty database that has been migrated."""
    cut = MetaData()
    for table in Base.metadata.sorted_tables:
        table.to_metadata(cut)
    with engine.begin() as connection:
        kept = {
            name: connection.execute(text(f"SELECT * FROM {name}")).mappings().all()  # noqa: S608
            for name in BY
        }
        for name in BY:
            connection.execute(text(f"DROP TABLE {name} CASCADE"))
        for table in cut.sorted_tables:
            if table.name not in BY:
                continue
            table.dialect_options["postgresql"]["partition_by"] = f"HASH ({BY[table.name]})"
            _within_a_shard(table)
            connection.execute(CreateTable(table))
            for index in table.indexes:
                connection.execute(CreateIndex(index))
            for number in range(SHARDS):
                connection.execute(
                    text(
                        f"CREATE TABLE {table.name}_{number} PARTITION OF {table.name} "
                        f"FOR VALUES WITH (MODULUS {SHARDS}, REMAINDER {number})"
                    )
                )
            for row in kept[table.name]:
                connection.execute(table.insert(), dict(row))


def _within_a_shard(table: Table) -> None:
    """No foreign key leads from one shard to another: the journal itself keeps what they state."""
    for constraint in [c for c in table.constraints if isinstance(c, ForeignKeyConstraint)]:
        table.constraints.remove(constraint)
