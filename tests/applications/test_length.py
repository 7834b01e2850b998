"""The short or the long assessment, suggested with every reason from what an applicant answered."""

from datetime import date

import pytest

from testing_app.applications.length import Because, LengthAnswers, suggested_length
from testing_app.vocabulary import AssessmentLength, EarlierStudies, ScriptsRead

DAY = date(2026, 3, 12)


def answers(
    scripts: ScriptsRead = ScriptsRead.LATIN,
    years: int | None = 9,
    studies: EarlierStudies = EarlierStudies.UNDER_A_YEAR,
) -> LengthAnswers:
    return LengthAnswers(scripts_read=scripts, schooling_years=years, earlier_studies=studies)


@pytest.mark.parametrize(
    ("told", "length", "because"),
    [
        (answers(), AssessmentLength.SHORT, [Because.READS_AND_HAS_STUDIED]),
        (answers(years=None), AssessmentLength.SHORT, [Because.SCHOOLING_UNKNOWN]),
        (answers(years=6), AssessmentLength.SHORT, [Because.READS_AND_HAS_STUDIED]),
        (answers(years=5), AssessmentLength.LONG, [Because.LITTLE_SCHOOLING]),
        (answers(years=0), AssessmentLength.LONG, [Because.LITTLE_SCHOOLING]),
        (answers(ScriptsRead.NONE), AssessmentLength.LONG, [Because.READS_LITTLE]),
        (
            answers(ScriptsRead.LITTLE, years=2),
            AssessmentLength.LONG,
            [Because.READS_LITTLE, Because.LITTLE_SCHOOLING],
        ),
        (answers(ScriptsRead.OTHER_SCRIPT), AssessmentLength.SHORT, [Because.READS_AND_HAS_STUDIED]),
        (
            answers(ScriptsRead.OTHER_SCRIPT, studies=EarlierStudies.NONE),
            AssessmentLength.LONG,
            [Because.NEW_TO_LATIN_SCRIPT],
        ),
    ],
)
def test_any_reason_makes_it_long_and_all_reasons_are_told(
    told: LengthAnswers, length: AssessmentLength, because: list[Because]
):
    suggestion = suggested_length(told, on=DAY)

    assert (suggestion.length, list(suggestion.because)) == (length, because)


def test_a_day_before_the_first_row_is_judged_by_the_first_row():
    assert suggested_length(answers(years=1), on=date(2000, 1, 1)).length is AssessmentLength.LONG
