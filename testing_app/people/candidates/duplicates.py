"""Likely duplicates among the authority's own candidates, shown before a second record is made."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.people.candidates.facts import CandidateFacts
from testing_app.people.candidates.names import search_name, search_words
from testing_app.people.models import Candidate, CandidateAuthority

MOST_SHOWN = 5

SPELLINGS = (
    ("shch", "s"), ("sch", "s"), ("tsh", "c"), ("dzh", "j"), ("kh", "h"), ("gh", "g"), ("zh", "z"),
    ("sh", "s"), ("ch", "c"), ("ph", "f"), ("th", "t"), ("dj", "j"), ("ck", "k"), ("ks", "x"), ("q", "k"),
    ("w", "v"),
)  # fmt: skip
"""Ways of writing one sound in the Latin alphabet that passports use for the same name."""

CYRILLIC = str.maketrans("абвгґдеєжзиіыйклмнопрстуфхцчшщэюя", "abvggdeezziiyiklmnoprstufhscsseua", "ъь")
ARABIC = str.maketrans("ابپتثجچحخدذرزژسشصضطظعغفقكگلمنهوي", "abpttjchhddrzzsssdtzagfkkglmnhui", "ء")
"""Letters of the scripts most often met, one for one, after the folding of search."""

SOFT = re.compile("[aeiouyhjv]")
DOUBLED = re.compile(r"(.)\1+")


class Likeness(StrEnum):
    """Why a candidate is shown as a likely duplicate."""

    SAME_BIRTH_DATE_SIMILAR_NAME = "same_birth_date_similar_name"
    SAME_NAME_CLOSE_BIRTH_DATE = "same_name_close_birth_date"


class DifferentPerson(StrEnum):
    """Why an officer is sure that it is somebody else; a code, because audit entries hold no texts."""

    PAPERS_COMPARED = "papers_compared"
    PERSON_ASKED = "person_asked"
    RELATIVE_OR_NAMESAKE = "relative_or_namesake"


@dataclass(frozen=True)
class Duplicate:
    """A candidate who may be the same person, with what an officer needs to tell."""

    candidate_id: UUID
    number: str
    name: str
    birth_date: date | None
    municipality: str
    likeness: Likeness


def likely_duplicates(session: Session, facts: CandidateFacts, *, viewer: Actor) -> Sequence[Duplicate]:
    """The authority's candidates with this birth date and a similar name, or this name and a near date."""
    query = (
        sa.select(Candidate)
        .join(CandidateAuthority, CandidateAuthority.candidate_id == Candidate.id)
        .where(
            CandidateAuthority.authority_id == viewer.organisation_id,
            sa.or_(
                Candidate.birth_date == facts.birth_date,
                Candidate.search_name.in_(_both_orders(facts.family_name, facts.given_names)),
            ),
        )
        .order_by(Candidate.sort_name, Candidate.number)
    )
    found = [
        Duplicate(row.id, row.number, row.name, row.birth_date, row.municipality, likeness)
        for row in session.scalars(query)
        if (likeness := _likeness(facts, row))
    ]
    return found[:MOST_SHOWN]


def _both_orders(family_name: str, given_names: str) -> list[str]:
    return [search_name(family_name, given_names), search_name(given_names, family_name)]


def _likeness(facts: CandidateFacts, candidate: Candidate) -> Likeness | None:
    born, other = facts.birth_date, candidate.birth_date
    if born == other:
        similar = names_are_alike(f"{facts.family_name} {facts.given_names}", candidate.name)
        return Likeness.SAME_BIRTH_DATE_SIMILAR_NAME if similar else None
    near = born is None or other is None or dates_are_near(born, other)
    return Likeness.SAME_NAME_CLOSE_BIRTH_DATE if near else None


def dates_are_near(one: date, other: date) -> bool:
    """Whether a slip of the pen tells two dates apart: same year, day and month swapped, or one digit."""
    if one.year == other.year:
        return True
    different = sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True))
    return different == 1


def names_are_alike(one: str, other: str) -> bool:
    """Whether two names may be one person's, in any order of words, spelling or script.

    Every word of the shorter name must have its like in the longer; a single given name is not enough when
    both names have more.
    """
    shorter, longer = sorted((search_words(one), search_words(other)), key=len)
    left = list(longer)
    for word in shorter:
        match = next((candidate for candidate in left if words_are_alike(word, candidate)), None)
        if match is None:
            return False
        left.remove(match)
    return bool(shorter)


def words_are_alike(one: str, other: str) -> bool:
    """Whether two words are one name: equal, a letter or two apart, or of the same consonants."""
    if one == other:
        return True
    first, second = _latin(one), _latin(other)
    if distance(first, second) <= min(len(first), len(second)) // 4:
        return True
    bones = _skeleton(first), _skeleton(second)
    return len(bones[0]) > 1 and bones[0] == bones[1]


def distance(one: str, other: str) -> int:
    """Letters to add, drop or replace to turn one word into the other (Levenshtein 1966)."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, start=1):
        before, row[0] = row[0], number
        for place, opposite in enumerate(other, start=1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (letter != opposite)),
            )
    return row[-1]


def _latin(word: str) -> str:
    return word.translate(CYRILLIC).translate(ARABIC)


def _skeleton(word: str) -> str:
    for spelling, sound in SPELLINGS:
        word = word.replace(spelling, sound)
    return DOUBLED.sub(r"\1", SOFT.sub("", word))
