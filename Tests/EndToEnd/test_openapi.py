"""The description of what may be called, and the server held against it by Schemathesis."""

import os
import pathlib
import subprocess
import sys

import pytest

TOOL = pathlib.Path(sys.executable).parent / "schemathesis"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance"


def test_the_description_is_for_those_who_are_signed_in(alone):
    assert alone.member().client.get("/api/openapi.json").json()["openapi"].startswith("3.1")
    stranger = alone.member().client
    stranger.http.cookies.clear()
    assert stranger.get("/api/openapi.json").status_code == 401


def test_every_path_of_the_documents_is_in_it(alone):
    paths = alone.admin.get("/api/openapi.json").json()["paths"]
    assert {"get", "post"} <= set(paths["/api/user/"]) and "post" in paths["/v1/chat/completions"]
    assert paths["/api/user/{id}"]["get"]["security"] == [{"session": []}]
    assert paths["/api/user/{id}"]["delete"]["summary"] == "For administrators. Asks for the password first."
    assert [item["name"] for item in paths["/backend-api/conversation/{id}/message/{message}/details"]["get"]["parameters"]] == ["id", "message"]
    assert not any(path.startswith(("/admin", "/assets", "/c/")) for path in paths)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("who", ["administrator", "program"])
def test_the_server_is_as_it_describes_itself(alone, tmp_path, who):
    """Whatever is sent: no failure of ours, and every answer has the shape that was said."""
    description = tmp_path / "openapi.json"
    description.write_text(alone.admin.get("/api/openapi.json").text)
    if who == "program":
        credential, chosen = f"Authorization: Bearer {alone.member().key()}", ["--include-path-regex", "^/v1"]
    else:
        credential = f"Cookie: session={alone.admin.http.cookies['session']}"
        # Signing out would leave nobody to ask as.
        chosen = ["--include-path-regex", "^/(api|backend-api|pg)/", "--exclude-path-regex", "logout"]
    done = subprocess.run(
        [TOOL, "run", description, "--url", alone.url, "--header", credential, "--checks", CHECKS, *chosen,
         "--phases", "fuzzing", "--max-examples", os.environ.get("CHATMIRROR_EXAMPLES", "4"), "--seed", "7", "--workers", "2", "--no-color",
         "--request-timeout", "30", "--generation-database", "none"],
        cwd=tmp_path, capture_output=True, text=True, timeout=380)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
