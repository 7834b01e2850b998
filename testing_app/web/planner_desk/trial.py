"""What a rule set says about the imagined person, in words: one kind of answer for each question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from testing_app.rule_sets import rules
from testing_app.web.chance_words import ChanceBar, bars_of
from testing_app.web.layout import current_language
from testing_app.web.placement_words import change_in_words, name_of, place_in_words, reason_in_words
from testing_app.web.planner_desk.imagined import FIELD, ImaginedForm, chances_of, evidence_of
from testing_app.web.rule_words import TITLES, UNMARKED, Marks

NEAREST = 5
SKILL_VERDICTS = {
    rules.Enough.ENOUGH: ("good", _l("Enough")),
    rules.Enough.ONE_STEP_SHORT: ("warn", _l("One step short")),
    rules.Enough.CLEARLY_SHORT: ("bad", _l("Clearly short")),
    rules.Enough.NO_LEVEL: ("neutral", _l("No level")),
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer: the headline, its reasons, and what is missing."""

    label: str
    headline: str
    reasons: Sequence[str] = ()
    missing: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Some parts of the battery under one heading; `note` says something when there are none."""

    title: str
    items: Sequence[Said]


@dataclass(frozen=True, kw_only=True)
class SkillSaid:
    """One skill beside what a field asks."""

    skill: str
    level: str
    required: str
    kind: str
    verdict: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What the page shows: answers, and what each question adds; `marks` names the rows behind them."""

    said: Sequence[Said]
    marks: Marks = UNMARKED
    rule: str = ""
    changes: Sequence[str] = ()
    parts: Sequence[Parts] = ()
    skills: Sequence[SkillSaid] = ()
    chances: Sequence[ChanceBar] = ()
    is_borderline: bool = False


def trial_of(form: ImaginedForm, rule_set: rules.RuleSet) -> Trial:
    """Judge the imagined person by whatever the rule set answers."""
    return _TRIALS[rule_set.answers](form, rule_set)


def _placement(form: ImaginedForm, rule_set: rules.RuleSet) -> Trial:
    evidence = evidence_of(form, rule_set)
    suggestion = rules.Judge(rule_set).suggest(evidence, chances=chances_of(form, rule_set))
    rows = rules.deciding_rows(evidence, rule_set)
    place = place_in_words(suggestion.track, suggestion.module, rule_set, extras=suggestion.extras)
    said = Said(
        label=str(_("Suggestion")),
        headline=place,
        reasons=_reasons(suggestion.reasons, rule_set),
        missing=_names(suggestion.missing, rule_set),
    )
    changes = rules.nearest_first(suggestion.changes, rule_set)[:NEAREST]
    return Trial(
        said=[said],
        marks=Marks(decided=rows.rules, stopped=frozenset({rows.stopped_at} if rows.stopped_at else ())),
        rule=rows.stopped_at or suggestion.rule,
        changes=[change_in_words(change, rule_set) for change in changes],
        chances=bars_of(suggestion, rule_set),
        is_borderline=suggestion.is_borderline,
    )


def _battery(form: ImaginedForm, rule_set: rules.RuleSet) -> Trial:
    found = rules.next_parts(evidence_of(form, rule_set), rule_set)
    decided = {"battery": _rule_of(found.battery), "parts": tuple(part.rule for part in found.now)}
    settled = [Said(label="", headline=name_of(part, rule_set)) for part in found.given]
    rest = [Said(label="", headline=name_of(part, rule_set)) for part in found.not_needed]
    return Trial(
        said=[_said(found.battery, rule_set, unknown=str(_("Not known yet which battery fits")))],
        marks=Marks(decided=decided, stopped=_stopped(found.battery)),
        rule=found.battery.rule,
        parts=[
            Parts(title=str(_("Give now")), items=[_part(part, rule_set) for part in found.now]),
            Parts(title=str(_("Later")), items=[_part(part, rule_set) for part in found.later]),
            Parts(title=str(_("Has been given")), items=settled),
            Parts(title=str(_("Not needed")), items=rest),
        ],
    )


def _validity(form: ImaginedForm, rule_set: rules.RuleSet) -> Trial:
    given = form.data
    answers = rules.validity(
        given.get("days_since_test"), rule_set, course_since=bool(given.get("course_since"))
    )
    stopped = [answer.rule for answer in answers.values() if answer.missing]
    return Trial(
        said=[_said(answer, rule_set, unknown=str(_("Not known yet"))) for answer in answers.values()],
        marks=Marks(
            decided={name: _rule_of(answer) for name, answer in answers.items()}, stopped=frozenset(stopped)
        ),
    )


def _sufficiency(form: ImaginedForm, rule_set: rules.RuleSet) -> Trial:
    requirement = next(row for row in rule_set.requirements if row.field == form[FIELD].data)
    levels = {skill: rules.mark_from(form[skill].data) for skill in rules.SKILLS if skill in form}
    verdicts = rules.sufficiency(levels, requirement)
    return Trial(
        said=[Said(label=str(_("Vocational field")), headline=name_of(requirement.field, rule_set))],
        skills=[_skill(verdict, rule_set) for verdict in verdicts],
    )


_TRIALS: Mapping[rules.Answers, Callable[[ImaginedForm, rules.RuleSet], Trial]] = {
    rules.Answers.PLACEMENT: _placement,
    rules.Answers.BATTERY: _battery,
    rules.Answers.VALIDITY: _validity,
    rules.Answers.SUFFICIENCY: _sufficiency,
}


def _skill(verdict: rules.SkillVerdict, rule_set: rules.RuleSet) -> SkillSaid:
    language = current_language()
    kind, words = SKILL_VERDICTS[verdict.enough]
    sentence = rule_set.reasons.get(verdict.enough.value, {}).get(language, "")
    if verdict.level is None:
        sentence = str(_("Without a level nothing can be said about this skill."))
    return SkillSaid(
        skill=name_of(verdict.skill, rule_set),
        level=verdict.level.shown(language) if verdict.level else "",
        required=verdict.required.shown(language),
        kind=kind,
        verdict=str(words),
        sentence=sentence,
    )


def _said(answer: rules.Answer, rule_set: rules.RuleSet, *, unknown: str) -> Said:
    label = name_of(answer.table, rule_set)
    return Said(
        label=str(TITLES.get(answer.table, label)) if label.lower() == answer.table else label,
        headline=name_of(answer.gives, rule_set) if answer.gives else unknown,
        reasons=_reasons(answer.reasons, rule_set),
        missing=_names(answer.missing, rule_set),
    )


def _part(answer: rules.Answer, rule_set: rules.RuleSet) -> Said:
    """A part with its reasons; one that waits says for what instead."""
    reasons = () if answer.missing else _reasons(answer.reasons, rule_set)
    return Said(
        label="",
        headline=name_of(answer.gives or "", rule_set),
        reasons=reasons,
        missing=_names(answer.missing, rule_set),
    )


def _rule_of(answer: rules.Answer) -> tuple[str, ...]:
    return () if answer.missing else (answer.rule,)


def _stopped(answer: rules.Answer) -> frozenset[str]:
    return frozenset({answer.rule} if answer.missing else ())


def _reasons(reasons: Sequence[rules.Reason], rule_set: rules.RuleSet) -> list[str]:
    return [reason_in_words(reason.code, dict(reason.facts), rule_set) for reason in reasons]


def _names(codes: Sequence[str], rule_set: rules.RuleSet) -> list[str]:
    return [rule_set.label(code, current_language()) for code in codes]
