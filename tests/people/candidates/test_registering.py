"""Registering, finding, linking and changing candidates, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.audit.models import AuditEntry
from testing_app.errors import Conflict, NotFound
from testing_app.people.candidates.actions import (
    change_candidate,
    link_candidate,
    register_candidate,
)
from testing_app.people.candidates.duplicates import DifferentPerson, Likeness, likely_duplicates
from testing_app.people.candidates.facts import CandidateFacts
from testing_app.people.candidates.identity_code import IdentityCode, read_identity_code
from testing_app.people.candidates.queries import (
    find_last_change,
    get_candidate,
    masked_code_of,
    newest_candidates,
    read_search,
    search_candidates,
)
from testing_app.people.models import Candidate, CandidateNumber
from testing_app.vocabulary import Role
from tests.world import NOW, TODAY, World

FACTS = CandidateFacts(
    family_name="Äijälä",
    given_names="Pekka",
    birth_date=date(1990, 1, 1),
    mother_tongue="ar",
    contact_language="ar",
)


def code_of(text: str = "010190-900P") -> IdentityCode:
    code = read_identity_code(text, today=TODAY)
    assert isinstance(code, IdentityCode)
    return code


def register(
    session: Session, world: World, facts: CandidateFacts = FACTS, *, code: str | None = None, who: str = ""
) -> Candidate:
    return register_candidate(
        session,
        facts,
        code=code_of(code) if code else None,
        by=world.act(who or Role.AUTHORITY_OFFICER),
        now=NOW,
    )


def found(session: Session, world: World, typed: str, who: str = "") -> list[str]:
    viewer = world.act(who or Role.AUTHORITY_OFFICER)
    page = search_candidates(session, read_search(typed, today=TODAY), viewer=viewer)
    return [candidate.name for candidate in page.candidates]


def test_numbers_start_from_one_and_rise(world: World):
    with world.database.transaction() as session:
        session.execute(sa.delete(CandidateNumber))

        numbers = [register(session, world).number for _ in range(2)]

    assert numbers == ["K00001", "K00002"]


def test_people_registered_at_once_get_numbers_of_their_own(world: World):
    def one(_turn: int) -> str:
        with world.database.transaction() as session:
            return register(session, world).number

    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(one, range(24)))

    assert sorted(numbers) == [f"K{number}" for number in range(100_001, 100_025)]


def test_one_identity_code_belongs_to_one_candidate(world: World):
    with world.database.transaction() as session:
        register(session, world, code="010190-900P")

    with pytest.raises(Conflict, match="identity_code_registered"), world.database.transaction() as session:
        register(session, world, code="010190-900P", who="other_officer")
    with world.database.transaction() as session:
        register(session, world, code="010190Y900P")


def test_one_code_registered_twice_at_once_is_kept_once(world: World):
    def one(_turn: int) -> str:
        try:
            with world.database.transaction() as session:
                register(session, world, code="010190-900P")
        except Conflict as conflict:
            return conflict.code
        return "registered"

    with ThreadPoolExecutor(6) as threads:
        outcomes = sorted(threads.map(one, range(6)))

    assert outcomes == ["identity_code_registered"] * 5 + ["registered"]


def test_the_code_lies_sealed_and_is_shown_masked(world: World):
    with world.database.transaction() as session:
        candidate = register(session, world, code="010190-900P")

        row = session.execute(sa.select(sa.text("*")).select_from(Candidate)).one()
        assert "900P" not in " ".join(map(str, row))
        assert masked_code_of(session, candidate) == "010190•••••"


@pytest.mark.parametrize(
    "typed",
    [
        "aijala", "äijälä", "Pekka", "PEKKA ÄIJÄLÄ", "äij pek", "1.1.1990", "01.01.1990", "1990-01-01",
        "aijala 1.1.1990", "010190-900P", " 010190-900p ", "K100001", "k100001",
    ],
)  # fmt: skip
def test_one_field_finds_by_name_date_code_and_number(world: World, typed: str):
    with world.database.transaction() as session:
        register(session, world, code="010190-900P")
        register(
            session, world, replace(FACTS, family_name="Muu", given_names="Ei", birth_date=date(1985, 6, 15))
        )

        assert found(session, world, typed) == ["Äijälä Pekka"]


@pytest.mark.parametrize(
    "typed", ["", "  ", "ijala", "%", "_", "31.2.1990", "010190Y900P", "K1", "aijala 2.1.1990"]
)
def test_what_does_not_agree_finds_nobody(world: World, typed: str):
    with world.database.transaction() as session:
        register(session, world, code="010190-900P")

        assert found(session, world, typed) == []


def test_another_authority_finds_nobody_of_ours(world: World):
    with world.database.transaction() as session:
        candidate = register(session, world, code="010190-900P")
        stranger = world.act("other_officer")

        for typed in ("aijala", "1.1.1990", "010190-900P", candidate.number):
            assert found(session, world, typed, "other_officer") == []
        assert newest_candidates(session, viewer=stranger).total == 0
        with pytest.raises(NotFound):
            get_candidate(session, candidate.id, viewer=stranger)
        assert not likely_duplicates(session, FACTS, viewer=stranger)


def test_found_people_stand_in_finnish_order(world: World):
    with world.database.transaction() as session:
        for family_name in ("Öberg", "Zorn", "Äijälä", "Åberg", "Aalto"):
            register(session, world, replace(FACTS, family_name=family_name))

        names = found(session, world, "pekka")

    assert names == ["Aalto Pekka", "Zorn Pekka", "Åberg Pekka", "Äijälä Pekka", "Öberg Pekka"]


def test_long_lists_come_in_pages(world: World):
    with world.database.transaction() as session:
        for _ in range(26):
            register(session, world)
        viewer = world.act(Role.AUTHORITY_OFFICER)

        last = newest_candidates(session, viewer=viewer, page=99)

    assert (last.number, last.pages, len(last.candidates), last.has_next) == (2, 2, 1, False)


def test_a_likely_duplicate_is_shown_with_its_likeness(world: World):
    with world.database.transaction() as session:
        register(session, world, replace(FACTS, family_name="Mohammed", given_names="Yousef"))
        viewer = world.act(Role.AUTHORITY_OFFICER)

        def likeness(family: str, given_name: str, born: date) -> list[Likeness]:
            facts = replace(FACTS, family_name=family, given_names=given_name, birth_date=born)
            duplicates = likely_duplicates(session, facts, viewer=viewer)
            return [duplicate.likeness for duplicate in duplicates]

        assert likeness("Yusuf", "Muhammad", date(1990, 1, 1)) == [Likeness.SAME_BIRTH_DATE_SIMILAR_NAME]
        assert likeness("Mohammed", "Yousef", date(1990, 10, 1)) == [Likeness.SAME_NAME_CLOSE_BIRTH_DATE]
        assert likeness("Mohammed", "Yousef", date(1971, 12, 24)) == []
        assert likeness("Virtanen", "Aino", date(1990, 1, 1)) == []


def test_registering_in_spite_of_a_duplicate_keeps_the_reason(world: World):
    with world.database.transaction() as session:
        register_candidate(
            session,
            FACTS,
            code=None,
            by=world.act(Role.AUTHORITY_OFFICER),
            now=NOW,
            different_because=DifferentPerson.PAPERS_COMPARED,
        )

        details = session.scalars(sa.select(AuditEntry.details)).one()
    assert details == {"identity_code": False, "different_because": "papers_compared"}


def test_linking_needs_the_whole_code_and_the_family_name(world: World):
    stranger = world.act("other_officer")
    with world.database.transaction() as session:
        candidate = register(session, world, code="010190-900P")

        for text, name in (("010190-900P", "Virtanen"), ("010190Y900P", "Äijälä")):
            with pytest.raises(NotFound):
                link_candidate(session, code_of(text), family_name=name, by=stranger, now=NOW)
        for _ in range(2):
            link_candidate(session, code_of(), family_name="AIJALA", by=stranger, now=NOW)

        assert get_candidate(session, candidate.id, viewer=stranger) is candidate
        actions = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["candidate_registered", "candidate_linked"]


def test_a_change_is_kept_with_its_fields_and_its_author(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        candidate = register(session, world)
    changed = replace(FACTS, family_name="Oja", phone="040 1234567")

    with world.database.transaction() as session:
        change_candidate(session, candidate.id, version=1, facts=changed, code=code_of(), by=officer, now=NOW)

    with world.database.transaction() as session:
        assert found(session, world, "oja") == ["Oja Pekka"]
        assert found(session, world, "010190-900P") == ["Oja Pekka"]
        last = find_last_change(session, candidate.id)
    assert last is not None
    assert (last.by, last.fields) == (officer.name, ("family_name", "phone", "identity_code"))


def test_a_change_on_an_old_version_is_refused(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        candidate = register(session, world)
    first, second = (replace(FACTS, phone=phone) for phone in ("1", "2"))
    with world.database.transaction() as session:
        change_candidate(session, candidate.id, version=1, facts=first, code=None, by=officer, now=NOW)

    with pytest.raises(Conflict, match="changed_meanwhile"), world.database.transaction() as session:
        change_candidate(session, candidate.id, version=1, facts=second, code=None, by=officer, now=NOW)

    with world.database.reading() as session:
        assert get_candidate(session, candidate.id, viewer=officer).phone == "1"


def test_a_code_of_somebody_else_is_refused_in_a_change(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        register(session, world, code="010190-900P")
        second = register(session, world, code="010190Y900P")

    with pytest.raises(Conflict, match="identity_code_registered"), world.database.transaction() as session:
        change_candidate(session, second.id, version=1, facts=FACTS, code=code_of(), by=officer, now=NOW)
