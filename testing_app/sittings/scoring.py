"""From what was entered for a part to its level, or to everything that is wrong with it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from testing_app.items.measurement import level_of_points, level_of_ratings
from testing_app.items.models import FormVersion
from testing_app.sittings.entries import PartValues
from testing_app.sittings.models import Sitting, SittingPart
from testing_app.vocabulary import LEVELS_GIVEN, SKILL_PARTS, FormKind, PartState, ScoreSource


@dataclass(frozen=True)
class Score:
    """What is stored for a part beside its state and comment."""

    source: ScoreSource
    points: int | None
    ratings: Mapping[str, str]
    level: str | None
    borderline: str | None


def part_problems(
    values: PartValues, *, row: SittingPart, version: FormVersion | None
) -> Mapping[str, list[str]]:
    """Codes of all problems by field: `state`, `points`, `rating_<criterion>`.

    `row` is what is stored, `version` the form in force on the test day (None: there is none).
    """
    problems: dict[str, list[str]] = defaultdict(list)
    if row.part in SKILL_PARTS:
        for field, code in _skill_problems(values, row, version):
            problems[field].append(code)
    return dict(problems)


def score_of(values: PartValues, *, row: SittingPart, version: FormVersion | None) -> Score:
    """The score of values without problems."""
    ratings = dict(row.ratings) if values.ratings is None else dict(values.ratings)
    if values.state is not PartState.TAKEN:
        # Ratings that this person may not touch wait for one who may; they give no level meanwhile.
        return Score(ScoreSource.FORM, None, ratings if values.ratings is None else {}, None, None)
    if row.part not in SKILL_PARTS:
        return Score(ScoreSource.FORM, None, {}, None, None)
    if version is not None and version.form.kind is FormKind.POINTS and values.points is not None:
        measured = level_of_points(version, values.points)
        return Score(ScoreSource.FORM, values.points, {}, measured.level, measured.borderline)
    if ratings:
        return Score(ScoreSource.FORM, None, ratings, level_of_ratings(ratings).level, None)
    if comes_from_sheet(row):
        return Score(ScoreSource.SHEET, None, {}, row.level, None)
    return Score(ScoreSource.FORM, None, {}, None, None)


def comes_from_sheet(row: SittingPart) -> bool:
    """Whether the level was read from an imported sheet, without points or ratings."""
    return row.source is ScoreSource.SHEET and row.level is not None


def parts_without_level(sitting: Sitting) -> list[SittingPart]:
    """The skills that were taken and that nobody has rated or given points yet."""
    return [
        row
        for row in sitting.parts
        if row.part in SKILL_PARTS and row.state is PartState.TAKEN and row.level is None
    ]


def _skill_problems(
    values: PartValues, row: SittingPart, version: FormVersion | None
) -> Iterator[tuple[str, str]]:
    if version is None:
        if values.state is PartState.TAKEN and not comes_from_sheet(row):
            yield "state", "no_form_in_force"
    elif version.form.kind is FormKind.POINTS:
        yield from _points_problems(values, row, version.maximum or 0)
    elif values.ratings is not None:
        yield from _ratings_problems(values, row, version)


def _points_problems(values: PartValues, row: SittingPart, maximum: int) -> Iterator[tuple[str, str]]:
    taken = values.state is PartState.TAKEN
    if values.points is None:
        if taken and not comes_from_sheet(row):
            yield "points", "points_missing"
        return
    if not taken:
        yield "state", "points_without_taken"
    if values.points < 0:
        yield "points", "points_below_zero"
    if values.points > maximum:
        yield "points", "points_above_maximum"


def _ratings_problems(
    values: PartValues, row: SittingPart, version: FormVersion
) -> Iterator[tuple[str, str]]:
    given = {code: level for code, level in (values.ratings or {}).items() if level}
    if given and values.state is not PartState.TAKEN:
        yield "state", "ratings_without_taken"
    wanted = values.state is PartState.TAKEN and (given or not comes_from_sheet(row))
    for criterion in version.criteria:
        level = given.get(criterion["code"])
        if level is None:
            if wanted:
                yield f"rating_{criterion['code']}", "rating_missing"
        elif level not in LEVELS_GIVEN:
            yield f"rating_{criterion['code']}", "level_unknown"
