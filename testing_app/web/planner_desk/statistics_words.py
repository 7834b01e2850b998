"""Tables of statistics in words: titles, what is counted, columns and rows."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from testing_app.rule_sets.rules import RuleSet
from testing_app.statistics.subjects import Subject
from testing_app.statistics.tables import Key, Measure, TableName
from testing_app.vocabulary import AbsenceReason, BookingState, GroupFit, InterruptionReason, NoticeKind
from testing_app.web.course_words import course_word
from testing_app.web.guidance_desk.visit_words import AGE_BANDS, DIRECTIONS, REASONS, STAYS, topic_word
from testing_app.web.placement_words import place_in_words
from testing_app.web.planner_desk.statistics_form import month_words, quarter_words
from testing_app.web.words import language_word, level_word, word

SUBJECTS: Mapping[Subject, LazyString] = {
    Subject.TESTS: _l("Tests"),
    Subject.WAITS: _l("Queues and waiting"),
    Subject.COURSES: _l("Courses"),
    Subject.VISITS: _l("Advice visits"),
}
TITLES: Mapping[TableName, LazyString] = {
    TableName.ATTENDANCE: _l("Who came to the test"),
    TableName.ABSENCE_REASONS: _l("Why people did not come"),
    TableName.TESTS_BY_MONTH: _l("Results by month of the test"),
    TableName.RECOMMENDED: _l("Recommended course groups"),
    TableName.AGREEMENT: _l("Suggestion and recommendation"),
    TableName.REFERRAL_TO_TEST: _l("From referral to test"),
    TableName.SEATS: _l("Seats on test days"),
    TableName.QUEUE_NOW: _l("The queue today"),
    TableName.QUEUE_OVER_TIME: _l("The queue at the end of each month"),
    TableName.TEST_TO_COURSE: _l("Waiting time, from test to course"),
    TableName.TEST_TO_COURSE_BY_LINE: _l("Waiting time by course group"),
    TableName.STAGES: _l("Where the time goes"),
    TableName.STARTED: _l("Courses begun"),
    TableName.COURSE_OUTCOMES: _l("What providers reported"),
    TableName.INTERRUPTIONS: _l("Why courses were interrupted"),
    TableName.PLACES: _l("Course places that stayed empty"),
    TableName.RIGHT_GROUP: _l("Was it the right group?"),
    TableName.LEVELS_READING: _l("Reading: level at the test and at the end of the course"),
    TableName.LEVELS_WRITING: _l("Writing: level at the test and at the end of the course"),
    TableName.LEVELS_LISTENING: _l("Listening: level at the test and at the end of the course"),
    TableName.LEVELS_SPEAKING: _l("Speaking: level at the test and at the end of the course"),
    TableName.TOPICS: _l("What visits were about"),
    TableName.DIRECTED_TO: _l("Where visitors were directed"),
    TableName.VISIT_LANGUAGES: _l("Languages of visitors"),
    TableName.AGE_BANDS: _l("Age of visitors"),
    TableName.STAYS: _l("How long visitors have lived in Finland"),
    TableName.VISIT_REASONS: _l("Why people visited"),
    TableName.POINTS: _l("Visits by advice point"),
}
EXPLAINED: Mapping[TableName, LazyString] = {
    TableName.ATTENDANCE: _l("Seats on occasions of the period, by what became of them."),
    TableName.RECOMMENDED: _l("Every signed result that holds is counted once, by the day of the test."),
    TableName.AGREEMENT: _l("How often the assessor recommended what the rules had suggested."),
    TableName.REFERRAL_TO_TEST: _l("Days from the referral to the test. This is not the waiting time."),
    TableName.SEATS: _l("Occasions of the centres that test these people; other authorities use them too."),
    TableName.QUEUE_NOW: _l("People who wait today, whatever the year chosen, and how long so far."),
    TableName.QUEUE_OVER_TIME: _l("People who had been tested and had no confirmed place yet."),
    TableName.TEST_TO_COURSE: _l(
        "Days from the test to the start of the first course, of those who began in the period."
    ),
    TableName.STAGES: _l("Days of each stage between the referral and the first lesson, of the same people."),
    TableName.COURSE_OUTCOMES: _l("Notices of the period; one person may have several."),
    TableName.PLACES: _l("Groups that began in the year, with the places nobody took."),
    TableName.RIGHT_GROUP: _l("The teacher's answer two weeks after the start."),
    TableName.TOPICS: _l("A visit counts in every row it was about."),
    TableName.DIRECTED_TO: _l("A visit counts in every row it was directed to."),
}
MEASURES: Mapping[Measure, LazyString] = {
    Measure.PEOPLE: _l("People"),
    Measure.VISITS: _l("Visits"),
    Measure.RESULTS: _l("Results"),
    Measure.WAITING: _l("People waiting"),
    Measure.STARTS: _l("Began"),
    Measure.SHARE: _l("Share"),
    Measure.MEDIAN: _l("Median, days"),
    Measure.NINETY: _l("Nine of ten within, days"),
    Measure.SEATS: _l("Seats"),
    Measure.GROUPS: _l("Groups"),
    Measure.PLACES: _l("Places"),
    Measure.UNUSED: _l("Empty"),
    Measure.UNUSED_WHILE_WAITING: _l("Empty while people waited"),
}
FIRST_HEADINGS: Mapping[TableName, LazyString] = {
    TableName.RECOMMENDED: _l("Course group"),
    TableName.QUEUE_NOW: _l("Course group"),
    TableName.TEST_TO_COURSE_BY_LINE: _l("Course group"),
    TableName.STARTED: _l("Course group"),
    TableName.PLACES: _l("Course group"),
    TableName.REFERRAL_TO_TEST: _l("Days"),
    TableName.TEST_TO_COURSE: _l("Days"),
    TableName.STAGES: _l("Stage"),
    TableName.SEATS: _l("Quarter"),
    TableName.TESTS_BY_MONTH: _l("Month"),
    TableName.QUEUE_OVER_TIME: _l("Month"),
    TableName.TOPICS: _l("Topic"),
    TableName.POINTS: _l("Advice point"),
    TableName.VISIT_LANGUAGES: _l("Language"),
}
OUTCOMES: Mapping[str, LazyString] = {
    "agreeing": _l("As suggested"),
    "deviating": _l("Something else"),
    "left": _l("Left to the assessor by the rules"),
}
ATTENDANCE: Mapping[StrEnum, LazyString] = {
    BookingState.ARRIVED: _l("Came"),
    BookingState.NO_SHOW: _l("Did not come"),
    BookingState.CANCELLED: _l("Seat cancelled"),
}
STAGES: Mapping[str, LazyString] = {
    "referral_test": _l("Referral to test"),
    "test_signed": _l("Test to signed result"),
    "signed_read": _l("Signed result to acknowledged by the authority"),
    "read_queue": _l("Acknowledged to the decision to queue"),
    "queue_held": _l("In the queue until a place is held"),
    "held_confirmed": _l("Place held to confirmed"),
    "confirmed_started": _l("Place confirmed to first lesson"),
}


def row_words(name: TableName, key: Key, rule_set: RuleSet | None) -> str:
    """What a row is about, in the reader's language."""
    if not key:
        return str(_("All"))
    first = key[0] or ""
    if name in _LINES:
        return place_in_words(first, key[1], rule_set)
    if name in _BARS:
        return bar_words(first, key[1])
    said = _SAID.get(name)
    return said(first) if said else level_word(first)


