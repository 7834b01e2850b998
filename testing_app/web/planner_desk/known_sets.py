"""Which rule sets a reader meets: in force for them today, shipped, and their authority's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from testing_app.actor import Actor
from testing_app.errors import Conflict, NotFound
from testing_app.rule_sets import rules
from testing_app.rule_sets.identity import LARGEST_NUMBER, RULE_SET_ID
from testing_app.rule_sets.queries import (
    rule_set_for,
    rule_set_named,
    rule_set_to_read,
    sealed_texts_of,
)
from testing_app.vocabulary import OrganisationKind, TestedLanguage
from testing_app.web.layout import day
from testing_app.web.messages import message_of
from testing_app.web.rule_words import rule_set_name
from testing_app.web.units import Session
from testing_app.web.words import language_word, word

QUESTIONS: Mapping[rules.Answers, LazyString] = {
    rules.Answers.PLACEMENT: _l("Which course group?"),
    rules.Answers.BATTERY: _l("Which parts of the battery next?"),
    rules.Answers.VALIDITY: _l("How long does a result hold?"),
    rules.Answers.SUFFICIENCY: _l("Is the language enough for a vocational field?"),
}


@dataclass(frozen=True, kw_only=True)
class InForce:
    """The rule set that answers a question today, or none; `is_own` when the authority chose it.

    `problem` says why the one that was chosen cannot answer.
    """

    question: str
    languages: str
    rule_set: rules.RuleSet | None
    is_own: bool = False
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One version of a rule set in a list."""

    rule_set: rules.RuleSet
    name: str
    question: str
    languages: str
    area: str
    dates: str
    is_own: bool


def sets_in_force(session: Session, *, viewer: Actor, on: date) -> list[InForce]:
    """What answers each question today; for people of an authority, by its own choice."""
    return [each for answers in QUESTIONS for each in _in_force(session, answers, viewer=viewer, on=on)]


def _in_force(session: Session, answers: rules.Answers, *, viewer: Actor, on: date) -> list[InForce]:
    """One entry for each rule set, with the languages it judges; none is told for course groups only."""
    found: dict[object, tuple[rules.RuleSet | None, list[TestedLanguage], bool, str]] = {}
    for language in TestedLanguage:
        national, problem = _national(answers, language, on), ""
        try:
            chosen = _chosen(session, answers, language, viewer=viewer, on=on) or national
        except Conflict as conflict:
            chosen, problem = None, message_of(conflict)
        if chosen is not None or problem or answers is rules.Answers.PLACEMENT:
            key = (chosen.id, chosen.version) if chosen else problem
            is_own = chosen is not None and chosen is not national
            found.setdefault(key, (chosen, [], is_own, problem))[1].append(language)
    return [
        InForce(
            question=str(QUESTIONS[answers]),
            languages=", ".join(word(language) for language in languages),
            rule_set=chosen,
            is_own=is_own,
            problem=problem,
        )
        for chosen, languages, is_own, problem in found.values()
    ]


def placement_in_force(session: Session, *, viewer: Actor, on: date) -> rules.RuleSet | None:
    """The set that judges tests in Finnish today; None when the one that was chosen cannot be read."""
    language, answers = TestedLanguage.FINNISH, rules.Answers.PLACEMENT
    try:
        return _chosen(session, answers, language, viewer=viewer, on=on) or _national(answers, language, on)
    except Conflict:
        return None


def known_sets(session: Session, *, viewer: Actor) -> list[rules.RuleSet]:
    """Shipped sets and the authority's own sealed ones: by question, id and version."""
    found = dict(rules.shipped_rule_sets())
    for text in sealed_texts_of(session, viewer=viewer):
        own = readable_set(session, text.rule_set_id or "", text.number or 0)
        if own is not None:
            found[own.id, own.version] = own
    order = list(QUESTIONS)
    return sorted(found.values(), key=lambda each: (order.index(each.answers), each.id, each.version))


def readable_set(session: Session, rule_set_id: str, number: int) -> rules.RuleSet | None:
    """A shipped or sealed set; None when it cannot be read any more: the page is shown all the same."""
    try:
        return rule_set_named(session, rule_set_id, number)
    except Conflict:
        return None


def get_rule_set(session: Session, rule_set_id: str, number: int, *, viewer: Actor) -> rules.RuleSet:
    """A rule set by its name as far as the viewer may read it, own drafts too, or `NotFound`."""
    found = None
    if RULE_SET_ID.fullmatch(rule_set_id) and 0 < number <= LARGEST_NUMBER:
        found = rule_set_to_read(session, rule_set_id, number, viewer=viewer)
    if found is None:
        raise NotFound("no_such_rule_set")
    return found


def listed(rule_sets: Sequence[rules.RuleSet]) -> list[Listed]:
    """Rule sets in words."""
    return [
        Listed(
            rule_set=each,
            name=rule_set_name(each),
            question=str(QUESTIONS[each.answers]),
            languages=languages_of(each),
            area=each.area or "",
            dates=f"{day(each.valid_from)}–{day(each.valid_to) if each.valid_to else ''}",
            is_own=(each.id, each.version) not in rules.shipped_rule_sets(),
        )
        for each in rule_sets
    ]


def languages_of(rule_set: rules.RuleSet) -> str:
    """The languages tested, in words."""
    return ", ".join(language_word(code) for code in rule_set.languages)


def _national(answers: rules.Answers, language: TestedLanguage, on: date) -> rules.RuleSet | None:
    try:
        return rules.rule_set_on(on, language=language.value, answers=answers)
    except rules.UnknownRuleSet:
        return None


def _chosen(
    session: Session, answers: rules.Answers, language: TestedLanguage, *, viewer: Actor, on: date
) -> rules.RuleSet | None:
    if viewer.organisation_kind is not OrganisationKind.EMPLOYMENT_AUTHORITY:
        return None
    try:
        return rule_set_for(
            session, authority_id=viewer.organisation_id, language_tested=language, on=on, answers=answers
        )
    except rules.UnknownRuleSet:
        return None
