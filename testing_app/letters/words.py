"""Codes in words: levels, parts, states, course groups, rules and background, as messages of the letters."""

import re
from collections.abc import Mapping

from markupsafe import Markup

from testing_app.letters.own_names import OwnNames, Written, own_text
from testing_app.letters.texts import Texts, isolate, numbers
from testing_app.vocabulary import Literacy, Part, PartState, StudyReadiness, TestedLanguage

PARTS: Mapping[str, str] = {
    Part.READING: "Reading",
    Part.WRITING: "Writing",
    Part.LISTENING: "Listening",
    Part.SPEAKING: "Speaking",
    Part.READING_ALOUD: "Reading aloud",
    Part.DICTATION: "Dictation",
    Part.DEEPER_LITERACY: "Literacy test",
    Part.LOGIC: "Logic",
    Part.MATHEMATICS: "Mathematics",
}
STATES: Mapping[str, str] = {
    PartState.TAKEN: "taken",
    PartState.NOT_TAKEN: "not taken",
    PartState.NOT_OFFERED: "not offered",
    PartState.SKIPPED: "left out",
    PartState.INTERRUPTED: "interrupted",
    PartState.NOT_ASSESSABLE: "could not be assessed",
}
CRITERIA: Mapping[str, str] = {
    code: code
    for code in (
        "range",
        "accuracy",
        "fluency",
        "interaction",
        "coherence",
        "pronunciation",
        "vocabulary",
        "grammar",
        "spelling",
        "task",
    )
}
TRACKS: Mapping[str, str] = {
    "literacy-1": "Literacy training 1: learning to read and write",
    "literacy-2": "Literacy training 2: reading and writing more fluently",
    "adult-basic-education": "Basic education for adults",
    "beyond-integration": "After integration training: vocational studies, a course above B1 or work",
    "integration-slow": "Integration training, slow path",
    "integration-basic": "Integration training, basic path",
    "integration-fast": "Integration training, fast path",
    "assessor-decides": "The rules leave this to the assessor",
}
EXTRAS: Mapping[str, str] = {"latin-alphabet": "Latin alphabet module"}
RULES: Mapping[str, str] = {
    "reads-no-script": "The candidate does not yet read any script.",
    "weak-literacy": "Reading and writing still need practice.",
    "basic-education": "The candidate needs basic education and its certificate.",
    "levels-unclear": "The levels of the skills are missing or far from each other.",
    "beyond-integration": "All four skills are at B1.1 or above.",
    "latin-unsure": "It is not clear whether the Latin alphabet module is right.",
    "slow-path": "Learning is easier at a slower pace.",
    "fast-path": "Reading is fluent, study skills are good and a language has been studied before.",
    "basic-path": "No rule for another path applied.",
    "input-missing": "Something that the rules need is not known.",
}
BACKGROUND: Mapping[str, str] = {
    "literacy": "Literacy",
    "study_readiness": "Study readiness",
    "languages_studied": "Foreign languages studied",
    "schooling_years": "Years at school",
    "hard_life_situation": "Difficult life situation",
    "needs_basic_education": "Needs basic education",
    "interview_notes": "Interview notes",
}
LITERACY: Mapping[str, str] = {
    Literacy.NONE: "reads no script yet",
    Literacy.WEAK: "reads a little",
    Literacy.OTHER_SCRIPT: "reads another script well",
    Literacy.LATIN_SATISFACTORY: "reads Latin script slowly",
    Literacy.LATIN_TECHNICAL: "reads Latin script",
    Literacy.LATIN_FLUENT: "reads Latin script fluently",
}
READINESS: Mapping[str, str] = {
    StudyReadiness.NEEDS_DEVELOPMENT: "needs development",
    StudyReadiness.BASIC: "basic",
    StudyReadiness.GOOD: "good",
}
RESULT_TITLES: Mapping[str, str] = {
    TestedLanguage.FINNISH: "Result of a Finnish language test",
    TestedLanguage.SWEDISH: "Result of a Swedish language test",
}
INVITATION_TITLES: Mapping[str, str] = {
    TestedLanguage.FINNISH: "Invitation to a Finnish language test",
    TestedLanguage.SWEDISH: "Invitation to a Swedish language test",
}
_NUMBERED = re.compile(r"M(\d+)")
ALL_WORDS = (
    PARTS, STATES, CRITERIA, TRACKS, EXTRAS, RULES, BACKGROUND, LITERACY, READINESS, RESULT_TITLES,
    INVITATION_TITLES,
)  # fmt: skip


def level_name(level: str, texts: Texts) -> str:
    """The level as people see it: `alle A1.1`, `A2.1`."""
    return texts.plain("below A1.1") if level == "alle_A1.1" else level


def word(words: Mapping[str, str], code: str, texts: Texts) -> Markup:
    """The word for a code; a code that has no word yet is shown as it is, isolated."""
    return texts.html(words[code]) if code in words else isolate(code)


def names_course_group(code: str) -> bool:
    """Whether the letters have a word for this track, module or extra."""
    return code in TRACKS or code in EXTRAS or _NUMBERED.fullmatch(code) is not None


def course_group(
    track: str, module: str | None, extras: tuple[str, ...], *, names: OwnNames, texts: Texts
) -> Markup:
    """Track, module and extras in one phrase, each by the rule set's own name if it has one."""
    codes = [track, *([module] if module else []), *extras]
    return Markup(" · ").join(_course_group_part(code, names.course_groups, texts) for code in codes)


def _course_group_part(code: str, own: Mapping[str, Written], texts: Texts) -> Markup:
    if code in own:
        begun = {language: name[:1].upper() + name[1:] for language, name in own[code].items()}
        return own_text(begun, texts.language)
    numbered = _NUMBERED.fullmatch(code)
    if numbered:
        return texts.html("Module %(number)s", number=numbered[1])
    return word({**TRACKS, **EXTRAS}, code, texts)


def background_value(name: str, value: str | int | bool, texts: Texts) -> Markup:
    """One background fact in words."""
    if isinstance(value, bool):
        return texts.html("yes" if value else "no")
    if name == "literacy":
        return word(LITERACY, str(value), texts)
    if name == "study_readiness":
        return word(READINESS, str(value), texts)
    return numbers(value) if isinstance(value, int) else isolate(value)
