"""How far a candidate's last results can be relied on, and whether it is early for a new test, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from testing_app.inbox.received import last_of_each_language, results_of_candidate
from testing_app.queue.queries.courses_taken import find_course_since
from testing_app.rule_sets import rules
from testing_app.vocabulary import TestedLanguage
from testing_app.web.current import current_actor
from testing_app.web.layout import current_language
from testing_app.web.placement_words import rule_set_of_authority
from testing_app.web.words import word

VALIDITY, RETEST = "validity", "retest"
KINDS = {"valid": "good", "ageing": "warn", "expired": "warn"}
NO_WARNING = "fine"
"""What a retest table gives when a new test can be given."""


@dataclass(frozen=True, kw_only=True)
class Retest:
    """Why it is early for a new test: without a course since the last one, and with one.

    When a course is recorded, `without_course` is empty: it does not concern this person.
    """

    heading: str
    without_course: str
    with_course: str


@dataclass(frozen=True, kw_only=True)
class LastResult:
    """The last result in one language, judged with the course since the test if one is recorded here.

    Where none is recorded, `with_course` says what a course would change.
    """

    message_id: UUID
    language_tested: TestedLanguage
    language: str
    tested_on: date
    age: str
    kind: str
    state: str
    course_since: date | None
    with_course: str
    retest: Retest | None
    rule_set: rules.RuleSet | None

    def too_soon_on(self, day: date) -> str:
        """What to say beside an occasion that is too early for a new test; nothing beside the others."""
        days = (day - self.tested_on).days
        if self.rule_set is None or _retest(self.rule_set, self.language, days, self.course_since) is None:
            return ""
        return str(ngettext("%(num)d day after the last test", "%(num)d days after the last test", days))


def last_results(
    session: Any, candidate_id: UUID, *, today: date, only: TestedLanguage | None = None
) -> list[LastResult]:
    """The last result of each language that the viewer's authority has received, judged by its rules."""
    actor = current_actor()
    messages = last_of_each_language(results_of_candidate(session, candidate_id, viewer=actor))
    return [
        _in_words(
            message,
            find_course_since(
                session,
                candidate_id,
                language=message.result.language_tested,
                since=message.result.tested_on,
                viewer=actor,
            ),
            rule_set_of_authority(
                session,
                actor.organisation_id,
                language_tested=message.result.language_tested,
                on=today,
                answers=rules.Answers.VALIDITY,
            ),
            today,
        )
        for message in messages
        if only in (None, message.result.language_tested)
    ]


def _in_words(
    message: Any, course_since: date | None, rule_set: rules.RuleSet | None, today: date
) -> LastResult:
    result = message.result
    days = max(0, (today - result.tested_on).days)
    language = word(result.language_tested)
    kind, state, with_course = _state(rule_set, days, course_since) if rule_set else ("neutral", "", "")
    return LastResult(
        message_id=message.id,
        language_tested=result.language_tested,
        language=language,
        tested_on=result.tested_on,
        age=_age(days),
        kind=kind,
        state=state,
        course_since=course_since,
        with_course=with_course,
        retest=_retest(rule_set, language, days, course_since) if rule_set else None,
        rule_set=rule_set,
    )


def _state(rule_set: rules.RuleSet, days: int, course_since: date | None) -> tuple[str, str, str]:
    """The kind of badge, its word, and the word with a course since the test where that is another one."""
    plain, after = _both(rule_set, VALIDITY, days)
    if plain is None or after is None:
        return "neutral", "", ""
    if course_since is not None:
        return KINDS.get(after.gives or "", "neutral"), _said(after, rule_set), ""
    state, other = _said(plain, rule_set), _said(after, rule_set)
    return KINDS.get(plain.gives or "", "neutral"), state, "" if other == state else other


def _retest(rule_set: rules.RuleSet, language: str, days: int, course_since: date | None) -> Retest | None:
    """The warning, or None when the rules have none: with the recorded course, or even without any."""
    plain, after = _both(rule_set, RETEST, max(0, days))
    if plain is None or after is None:
        return None
    if (plain if course_since is None else after).gives == NO_WARNING:
        return None
    return Retest(
        heading=f"{language}: {_age(days)}",
        without_course="" if course_since else _reasons(plain, rule_set),
        with_course=_said(after, rule_set) if after.gives == NO_WARNING else _reasons(after, rule_set),
    )


def _both(rule_set: rules.RuleSet, table: str, days: int) -> tuple[rules.Answer | None, rules.Answer | None]:
    """The answers of a table as if there had been no course since the test, and as if there had been."""
    plain = rules.validity(days, rule_set).get(table)
    return plain, rules.validity(days, rule_set, course_since=True).get(table)


def _said(answer: rules.Answer, rule_set: rules.RuleSet) -> str:
    if answer.gives is None:
        return _reasons(answer, rule_set)
    return rule_set.label(answer.gives, current_language())


def _reasons(answer: rules.Answer, rule_set: rules.RuleSet) -> str:
    texts: Sequence[str] = [rule_set.reason_text(reason, current_language()) for reason in answer.reasons]
    return " ".join(texts)


def _age(days: int) -> str:
    if days <= 0:
        return str(_("tested today"))
    return str(ngettext("tested %(num)d day ago", "tested %(num)d days ago", days))
