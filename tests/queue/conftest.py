"""A letterbox for the tests of what the queue reads from results."""

from pathlib import Path

import pytest

from testing_app.results.keys import create_ring
from tests.letterbox import Letterbox
from tests.world import NOW, World


@pytest.fixture
def letterbox(world: World, tmp_path: Path) -> Letterbox:
    """Signs results with keys of its own."""
    return Letterbox(world, create_ring(tmp_path / "ring", bytes(range(32)), now=NOW))
