"""Files on S3-compatible storage: as in a folder, for one process and for two; and what becomes of them where it fails."""

import subprocess

import pytest

from conftest import World, add_account, set_up, start_cluster
from pictures import message_with, png, upload
from s3 import S3
from server import BINARY, Server


@pytest.fixture
def s3(tmp_path):
    storage = S3(tmp_path)
    yield storage
    storage.stop()


@pytest.fixture
def kept(tmp_path, upstream, s3):
    """The embedded world that keeps its files in a folder of the bucket."""
    server = Server(tmp_path, upstream.port, **s3.options("/of/mirror")).start()
    admin = set_up(server)
    yield World([server], upstream, admin, add_account(admin, upstream))
    server.kill()


def test_a_file_in_the_bucket_is_sealed_belongs_to_its_owner_and_goes_with_its_chat(kept, s3):
    member, other, picture = kept.member(), kept.member(), png(400, 300)
    file = upload(member.client, picture)
    document = b"Pay attention to the canary in the mine. " * 9000
    text = upload(member.client, document, "notes.txt")
    answer = member.client.send("", **message_with(file, "Look [[words=1]]"))
    assert answer.text == "word0 ", answer
    for read, contents in ((file, picture), (text, document)):
        path = f"/backend-api/files/{read}/content"
        assert member.client.get(path).content == contents
        assert other.client.get(path).status_code == 404
    stored = s3.objects()
    # The picture, the document, and what was read of it.
    assert len(stored) == 3 and all(name.startswith("of/mirror/") for name in stored)
    for name, contents in stored.items():
        assert b"IHDR" not in contents and b"canary" not in contents and file not in name and text not in name
    gone = member.client.request("PATCH", f"/backend-api/conversation/{answer.conversation}", json={"is_visible": False})
    assert gone.status_code == 200
    assert member.client.request("DELETE", f"/backend-api/trash/{answer.conversation}").status_code == 200
    assert len(s3.objects()) == 2
    assert member.client.get(f"/backend-api/files/{file}/content").status_code == 404
    # Nothing of it lies beside.
    assert not (kept.server.data / "files").exists()


def test_two_processes_share_the_bucket(tmp_path, upstream, mariadb, redis, s3):
    world = start_cluster(tmp_path, upstream, mariadb, redis, **s3.options())
    member, picture = world.member(), png(64, 64)
    file = upload(member.client, picture)
    for _ in range(4):
        assert member.client.get(f"/backend-api/files/{file}/content").content == picture
    answer = member.client.send("", **message_with(file, "Look [[words=1]]"))
    assert answer.text == "word0 ", answer
    for server in world.servers:
        server.kill()
    world.front.close()


def test_what_was_changed_or_cut_off_in_the_bucket_is_not_handed_out(kept, s3):
    member = kept.member()
    picture = png(500, 500) + bytes(200_000)
    file = upload(member.client, picture)
    [(name, sealed)] = s3.objects().items()
    path = f"/backend-api/files/{file}/content"
    for changed in (b"", sealed[:20], sealed[:-1], sealed[:70_000], b"x" + sealed[1:], sealed[:90_000] + bytes([sealed[90_000] ^ 1]) + sealed[90_001:]):
        s3.change(name, changed)
        try:
            read = member.client.get(path)
            assert read.status_code == 503 and "files" in read.text, read.text
        except Exception as error:
            # It had begun.
            assert "RemoteProtocolError" in type(error).__name__ or "ReadError" in type(error).__name__, error
    s3.change(name, sealed)
    assert member.client.get(path).content == picture


def test_storage_that_is_gone_loses_nothing_but_files_and_comes_back(kept, s3):
    member, picture = kept.member(), png(64, 64)
    announced = member.client.post("/backend-api/files", {"file_name": "a.png", "file_size": len(picture)}).json()
    s3.stop()
    refused = member.client.http.put(announced["upload_url"], content=picture)
    assert (refused.status_code, refused.json()["detail"]["code"]) == (503, "unavailable"), refused.text
    assert member.client.send("Hi [[words=2]]").text == "word0 word1 "
    log = kept.server.log.read_text()
    assert "files failed" in log and "S3 cannot be asked" in log and s3.secret not in log
    s3.start()
    # All keys are new there.
    kept.server.stop()
    kept.server.environment.update(s3.options("/of/mirror"))
    kept.server.start()
    assert member.client.http.put(announced["upload_url"], content=picture).status_code == 201


@pytest.mark.parametrize("wrong, said", [
    ({"CHATMIRROR_FILES_S3_SECRET_KEY": "another"}, "S3 answered 403"),
    ({"CHATMIRROR_FILES_S3_ACCESS_KEY": "nobody"}, "S3 answered 403"),
    ({"CHATMIRROR_FILES_S3_URL": "{url}/no-such-bucket"}, "S3 has no such object"),
    ({"CHATMIRROR_FILES_S3_SECRET_KEY": ""}, "files.s3_secret_key"),
    ({"CHATMIRROR_FILES_FOLDER": "/tmp"}, "both set"),
    ({"CHATMIRROR_FILES_S3_URL": "ftp://host/bucket"}, "files.s3_url"),
    ({"CHATMIRROR_FILES_S3_URL": "{url}/a b"}, "files.s3_url"),
    ({"CHATMIRROR_FILES_S3_URL": "http://user:password@host/bucket"}, "files.s3_url"),
])
def test_a_bucket_that_cannot_be_used_refuses_the_start_and_says_why(tmp_path, upstream, s3, wrong, said):
    options = {**s3.options(), **{name: value.replace("{url}", s3.url) for name, value in wrong.items()}}
    server = Server(tmp_path, upstream.port, **options)
    ended = subprocess.run([BINARY, "serve"], env=server.environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode != 0 and said in ended.stderr and s3.secret not in ended.stderr, ended
