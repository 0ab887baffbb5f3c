"""What every test is searched for at its end is found, wherever it is left."""

from types import SimpleNamespace

import httpx
import pytest

from canaries import Canaries, canaries

KEY, LINK, WORDS = "sk-canary-left-behind", "a-link-of-64-characters", "what I asked in private"


@pytest.fixture
def left(tmp_path):
    """A server that has left nothing yet, and who knows what must not be left."""
    (tmp_path / "data").mkdir()
    server = SimpleNamespace(
        log=tmp_path / "log", output=tmp_path / "output", data=tmp_path / "data", environment={}, process=None)
    own = Canaries()
    own.note_account(KEY)
    own.note_person(LINK)
    own.note_words(WORDS)
    own.servers = [server]
    return own


@pytest.mark.parametrize("place", ["log", "output", "data/chatmirror.db", "data/chatmirror.db-wal"])
@pytest.mark.parametrize("secret", [KEY, LINK, WORDS])
def test_what_is_secret_is_found_wherever_it_is_left(left, tmp_path, place, secret):
    (tmp_path / place).write_bytes(b"\x00\xff" * 50_000 + secret.encode() + b"\n")
    # A server prints the links of its first start, and keeps conversations.
    if (place, secret) == ("output", LINK) or place.startswith("data") and secret == WORDS:
        return left.search()
    with pytest.raises(AssertionError, match=secret):
        left.search()


def test_a_dump_of_a_shared_database_is_searched(cluster):
    cluster.mariadb.sql(f"USE {cluster.database}; UPDATE users SET remark = '{KEY}'")
    own = Canaries()
    own.note_account(KEY)
    own.servers = cluster.servers[:1]
    with pytest.raises(AssertionError, match=f"a dump: b'{KEY}'"):
        own.search()
    cluster.mariadb.sql(f"USE {cluster.database}; UPDATE users SET remark = ''")


@pytest.mark.parametrize("is_stream", [False, True])
def test_an_answer_that_tells_an_accounts_key_is_noticed(is_stream):
    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return httpx.Response(200, json={"data": {"id": 1}}, request=request)
        return httpx.Response(200, stream=httpx.ByteStream(b"data: " + KEY.encode()), headers={"content-type": "text/event-stream"}, request=request)

    with httpx.Client(transport=httpx.MockTransport(answer), base_url="http://server.test") as client:
        client.post("/api/channel/", json={"channel": {"key": KEY}})
        if is_stream:
            with client.stream("GET", "/api/channel/1") as response:
                list(response.iter_lines())
        else:
            client.get("/api/channel/1")
    try:
        with pytest.raises(AssertionError, match="the answer to GET http://server.test/api/channel/1"):
            canaries.search()
    finally:
        canaries.told.clear()
