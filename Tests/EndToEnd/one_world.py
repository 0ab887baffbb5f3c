"""For tests of pages alone: what stands behind the interface is no page's to see, and is tried without a browser in both worlds."""

import pytest


@pytest.fixture
def world(alone):
    return alone
