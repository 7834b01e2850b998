"""The key ring: made once, kept encrypted, rotated, and never fooled."""

import json
import stat
import threading
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from testing_app.results.keys import KeyProblem, KeyRing, create_ring, is_signature, key_id_of, open_ring
from tests.results.samples import NEW_YEAR, SECRET, ring_in

A_YEAR_LATER = NEW_YEAR + timedelta(days=365)


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_ring_is_readable_by_its_owner_alone(tmp_path):
    ring = ring_in(tmp_path)

    assert mode_of(ring.directory) == 0o700
    assert {mode_of(path) for path in ring.directory.iterdir()} == {0o600}


def test_the_private_key_is_encrypted(tmp_path):
    ring = ring_in(tmp_path)
    pem = (ring.directory / f"{ring.active().key_id}.pem").read_bytes()

    assert pem.startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    with pytest.raises((TypeError, ValueError)):
        load_pem_private_key(pem, None)


def test_the_key_id_is_a_fingerprint_of_the_public_key(tmp_path):
    record = ring_in(tmp_path).active()

    assert record.key_id == key_id_of(record.public_key)


def test_a_second_ring_never_overwrites_the_first(tmp_path):
    ring = ring_in(tmp_path)
    before = (ring.directory / "keyring.json").read_bytes()

    with pytest.raises(KeyProblem, match="already"):
        create_ring(ring.directory, SECRET, now=A_YEAR_LATER)

    assert (ring.directory / "keyring.json").read_bytes() == before


def test_a_reopened_ring_signs_with_the_same_key(tmp_path):
    ring = ring_in(tmp_path)

    key_id, value = open_ring(ring.directory, SECRET).sign(b"message")

    assert key_id == ring.active().key_id
    assert is_signature(ring.active(), value, b"message")
    assert not is_signature(ring.active(), value, b"messagf")


def test_after_rotation_old_signatures_hold_and_the_old_private_key_is_gone(tmp_path):
    ring = ring_in(tmp_path)
    old_id, old_value = ring.sign(b"message")

    new = ring.rotate(A_YEAR_LATER)

    old = ring.find(old_id)
    assert is_signature(old, old_value, b"message")
    assert old.retired_at == A_YEAR_LATER
    assert ring.active() == new
    assert [path.stem for path in ring.directory.glob("*.pem")] == [new.key_id]


def test_a_ring_that_is_already_open_notices_a_rotation_by_another_process(tmp_path):
    ring = ring_in(tmp_path)
    ring.sign(b"before")

    new = open_ring(ring.directory, SECRET).rotate(A_YEAR_LATER)

    assert ring.sign(b"after")[0] == new.key_id


def test_rotations_at_the_same_moment_leave_one_key_in_use(tmp_path):
    ring = ring_in(tmp_path)
    rotations = [
        threading.Thread(target=open_ring(ring.directory, SECRET).rotate, args=(A_YEAR_LATER,))
        for _ in range(4)
    ]

    for rotation in rotations:
        rotation.start()
    for rotation in rotations:
        rotation.join()

    assert len(ring.records()) == 5
    assert ring.sign(b"message")[0] == ring.active().key_id


def test_a_swapped_public_key_is_noticed(tmp_path):
    ring = ring_in(tmp_path)
    stranger = create_ring(tmp_path / "stranger", SECRET[::-1], now=NEW_YEAR)
    file = ring.directory / "keyring.json"
    swapped = json.loads(file.read_bytes())
    swapped["keys"][0]["public_key"] = json.loads((stranger.directory / "keyring.json").read_bytes())["keys"][
        0
    ]["public_key"]
    file.write_text(json.dumps(swapped))

    with pytest.raises(KeyProblem, match="altered"):
        open_ring(ring.directory, SECRET)
    with pytest.raises(KeyProblem, match="altered"):
        ring.sign(b"message")


def test_a_swapped_private_key_is_noticed(tmp_path):
    ring = ring_in(tmp_path)
    stranger = create_ring(tmp_path / "stranger", SECRET, now=NEW_YEAR)
    pem = (stranger.directory / f"{stranger.active().key_id}.pem").read_bytes()
    (ring.directory / f"{ring.active().key_id}.pem").write_bytes(pem)

    with pytest.raises(KeyProblem, match="does not belong"):
        ring.sign(b"message")


def test_another_master_secret_opens_nothing(tmp_path):
    ring = ring_in(tmp_path)

    with pytest.raises(KeyProblem, match="another master secret"):
        open_ring(ring.directory, b"y" * 32)


def test_a_short_master_secret_is_refused(tmp_path):
    with pytest.raises(KeyProblem, match="31 bytes"):
        KeyRing(tmp_path, b"x" * 31)


def test_a_missing_ring_says_where_it_should_be(tmp_path):
    with pytest.raises(KeyProblem, match=str(tmp_path / "keyring.json")):
        open_ring(tmp_path, SECRET)


def test_a_missing_private_key_says_what_to_do(tmp_path):
    ring = ring_in(tmp_path)
    (ring.directory / f"{ring.active().key_id}.pem").unlink()

    with pytest.raises(KeyProblem, match="Restore it, or rotate"):
        ring.sign(b"message")


def test_a_damaged_ring_is_a_clear_problem(tmp_path):
    ring = ring_in(tmp_path)
    (ring.directory / "keyring.json").write_bytes(b"{")

    with pytest.raises(KeyProblem, match="backup"):
        open_ring(ring.directory, SECRET)
