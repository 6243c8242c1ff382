"""Storage that speaks S3, on this machine: moto's server, asked by s3fs as any other (``PERISAI_PHOTOS=s3://…``)."""

import uuid
from collections.abc import Iterator

import boto3
import pytest
import s3fs
from moto.server import ThreadedMotoServer

REGION = "ap-southeast-3"
"""Jakarta."""


class Storage:
    """Storage that can go away, and come back with what it held."""

    def __init__(self) -> None:
        self._server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
        self._server.start()
        self.host, self.port = self._server.get_host_and_port()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def bucket(self) -> str:
        """A new bucket's address."""
        name = f"bukti-{uuid.uuid4().hex}"
        boto3.client("s3").create_bucket(
            Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION}
        )
        return f"s3://{name}/photos"

    def stop(self) -> None:
        self._server.stop()

    def start(self) -> None:
        self._server = ThreadedMotoServer(self.host, port=self.port, verbose=False)
        self._server.start()


@pytest.fixture
def s3() -> Iterator[Storage]:
    """Found as in production: by the usual variables of AWS. Its own patch: a test's `undo` leaves it alone."""
    storage = Storage()
    said = {
        "AWS_ACCESS_KEY_ID": "anybody",
        "AWS_SECRET_ACCESS_KEY": "anything",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": storage.url,
    }
    with pytest.MonkeyPatch.context() as environment:
        for name, value in said.items():
            environment.setenv(name, value)
        s3fs.S3FileSystem.clear_instance_cache()
        yield storage
        s3fs.S3FileSystem.clear_instance_cache()
    storage.stop()
