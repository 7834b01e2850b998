"""The Finnish identity code (henkilötunnus): judged as typed, kept sealed, found by a keyed fingerprint."""

import base64
import hmac
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SHAPE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})([-+A-FU-Y])([0-9]{3})([0-9A-FHJ-NPR-Y])")
CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
CENTURIES = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}
LOWEST_NUMBER = 2
"""The register gives individual numbers from 002; 900-999 are artificial."""

BIRTH_PART = 6
NONCE_BYTES = 12


@dataclass(frozen=True)
class IdentityCode:
    """A code that was found valid; its separator is part of it and distinguishes people."""

    text: str
    birth_date: date

    def __repr__(self) -> str:
        return "IdentityCode(hidden)"

    @property
    def masked(self) -> str:
        """The birth part and dots, for the screen."""
        return self.text[:BIRTH_PART] + "•" * (len(self.text) - BIRTH_PART)


@dataclass(frozen=True)
class IdentityProblem:
    """Why a text is no identity code: `shape`, `date`, `future`, `number` or `check_character`."""

    code: str


def read_identity_code(typed: str, *, today: date) -> IdentityCode | IdentityProblem:
    """Judge a typed code.

    White space around it goes and letters become capitals, because no two codes differ in either; nothing
    else is forgiven or changed: a blank inside, a long dash or a missing separator is a problem of shape.
    """
    text = typed.strip()
    text = text.upper() if text.isascii() else text
    match = SHAPE.fullmatch(text)
    if match is None:
        return IdentityProblem("shape")
    day, month, year, separator, number, check = match.groups()
    birth_date = _calendar_date(CENTURIES[separator] + int(year), int(month), int(day))
    if birth_date is None:
        return IdentityProblem("date")
    if birth_date > today:
        return IdentityProblem("future")
    if int(number) < LOWEST_NUMBER:
        return IdentityProblem("number")
    if CHECK_CHARACTERS[int(day + month + year + number) % 31] != check:
        return IdentityProblem("check_character")
    return IdentityCode(text, birth_date)


def _calendar_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def fingerprint(code: IdentityCode, key: bytes) -> str:
    """The keyed digest by which a code is unique and found, 64 hexadecimal digits.

    A plain hash would be as good as the code: all codes can be tried in minutes.
    """
    return hmac.new(_subkey(key, b"fingerprint"), code.text.encode("ascii"), sha256).hexdigest()


def seal(code: IdentityCode, key: bytes, *, owner: UUID, chance: Callable[[int], bytes] = os.urandom) -> str:
    """The code encrypted (AES-256-GCM) and bound to its owner, so that a row cannot be given another's."""
    nonce = chance(NONCE_BYTES)
    sealed = AESGCM(_subkey(key, b"seal")).encrypt(nonce, code.text.encode("ascii"), owner.bytes)
    return base64.b64encode(nonce + sealed).decode("ascii")


def unseal(sealed: str, key: bytes, *, owner: UUID) -> str:
    """The code again; `cryptography.exceptions.InvalidTag` if it was changed or belongs to another."""
    raw = base64.b64decode(sealed)
    opened = AESGCM(_subkey(key, b"seal")).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], owner.bytes)
    return opened.decode("ascii")


def masked_of(sealed: str | None, key: bytes, *, owner: UUID) -> str:
    """What a page may show of a sealed code: the birth part and dots, or nothing."""
    if sealed is None:
        return ""
    text = unseal(sealed, key, owner=owner)
    return text[:BIRTH_PART] + "•" * (len(text) - BIRTH_PART)


def _subkey(key: bytes, purpose: bytes) -> bytes:
    return hmac.new(key, b"identity code " + purpose, sha256).digest()
