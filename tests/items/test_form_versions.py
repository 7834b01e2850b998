"""Guards form versions: in force by date, never edited, every problem told."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from testing_app.audit.models import AuditEntry
from testing_app.errors import Conflict, Invalid, NotFound
from testing_app.items.actions import Criterion, VersionDraft, make_form, make_version
from testing_app.items.measurement import bands_of, chances_of_points, level_of_points, level_of_ratings
from testing_app.items.models import FormVersion
from testing_app.items.queries import form_in_force, forms_in_force, get_form
from testing_app.vocabulary import FormKind, Part, Role, TestedLanguage
from tests.world import NOW, TODAY, World

TOMORROW = TODAY + timedelta(days=1)
CUTS = (("alle_A1.1", 0), ("A1.1", 3), ("A1.2", 9))
DRAFT = VersionDraft(TOMORROW, "Standard setting 2026", maximum=20, cut_scores=CUTS)


def make(world: World, draft: VersionDraft, part: Part = Part.READING) -> FormVersion:
    with world.database.transaction() as session:
        by = world.act(Role.PSYCHOMETRICIAN)
        return make_version(session, world.forms[part], draft=draft, by=by, now=NOW, today=TODAY)


def in_force(world: World, on: date) -> FormVersion | None:
    with world.database.transaction() as session:
        return form_in_force(session, Part.READING, language_tested=TestedLanguage.FINNISH, on=on)


def test_a_new_version_ends_the_one_before_it_the_day_before(world: World) -> None:
    made = make(world, DRAFT)

    today, tomorrow = in_force(world, TODAY), in_force(world, TOMORROW)
    assert today is not None
    assert (today.number, today.valid_to) == (1, TODAY)
    assert tomorrow is not None
    assert (tomorrow.number, tomorrow.id, tomorrow.valid_to) == (2, made.id, None)
    assert level_of_points(tomorrow, 9).level == "A1.2"
    assert level_of_points(today, 9).level == "A1.1"


def test_no_version_is_in_force_before_the_first_or_for_another_language(world: World) -> None:
    assert in_force(world, date(2024, 12, 31)) is None
    with world.database.reading() as session:
        assert forms_in_force(session, TestedLanguage.SWEDISH, TODAY) == {}
        assert set(forms_in_force(session, TestedLanguage.FINNISH, TODAY)) == set(world.forms)


def test_a_version_cannot_change_levels_already_given(world: World) -> None:
    draft = VersionDraft(TODAY, "", maximum=1, cut_scores=(("A1.1", 1), ("alle_A1.1", 1)))

    with pytest.raises(Invalid) as refused:
        make(world, draft)

    assert refused.value.problems == {
        "valid_from": ["starts_after_today"],
        "source": ["source_missing"],
        "maximum": ["maximum_too_small"],
        "cut_scores-0": ["first_not_zero"],
        "cut_scores-1": ["level_not_above_previous", "points_not_above_previous"],
    }


def test_a_version_does_not_begin_before_one_that_is_still_to_come(world: World) -> None:
    make(world, VersionDraft(TODAY + timedelta(days=9), "s", maximum=20, cut_scores=CUTS))

    with pytest.raises(Invalid) as refused:
        make(world, DRAFT)

    assert refused.value.problems == {"valid_from": ["starts_after_the_last"]}


def test_criteria_are_named_in_every_language_and_once(world: World) -> None:
    twice = (Criterion("flow", "Sujuvuus", "", "Flow"), Criterion("flow", "Sujuvuus", "Flyt", "Flow"))

    with pytest.raises(Invalid) as refused:
        make(world, VersionDraft(TOMORROW, "s", criteria=twice), Part.SPEAKING)
    with pytest.raises(Invalid) as empty:
        make(world, VersionDraft(TOMORROW, "s"), Part.SPEAKING)

    assert refused.value.problems == {"criteria": ["criterion_name_missing", "criterion_twice"]}
    assert empty.value.problems == {"criteria": ["no_criteria"]}


def test_a_made_version_leaves_an_audit_entry(world: World) -> None:
    made = make(world, DRAFT)

    with world.database.reading() as session:
        query = sa.select(AuditEntry).where(AuditEntry.action == "form_version_made")
        entry = session.scalars(query).one()
        assert entry.subject_id == str(made.id)
        assert entry.details["number"] == 2


def test_a_form_of_an_unused_code_is_made_and_a_second_one_refused(world: World) -> None:
    author = world.act(Role.PSYCHOMETRICIAN)
    values = {"name": "Läsa", "part": Part.READING, "kind": FormKind.POINTS, "by": author, "now": NOW}

    with world.database.transaction() as session:
        made = make_form(session, code="sv-reading", language_tested=TestedLanguage.SWEDISH, **values)  # type: ignore[arg-type]
        assert get_form(session, made.id).versions == []
        with pytest.raises(Conflict, match="form_code_taken"):
            make_form(session, code="sv-reading", language_tested=TestedLanguage.SWEDISH, **values)  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            get_form(session, uuid4())


def test_making_a_form_leaves_an_audit_entry(world: World) -> None:
    with world.database.transaction() as session:
        made = make_form(
            session,
            code="sv-reading",
            name="Läsa",
            part=Part.READING,
            language_tested=TestedLanguage.SWEDISH,
            kind=FormKind.POINTS,
            by=world.act(Role.PSYCHOMETRICIAN),
            now=NOW,
        )

    with world.database.reading() as session:
        entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "form_made")).one()
    assert (entry.subject_kind, entry.subject_id) == ("form", str(made.id))
    assert entry.account_id == world.act(Role.PSYCHOMETRICIAN).account_id
    assert entry.details["form"] == "sv-reading"


def test_bands_cover_the_form_and_ratings_give_their_lower_median(world: World) -> None:
    version = in_force(world, TODAY)
    assert version is not None

    bands = bands_of(version)

    assert (bands[0].lowest, bands[-1].highest) == (0, 40)
    assert level_of_ratings({"range": "B1.1", "accuracy": "A1.1"}).level == "A1.1"


def test_points_near_a_cut_score_leave_both_levels_possible_and_far_ones_hardly(world: World) -> None:
    made = make(world, DRAFT)

    near, far = chances_of_points(made, 9), chances_of_points(made, 17)

    assert list(near) == ["alle_A1.1", "A1.1", "A1.2"]
    assert 0.5 < near["A1.2"] < 0.6 < near["A1.2"] + near["A1.1"]
    assert far["A1.2"] > 0.999
