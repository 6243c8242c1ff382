"""A phone's photo lane for the server's tests, one request a call."""

from base64 import b64encode
from typing import Any

from werkzeug.test import TestResponse

from tests.pictures import sha256
from tests.server.phone import Phone

UPLOADS = "/api/v1/uploads"
BYTES = "application/offset+octet-stream"


def metadata(**values: str) -> str:
    return ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in values.items())


class Lane:
    """Uploads of one photo for one registration, by a phone's session unless it is told otherwise."""

    def __init__(
        self, phone: Phone, registration: str, data: bytes, kind: str = "image/jpeg"
    ) -> None:
        self.phone = phone
        self.data = data
        self.credential = f"Bearer {phone.token}"
        self.length = str(len(data))
        self.metadata = metadata(sha256=sha256(data), registration=registration, type=kind)
        self.location = ""

    def ask(self, method: str, path: str, data: bytes = b"", **headers: str) -> TestResponse:
        """``Content_Length`` more than ``data`` is a body that breaks off."""
        length = headers.pop("Content_Length", str(len(data)))
        said = {"Tus-Resumable": "1.0.0", "Authorization": self.credential} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        told = {"CONTENT_LENGTH": length}
        return self.phone.client.open(
            path, method=method, data=data, headers=said, environ_overrides=told
        )

    def begin(self, body: bytes = b"", **headers: str) -> TestResponse:
        said = {"Upload_Length": self.length, "Upload_Metadata": self.metadata}
        if body:
            said["Content_Type"] = BYTES
        answer = self.ask("POST", UPLOADS, body, **(said | headers))
        self.location = answer.headers.get("Location", "")
        return answer

    def look(self) -> TestResponse:
        return self.ask("HEAD", self.location)

    def go_on(self, offset: int, data: bytes | None = None, **headers: str) -> TestResponse:
        """Send ``data``, or everything from ``offset`` on."""
        body = self.data[offset:] if data is None else data
        said = {"Upload_Offset": str(offset), "Content_Type": BYTES}
        return self.ask("PATCH", self.location, body, **(said | headers))

    def offset(self) -> int:
        return int(self.look().headers["Upload-Offset"])

    def send(self) -> TestResponse:
        """Begin, and send it all."""
        assert self.begin().status_code == 201
        return self.go_on(0)


def code(answer: TestResponse) -> tuple[int, Any]:
    problem = answer.get_json(force=True)
    return answer.status_code, problem["code"]
