"""Tables of the photo lane: what was declared, what came in, what is on its way (P80-P89)."""

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.store.base import Base


class DeclarationRow(Base):
    """A registration that ever declared a photo, by any operation whatever became of it."""

    __tablename__ = "declaration"

    sha256: Mapped[str] = mapped_column(String, primary_key=True)
    registration: Mapped[str] = mapped_column(String, primary_key=True, index=True)


class PhotoRow(Base):
    """A photo that came in, once for each account that brought it; its bytes are a blob.

    ``scopes`` is JSON: what the account could see when it brought the bytes.
    """

    __tablename__ = "photo"

    sha256: Mapped[str] = mapped_column(String, primary_key=True)
    account: Mapped[str] = mapped_column(String, primary_key=True)
    scopes: Mapped[str]
    type: Mapped[str]
    fate: Mapped[str]
    received_at: Mapped[str]


class UploadRow(Base):
    """A photo on its way. Complete once ``offset`` is ``length``, which is only when it is in."""

    __tablename__ = "upload"
    __table_args__ = (Index(None, "device", "sha256"),)

    id: Mapped[str] = mapped_column(String, primary_key=True)
    account: Mapped[str]
    device: Mapped[str]
    registration: Mapped[str]
    sha256: Mapped[str]
    type: Mapped[str]
    length: Mapped[int] = mapped_column(BigInteger)
    offset: Mapped[int] = mapped_column(BigInteger)
    touched_at: Mapped[str] = mapped_column(index=True)


class UploadPieceRow(Base):
    """Bytes of an upload that have arrived; they go when the upload is complete or ends."""

    __tablename__ = "upload_piece"

    upload: Mapped[str] = mapped_column(
        ForeignKey("upload.id", ondelete="CASCADE"), primary_key=True
    )
    offset: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class DoomedRow(Base):
    """A photo whose registrations were all erased: its bytes are to be destroyed (P174)."""

    __tablename__ = "doomed"

    sha256: Mapped[str] = mapped_column(String, primary_key=True)
