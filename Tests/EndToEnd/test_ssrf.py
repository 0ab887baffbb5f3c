"""Names that lead to this machine, asked for with the real resolver against a name server of ours."""

import pytest

import namespace


@pytest.fixture
def outcomes(tmp_path):
    return namespace.run("rebinding.py", tmp_path)


def test_a_name_that_leads_to_this_machine_is_never_followed_there(outcomes):
    assert all(outcome["asked"] for outcome in outcomes.values()), "the name server was not asked"
    assert {name: outcome["canary"] for name, outcome in outcomes.items()} == dict.fromkeys(outcomes, 0)
    assert not any(outcome["success"] for outcome in outcomes.values())
    for name in ["loops.test", "six.test", "mapped.test", "zero.test", "public-first.test"]:
        assert outcomes[name]["public"] == 0
        assert "is private" in outcomes[name]["message"], outcomes[name]
    # The premise: the public address is reached, also where a local one stands beside it.
    for name in ["changes.test", "public-last.test", "both.test"]:
        assert outcomes[name]["public"] >= 1, name


def test_a_name_that_was_public_and_is_local_now_is_refused(outcomes):
    assert outcomes["changes.test"]["public"] >= 1
    again = outcomes["changes.test again"]
    assert again["canary"] == again["public"] == 0
    assert "127.0.0.1" in again["message"]
