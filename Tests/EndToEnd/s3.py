"""S3-compatible storage: moto's server, which checks every signature. One bucket, one key that may use it."""

import json
import os
import pathlib
import subprocess
import sys

import boto3
import httpx

from server import free_port
from services import DIES_WITH_US, wait_until

BUCKET = "files"


class S3:
    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen | None = None
        self.start()

    def start(self) -> None:
        """Empty, as it keeps all in memory."""
        program = pathlib.Path(sys.executable).with_name("moto_server")
        with (self.folder / "s3.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*DIES_WITH_US, str(program), "-H", "127.0.0.1", "-p", str(self.port)], stdout=log, stderr=log,
                env={**os.environ, "NO_PROXY": "127.0.0.1"})
        wait_until(self._answers, "moto", self.process)
        first = {"aws_access_key_id": "first", "aws_secret_access_key": "first", "region_name": "us-east-1"}
        self._admin = boto3.client("s3", endpoint_url=self.url, **first)
        self._admin.create_bucket(Bucket=BUCKET)
        people = boto3.client("iam", endpoint_url=self.url, **first)
        people.create_user(UserName="mirror")
        allowed = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
        people.put_user_policy(
            UserName="mirror", PolicyName="all", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": allowed}))
        key = people.create_access_key(UserName="mirror")["AccessKey"]
        self.key, self.secret = key["AccessKeyId"], key["SecretAccessKey"]
        # From now on it looks at signatures.
        httpx.post(f"{self.url}/moto-api/reset-auth", content="0").raise_for_status()
        self._reader = boto3.client(
            "s3", endpoint_url=self.url, aws_access_key_id=self.key, aws_secret_access_key=self.secret, region_name="us-east-1")

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/moto-api/").status_code == 200
        except httpx.TransportError:
            return False

    def options(self, folder: str = "") -> dict[str, str]:
        """Of a process that keeps its files there."""
        return {
            "CHATMIRROR_FILES_FOLDER": "", "CHATMIRROR_FILES_S3_URL": f"{self.url}/{BUCKET}{folder}",
            "CHATMIRROR_FILES_S3_ACCESS_KEY": self.key, "CHATMIRROR_FILES_S3_SECRET_KEY": self.secret,
        }

    def objects(self) -> dict[str, bytes]:
        """By name."""
        names = [found["Key"] for found in self._reader.list_objects_v2(Bucket=BUCKET).get("Contents", [])]
        return {name: self._reader.get_object(Bucket=BUCKET, Key=name)["Body"].read() for name in names}

    def change(self, name: str, contents: bytes) -> None:
        self._reader.put_object(Bucket=BUCKET, Key=name, Body=contents)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
