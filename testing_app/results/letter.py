"""The result as a letter: Finnish and the candidate's language in one PDF, for people, not for machines."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from testing_app.clock import local
from testing_app.letters.chart import TARGET, Scale, axis, bar, scale_for
from testing_app.letters.engine import PdfAttachment, render
from testing_app.letters.languages import languages_for, name_in_english
from testing_app.letters.own_names import NO_OWN_NAMES, OwnNames, own_text
from testing_app.letters.pages import fill
from testing_app.letters.texts import Texts, isolate, numbers, texts_of, written
from testing_app.letters.words import (
    BACKGROUND,
    CRITERIA,
    PARTS,
    RESULT_TITLES,
    RULES,
    STATES,
    background_value,
    course_group,
    level_name,
    word,
)
from testing_app.results.document import PartResult, ResultDocument
from testing_app.results.pdf import AttachedFile
from testing_app.vocabulary import SKILL_PARTS, LetterKind, PartState
from testing_app.wording.letter_words import LetterWords, shipped_words

SHIPPED = shipped_words(LetterKind.RESULT)


@dataclass(frozen=True, kw_only=True)
class SkillRow:
    """One skill of the profile: drawn, named, and in words."""

    name: Markup
    chart: Markup
    level: Markup
    has_level: bool
    notes: tuple[Markup, ...]


@dataclass(frozen=True, kw_only=True)
class ResultSection:
    """The whole result in one language."""

    language: str
    direction: str
    title: str
    t: Texts
    identity: tuple[tuple[Markup, Markup], ...]
    axis: Markup
    skills: tuple[SkillRow, ...]
    others: tuple[tuple[Markup, Markup], ...]
    background: tuple[tuple[Markup, Markup], ...]
    recommended: Markup
    suggested: Markup
    rule: Markup
    has_untranslated_names: bool
    signed_at: Markup


def result_pdf(
    document: ResultDocument,
    attachments: Sequence[AttachedFile],
    *,
    language: str,
    verify_at: str,
    names: OwnNames = NO_OWN_NAMES,
    words: LetterWords = SHIPPED,
) -> bytes:
    """The result PDF in Finnish and `language`, the files attached; a `results.pdf.ResultRenderer`.

    `names` are those that only the rule set that judged can give (`results.naming`); `words` are the
    approved texts (`wording.queries.words_for`).
    """
    return render(
        result_html(document, language=language, verify_at=verify_at, names=names, words=words),
        style="letter.css",
        identifier=document.result_id,
        made_at=document.issued_at,
        attachments=[
            PdfAttachment(name=file.name, content=file.content, description=file.description)
            for file in attachments
        ],
    )


def result_html(
    document: ResultDocument,
    *,
    language: str,
    verify_at: str,
    names: OwnNames = NO_OWN_NAMES,
    words: LetterWords = SHIPPED,
) -> str:
    """The HTML that becomes the PDF."""
    languages = languages_for(language, words)
    return fill(
        "result.html",
        document=document,
        sections=[_section(document, names, texts_of(code, words)) for code in languages.codes],
        untranslated=name_in_english(languages.untranslated),
        verify_at=verify_at,
        target=TARGET,
        isolate=isolate,
        issued_at=document.issued_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _section(document: ResultDocument, names: OwnNames, t: Texts) -> ResultSection:
    skills = _skills(document)
    levels = [part.level for part in skills if part.level]
    scale = scale_for(levels, mirrored=t.direction == "rtl")
    suggestion, recommendation = document.suggestion, document.recommendation
    return ResultSection(
        language=t.language,
        direction=t.direction,
        title=t.plain(RESULT_TITLES[document.language_tested]),
        t=t,
        identity=_identity(document, t),
        axis=axis(scale, t.plain("Profile")),
        skills=tuple(_skill_row(part, scale, t) for part in skills),
        others=tuple(_other_row(part, t) for part in document.parts if part.part not in SKILL_PARTS),
        background=_background(document, t),
        recommended=course_group(
            recommendation.track, recommendation.module, recommendation.extras, names=names, texts=t
        ),
        suggested=course_group(suggestion.track, suggestion.module, suggestion.extras, names=names, texts=t),
        rule=_rule(suggestion.rule, names, t),
        has_untranslated_names=names.are_untranslated_in(t.language),
        signed_at=t.moment(local(document.issued_at)),
    )


def _rule(rule: str, names: OwnNames, t: Texts) -> Markup:
    """Why the rules suggested it; nothing rather than a code when neither letters nor rule set say it."""
    if names.rule is not None:
        return own_text(names.rule, t.language)
    return t.html(RULES[rule]) if rule in RULES else Markup()


def _identity(document: ResultDocument, t: Texts) -> tuple[tuple[Markup, Markup], ...]:
    candidate = document.candidate
    born = numbers(written(candidate.birth_date)) if candidate.birth_date else Markup("–")
    return (
        (t.html("Name"), isolate(f"{candidate.given_names} {candidate.family_name}".strip())),
        (t.html("Candidate number"), numbers(candidate.number)),
        (t.html("Date of birth"), born),
        (t.html("Test date"), t.weekday_date(document.tested_on)),
        (t.html("Test centre"), isolate(document.test_centre.name)),
        (t.html("Employment authority"), isolate(document.authority.name)),
    )


def _skills(document: ResultDocument) -> list[PartResult]:
    """The four skills in their order; one that the document does not mention was not taken."""
    given = {part.part: part for part in document.parts}
    return [given.get(part, PartResult(part=part.value, state=PartState.NOT_TAKEN)) for part in SKILL_PARTS]


def _skill_row(part: PartResult, scale: Scale, t: Texts) -> SkillRow:
    state = t.plain(STATES[part.state])
    level = level_name(part.level, t) if part.level else ""
    spoken = f"{t.plain(PARTS[part.part])}: {level or t.plain('No level') + ', ' + state}"
    return SkillRow(
        name=t.html(PARTS[part.part]),
        chart=bar(scale, part.level, spoken),
        level=isolate(level) if level else t.html(STATES[part.state]),
        has_level=bool(level),
        notes=_notes(part, t),
    )


def _notes(part: PartResult, t: Texts) -> tuple[Markup, ...]:
    notes: list[Markup] = []
    points = _points(part, t)
    if points:
        notes.append(points)
    ratings = [
        Markup("{} {}").format(t.html(CRITERIA[rating.criterion]), isolate(level_name(rating.level, t)))
        for rating in part.criteria
        if rating.criterion in CRITERIA
    ]
    if ratings:
        notes.append(Markup(" · ").join(ratings))
    if part.comment:
        notes.append(isolate(part.comment))
    return tuple(notes)


def _points(part: PartResult, t: Texts) -> Markup | None:
    if part.points is None or part.maximum is None:
        return None
    return t.html("%(points)s of %(maximum)s points", points=part.points, maximum=part.maximum)


def _other_row(part: PartResult, t: Texts) -> tuple[Markup, Markup]:
    found = [isolate(level_name(part.level, t))] if part.level else [t.html(STATES[part.state])]
    points = _points(part, t)
    return word(PARTS, part.part, t), Markup(" · ").join([*found, points] if points else found)


def _background(document: ResultDocument, t: Texts) -> tuple[tuple[Markup, Markup], ...]:
    values = ((name, getattr(document.background, name)) for name in BACKGROUND)
    return tuple(
        (t.html(BACKGROUND[name]), background_value(name, value, t))
        for name, value in values
        if value is not None
    )
