"""A result of an invented person, to show what the letter of a result looks like."""

from datetime import UTC, date, datetime
from uuid import UUID

from testing_app.results.document import (
    Background,
    Organisation,
    PartResult,
    ResultCandidate,
    ResultDocument,
    ResultRecommendation,
    ResultSuggestion,
    RuleSetVersion,
    Signer,
)
from testing_app.vocabulary import Part, PartState, TestedLanguage

SAMPLE_RESULT = ResultDocument(
    result_id=str(UUID(int=0)),
    language_tested=TestedLanguage.FINNISH,
    tested_on=date(2026, 3, 12),
    issued_at=datetime(2026, 3, 12, 11, 42, tzinfo=UTC),
    test_centre=Organisation(id="centre", name="Helsingin testauspaikka"),
    authority=Organisation(id="authority", name="Helsingin työvoimaviranomainen"),
    candidate=ResultCandidate(
        number="K-10234", family_name="Hassan Nuur", given_names="Ali", birth_date=date(1990, 1, 1)
    ),
    parts=(
        PartResult(part=Part.READING, state=PartState.TAKEN, level="A2.1", points=17, maximum=30),
        PartResult(part=Part.WRITING, state=PartState.TAKEN, level="A1.3"),
        PartResult(part=Part.LISTENING, state=PartState.INTERRUPTED),
        PartResult(part=Part.SPEAKING, state=PartState.TAKEN, level="alle_A1.1"),
        PartResult(part=Part.LOGIC, state=PartState.TAKEN, points=8, maximum=12),
    ),
    background=Background(
        literacy="latin_technical", study_readiness="basic", languages_studied=1, schooling_years=9
    ),
    suggestion=ResultSuggestion(
        track="integration-basic",
        module="M2",
        extras=(),
        rule="basic-path",
        rule_set=RuleSetVersion(id="fi-koto-2022", version=1),
        reasons=(),
    ),
    recommendation=ResultRecommendation(
        track="integration-basic", module="M2", extras=("latin-alphabet",), reason="Peruspolku sopii."
    ),
    signed_by=Signer(name="Maija Meikäläinen", title="Kielenopettaja"),
    withheld=("life_situation",),
)
