"""The one home of errors: a tree of exceptions, one shape on the wire (RFC 9457, docs/protocol.md 6).

::

    Problem
    ├── BadRequest            400
    │   ├── MalformedJson
    │   ├── BadEncoding
    │   ├── BadCursor
    │   └── BadUpload
    ├── Unauthenticated       401
    │   ├── SessionExpired
    │   └── BadCredentials      and what else a sign-in wants: sign_in_problems
    ├── Forbidden             403
    │   ├── DeviceEnded
    │   └── WrongDevice
    ├── NotFound              404
    ├── MethodNotAllowed      405
    ├── Conflict              409
    │   ├── Copied
    │   ├── DeviceKnown
    │   └── WrongOffset
    ├── UploadExpired         410
    ├── WrongTusVersion       412
    ├── TooLarge              413
    ├── UnsupportedMediaType  415
    │   └── UnsupportedEncoding
    ├── InvalidRequest        422
    │   ├── TooDeep
    │   ├── TooManyOperations
    │   ├── PhotoHash
    │   └── NotAPhoto
    ├── RateLimited           429
    ├── BadChecksum           460
    ├── InternalError         500
    └── Unavailable           503
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from flask import Response, json
from werkzeug.exceptions import HTTPException

Errors = Mapping[str, list[str]]
_KEPT_HEADERS = frozenset({"allow", "retry-after", "www-authenticate"})


class Problem(Exception):
    """A request that is refused. ``code`` is stable; ``detail`` never holds anybody's data."""

    code: ClassVar[str]
    status: ClassVar[int]
    title: ClassVar[str]

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: Errors | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(self.code)
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "type": f"/problems/{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
        }
        if self.detail is not None:
            out["detail"] = self.detail
        if self.errors is not None:
            out["errors"] = self.errors
        return out

    def response(self) -> Response:
        return Response(
            json.dumps(self.to_json()),
            status=self.status,
            headers=self.headers,
            content_type="application/problem+json",
        )


class BadRequest(Problem):
    """The bytes of the request cannot be read; only its leaves are raised."""

    status = 400


class MalformedJson(BadRequest):
    code = "malformed_json"
    title = "The body is not a JSON object in UTF-8"


class BadEncoding(BadRequest):
    code = "bad_encoding"
    title = "The gzip stream is broken or cut off"


class BadCursor(BadRequest):
    code = "bad_cursor"
    title = "The cursor was not made by this server"


class BadUpload(BadRequest):
    code = "bad_upload"
    title = "A header of the upload is missing or wrong"


class Unauthenticated(Problem):
    code = "unauthenticated"
    status = 401
    title = "No valid credential"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": 'Bearer realm="perisai"'})


class SessionExpired(Unauthenticated):
    code = "session_expired"
    title = "The session has ended"


class BadCredentials(Unauthenticated):
    code = "bad_credentials"
    title = "User name or password wrong"


class Forbidden(Problem):
    code = "forbidden"
    status = 403
    title = "The role or clinic does not allow it"


class DeviceEnded(Forbidden):
    code = "device_ended"
    title = "An admin ended this device"


class WrongDevice(Forbidden):
    code = "wrong_device"
    title = "The device belongs to another account"


class NotFound(Problem):
    code = "not_found"
    status = 404
    title = "No such thing, or not yours to see"


class MethodNotAllowed(Problem):
    code = "method_not_allowed"
    status = 405
    title = "This method is not served here"


class Conflict(Problem):
    """What is asked does not fit what is known; only its leaves are raised."""

    status = 409


class Copied(Conflict):
    code = "copied"
    title = "The request comes from a copy of a phone"


class DeviceKnown(Conflict):
    code = "device_known"
    title = "The new device id is in use already"


class WrongOffset(Conflict):
    code = "wrong_offset"
    title = "The upload is at another byte"

    def __init__(self, offset: int) -> None:
        super().__init__(headers={"Upload-Offset": str(offset)})


class UploadExpired(Problem):
    code = "upload_expired"
    status = 410
    title = "The upload was left for too long"


class WrongTusVersion(Problem):
    code = "wrong_tus_version"
    status = 412
    title = "Only tus 1.0.0 is spoken here"

    def __init__(self) -> None:
        super().__init__(headers={"Tus-Version": "1.0.0"})


class TooLarge(Problem):
    code = "too_large"
    status = 413
    title = "The body is larger than the limit"


class UnsupportedMediaType(Problem):
    code = "unsupported_media_type"
    status = 415
    title = "The body must be of the type that is served here"


class UnsupportedEncoding(UnsupportedMediaType):
    code = "unsupported_encoding"
    title = "The only Content-Encoding is gzip"


class InvalidRequest(Problem):
    code = "invalid_request"
    status = 422
    title = "A field is missing or wrong"


class TooDeep(InvalidRequest):
    code = "too_deep"
    title = "The body is nested too deeply"


class TooManyOperations(InvalidRequest):
    code = "too_many_operations"
    title = "Too many operations in one push"


class PhotoHash(InvalidRequest):
    code = "photo_hash"
    title = "The bytes are not those of the SHA-256"


class NotAPhoto(InvalidRequest):
    code = "not_a_photo"
    title = "The bytes are no picture of this type, or too large a one"


class RateLimited(Problem):
    code = "rate_limited"
    status = 429
    title = "Too many sign-ins"

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            f"Try again in {retry_after} s.", headers={"Retry-After": str(retry_after)}
        )


class BadChecksum(Problem):
    code = "bad_checksum"
    status = 460  # of tus; IANA knows no such status
    title = "The bytes are not those of the checksum"


class Unavailable(Problem):
    code = "unavailable"
    status = 503
    title = "A part of the server is away; ask again"


class InternalError(Problem):
    code = "internal_error"
    status = 500
    title = "A bug; nothing was changed"


def all_problems(base: type[Problem] = Problem) -> Iterator[type[Problem]]:
    """Every class of the tree that has a code."""
    for kind in base.__subclasses__():
        if hasattr(kind, "code"):
            yield kind
        yield from all_problems(kind)


_OF_STATUS: Mapping[int, type[Problem]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    405: MethodNotAllowed,
    413: TooLarge,
    415: UnsupportedMediaType,
    422: InvalidRequest,
}


def answer_to(error: HTTPException) -> Response:
    """What Flask and Werkzeug raise by themselves, in our shape, with the headers that HTTP asks for."""
    status = error.code or InternalError.status
    problem = _OF_STATUS.get(status, InternalError if status >= 500 else MalformedJson)()  # noqa: PLR2004
    for name, value in error.get_headers():
        if name.lower() in _KEPT_HEADERS:
            problem.headers.setdefault(name, value)
    return problem.response()
