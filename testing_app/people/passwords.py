"""Passwords: hashed with Argon2id, checked in the same time for everybody, refused when easy to guess."""

import base64
import unicodedata
from enum import StrEnum

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200
FEWEST_DIFFERENT = 5
SHORTEST_TELLING_WORD = 4

HASHER = PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)
"""RFC 9106's second recommended choice: 64 MiB, three passes."""

COMMON_WORDS = (
    "administrator", "admin", "aaaa", "abcd", "asdf", "changeme", "dragon", "football", "helsinki", "hello",
    "iloveyou", "jesus", "kesä", "kissa", "koira", "lahtotaso", "lähtötaso", "letmein", "login", "lösenord",
    "losenord", "master", "monkey", "passw0rd", "password", "perkele", "princess", "qwerty", "qwertyuiop",
    "asdfghjkl", "salasana", "secret", "sommar", "suomi", "sunshine", "superman", "syksy", "talvi", "kevät",
    "tervetuloa", "testi", "testipiste", "välkommen", "welcome", "zxcvbnm", "zxcv", "työ", "opettaja",
)  # fmt: skip
ROWS_OF_KEYS = (
    "abcdefghijklmnopqrstuvwxyzåäö",
    "01234567890",
    "1234567890",
    "qwertyuiopå",
    "asdfghjklöä",
    "zxcvbnm",
)


class PasswordProblem(StrEnum):
    """Why a password is not taken."""

    TOO_SHORT = "password_too_short"
    TOO_LONG = "password_too_long"
    TOO_COMMON = "password_too_common"
    CONTAINS_OWN = "password_contains_own"


def hash_password(password: str) -> str:
    """What is stored of a password."""
    return HASHER.hash(_normal(password))


def matches(password: str, stored: str | None) -> bool:
    """Whether this is the password; without a stored one it takes just as long to say no."""
    try:
        return HASHER.verify(stored or _decoy(), _normal(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def needs_new_hash(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def problems_of_password(password: str, *, email: str, name: str) -> list[str]:
    """Every reason not to take a new password, as codes; empty when it may be used."""
    folded = _normal(password).casefold()
    found = []
    if len(folded) < SHORTEST:
        found.append(PasswordProblem.TOO_SHORT)
    if len(folded) > LONGEST:
        found.append(PasswordProblem.TOO_LONG)
    if _is_common(folded[:LONGEST]):
        found.append(PasswordProblem.TOO_COMMON)
    if any(word in folded for word in _own_words(email, name)):
        found.append(PasswordProblem.CONTAINS_OWN)
    return [str(problem) for problem in found]


def _is_common(folded: str) -> bool:
    """Only common words and neighbouring keys, or hardly any different characters."""
    if len(set(folded)) < FEWEST_DIFFERENT:
        return True
    rest = folded
    for word in sorted(COMMON_WORDS, key=len, reverse=True):
        rest = rest.replace(word, "")
    letters = [character for character in _without_runs(rest) if character.isalpha()]
    return len(letters) < FEWEST_DIFFERENT and not _has_many_digits(rest)


def _has_many_digits(rest: str) -> bool:
    """Digits that are no counting row: eight or more different places of them are a guess too many."""
    return sum(character.isdigit() for character in _without_runs(rest)) >= 2 * FEWEST_DIFFERENT


def _without_runs(text: str) -> str:
    """The text without four or more keys that lie side by side."""
    for row in ROWS_OF_KEYS:
        for direction in (row, row[::-1]):
            for length in range(len(direction), 3, -1):
                for start in range(len(direction) - length + 1):
                    text = text.replace(direction[start : start + length], "")
    return text


def _own_words(email: str, name: str) -> set[str]:
    """The account's own words: the e-mail address, what stands before its @, the parts of the name."""
    address = email.casefold()
    words = {address, address.partition("@")[0], *name.casefold().split()}
    return {word for word in words if len(word) >= SHORTEST_TELLING_WORD}


def _normal(password: str) -> str:
    """The same password from every keyboard: composed characters."""
    return unicodedata.normalize("NFKC", password)


def _decoy() -> str:
    """A hash with today's parameters that no password has."""
    parameters = f"m={HASHER.memory_cost},t={HASHER.time_cost},p={HASHER.parallelism}"
    salt, digest = (
        base64.b64encode(bytes(length)).decode().rstrip("=") for length in (HASHER.salt_len, HASHER.hash_len)
    )
    return f"$argon2id$v=19${parameters}${salt}${digest}"
