"""What the tests of agreement share."""

from pathlib import Path

import pytest

from testing_app.results.keys import create_ring
from tests.letterbox import Letterbox
from tests.recommending import Recommending
from tests.world import NOW, World


@pytest.fixture
def recommending(world: World, tmp_path: Path) -> Recommending:
    return Recommending(Letterbox(world, create_ring(tmp_path / "ring", bytes(range(32)), now=NOW)))
