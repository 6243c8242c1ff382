"""The declarative base and Flask-SQLAlchemy's handle on it."""

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

RowNumber = BigInteger().with_variant(Integer, "sqlite")
"""An ascending number given by the database; SQLite gives numbers to an INTEGER only."""


class Base(DeclarativeBase):
    """Constraints have names from the first release on: Alembic's batch mode needs them."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)