def bar_words(first: str, last: str | None) -> str:
    """A bar of a distribution in days."""
    if last is None:
        return str(_("%(days)s or more", days=first))
    return f"{first}–{last}"


def _known(words: Mapping[StrEnum, LazyString], kind: type[StrEnum]) -> Callable[[str], str]:
    return lambda code: str(words[kind(code)]) if code in {str(each) for each in kind} else code


_LINES = {TableName.RECOMMENDED, TableName.QUEUE_NOW, TableName.TEST_TO_COURSE_BY_LINE, TableName.STARTED,
          TableName.PLACES}  # fmt: skip
_BARS = {TableName.REFERRAL_TO_TEST, TableName.TEST_TO_COURSE}
_SAID: Mapping[TableName, Callable[[str], str]] = {
    TableName.ATTENDANCE: lambda code: str(ATTENDANCE[BookingState(code)]),
    TableName.ABSENCE_REASONS: lambda code: word(AbsenceReason(code)),
    TableName.TESTS_BY_MONTH: lambda code: month_words(int(code)),
    TableName.QUEUE_OVER_TIME: lambda code: month_words(int(code)),
    TableName.AGREEMENT: lambda code: str(OUTCOMES[code]),
    TableName.SEATS: lambda code: quarter_words(int(code)),
    TableName.STAGES: lambda code: str(STAGES[code]),
    TableName.COURSE_OUTCOMES: lambda code: course_word(NoticeKind(code)),
    TableName.INTERRUPTIONS: lambda code: course_word(InterruptionReason(code)),
    TableName.RIGHT_GROUP: lambda code: course_word(GroupFit(code)) if code else str(_("Not known")),
    TableName.TOPICS: topic_word,
    TableName.DIRECTED_TO: _known(DIRECTIONS, type(next(iter(DIRECTIONS)))),
    TableName.VISIT_LANGUAGES: language_word,
    TableName.AGE_BANDS: _known(AGE_BANDS, type(next(iter(AGE_BANDS)))),
    TableName.STAYS: _known(STAYS, type(next(iter(STAYS)))),
    TableName.VISIT_REASONS: _known(REASONS, type(next(iter(REASONS)))),
    TableName.POINTS: lambda name: name,
}
