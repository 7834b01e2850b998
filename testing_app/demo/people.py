"""Draws artificial candidates with the shares and profiles the field reports (docs: domain volumes)."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from testing_app.demo.names import LANGUAGE_GROUPS
from testing_app.people.candidates.facts import CandidateFacts
from testing_app.people.candidates.identity_code import IdentityCode, read_identity_code
from testing_app.vocabulary import LEVELS_GIVEN, SKILL_PARTS, Literacy, Part, StudyReadiness

Drawn = TypeVar("Drawn")

CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
OLDEST, YOUNGEST = date(1962, 1, 1), date(2006, 12, 31)

SPEAKING_SHARES = {0: 45, 1: 15, 2: 12, 3: 10, 4: 8, 5: 5, 6: 3, 7: 2}
"""Steps of the scale at the start of training, per cent."""
LITERACY_SHARES = {
    Literacy.NONE: 5,
    Literacy.WEAK: 7,
    Literacy.OTHER_SCRIPT: 26,
    Literacy.LATIN_SATISFACTORY: 14,
    Literacy.LATIN_TECHNICAL: 26,
    Literacy.LATIN_FLUENT: 22,
}
READINESS_SHARES = {StudyReadiness.NEEDS_DEVELOPMENT: 27, StudyReadiness.BASIC: 48, StudyReadiness.GOOD: 25}
STREETS = ("Satamakatu", "Koulukatu", "Rantatie", "Männikkötie", "Kirkkokatu", "Torikatu")


@dataclass(frozen=True)
class DrawnProfile:
    """What the tests of one artificial candidate will show: level codes and background."""

    levels: dict[Part, str]
    literacy: Literacy
    study_readiness: StudyReadiness
    languages_studied: int
    schooling_years: int
    hard_life_situation: bool


def draw_facts(chance: Random) -> CandidateFacts:
    """Name, language and address of one artificial candidate."""
    group = chance.choices(LANGUAGE_GROUPS, weights=[group.share for group in LANGUAGE_GROUPS])[0]
    birth_date = OLDEST + timedelta(days=chance.randrange((YOUNGEST - OLDEST).days))
    return CandidateFacts(
        family_name=chance.choice(group.family_names),
        given_names=chance.choice(group.given_names),
        birth_date=birth_date,
        mother_tongue=group.mother_tongue,
        contact_language=group.contact_language,
        phone=f"040 000 {chance.randrange(10_000):04d}",
        street=f"{chance.choice(STREETS)} {chance.randrange(1, 60)}",
        post_code="53900",
        city="Kuusilahti",
        municipality="Kuusilahti",
    )


def draw_code(chance: Random, birth_date: date, today: date) -> IdentityCode:
    """An artificial identity code (individual number 900-999) for a birth date."""
    separator = chance.choice("-YXWVU" if birth_date.year < 2000 else "ABCDEF")
    start, number = birth_date.strftime("%d%m%y"), f"{chance.randrange(900, 1000)}"
    check = CHECK_CHARACTERS[int(start + number) % 31]
    code = read_identity_code(f"{start}{separator}{number}{check}", today=today)
    assert isinstance(code, IdentityCode)
    return code


def draw_profile(chance: Random) -> DrawnProfile:
    """Four uneven skills around one centre, and a background that goes with it."""
    literacy = _draw(chance, LITERACY_SHARES)
    centre = _draw(chance, SPEAKING_SHARES)
    if literacy in (Literacy.NONE, Literacy.WEAK):
        centre = min(centre, 1)
    steps = {part: max(0, centre + chance.choice((-1, 0, 0, 0, 1))) for part in SKILL_PARTS}
    return DrawnProfile(
        levels={part: LEVELS_GIVEN[step] for part, step in steps.items()},
        literacy=literacy,
        study_readiness=_draw(chance, READINESS_SHARES),
        languages_studied=chance.choice((0, 1, 1, 2, 3)),
        schooling_years=0 if literacy is Literacy.NONE else chance.randrange(4, 18),
        hard_life_situation=chance.random() < 0.08,
    )


def _draw(chance: Random, shares: dict[Drawn, int]) -> Drawn:
    return chance.choices(list(shares), weights=list(shares.values()))[0]
