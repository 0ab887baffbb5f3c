"""The description of what may be called, and the server held against it by Schemathesis."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

TOOL = pathlib.Path(sys.executable).parent / "schemathesis"
# Whether all that fits is taken depends on what there is. What is wrong with an account that is typed is an answer, not a refusal.
CHECKS = """
[checks]
positive_data_acceptance.enabled = false
negative_data_rejection.expected-statuses = ["4xx"]

[[operations]]
include-path-regex = "^/api/channel/(check|test|fetch_models)$"
checks.negative_data_rejection.enabled = false

# Declared, and 501.
[[operations]]
include-path-regex = "^/v1/(files|fine-tunes|images/variations|realtime/client_secrets|responses/compact)"
checks.not_a_server_error.enabled = false

[[operations]]
include-operation-id = "delete_v1_models_by_model"
checks.not_a_server_error.enabled = false
"""


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


def test_what_a_body_holds_is_in_it(alone):
    paths = alone.admin.get("/api/openapi.json").json()["paths"]

    def body(path: str, method: str = "post") -> dict:
        return {kind: held["schema"] for kind, held in paths[path][method]["requestBody"]["content"].items()}

    key = body("/api/token/")["application/json"]
    assert key["required"] == ["name"] and key["properties"]["model_limits_enabled"]["type"] == ["boolean", "null"]
    assert body("/api/user/manage")["application/json"]["properties"]["action"]["enum"] == [
        "enable", "disable", "delete", "promote", "demote", "add_quota"]
    assert set(body("/v1/messages")["application/json"]["required"]) == {"model", "max_tokens", "messages"}
    assert body("/v1/audio/transcriptions")["multipart/form-data"]["required"] == ["file"]
    assert body("/backend-api/files/{id}/content", "put") == {"application/octet-stream": {}}
    assert not paths["/api/user/{id}/share_link"]["post"]["requestBody"]["required"]
    assert "requestBody" not in paths["/api/user/logout_everywhere"]["post"]


@pytest.mark.timeout(400)
@pytest.mark.parametrize("who", ["administrator", "program"])
def test_the_server_is_as_it_describes_itself(alone, tmp_path, who):
    """Whatever is sent: no failure of ours, and every answer has the shape that was said."""
    described = alone.admin.get("/api/openapi.json").json()
    # The tool asks as somebody, whatever it is told: a credential that it leaves out it expects to be missed.
    for path in described["paths"].values():
        for operation in path.values():
            del operation["security"]
    (tmp_path / "schemathesis.toml").write_text(CHECKS)
    description = tmp_path / "openapi.json"
    description.write_text(json.dumps(described))
    if who == "program":
        credential, chosen = f"Authorization: Bearer {alone.member().key()}", ["--include-path-regex", "^/v1"]
    else:
        credential = f"Cookie: session={alone.admin.http.cookies['session']}"
        # Signing out would leave nobody to ask as; an export tells keys, which the tool sends on as names.
        chosen = ["--include-path-regex", "^/(api|backend-api|pg)/", "--exclude-path-regex", "logout|/channel/export"]
    done = subprocess.run(
        [TOOL, "run", description, "--url", alone.url, "--header", credential, *chosen,
         "--phases", "fuzzing", "--max-examples", os.environ.get("CHATMIRROR_EXAMPLES", "4"), "--seed", "7", "--workers", "2", "--no-color",
         "--request-timeout", "30", "--generation-database", "none"],
        cwd=tmp_path, capture_output=True, text=True, timeout=380)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
