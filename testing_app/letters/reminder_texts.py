"""Short texts for SMS and e-mail: a date, a time and a telephone number, and nothing about anybody."""

from datetime import date, time

from testing_app.letters.languages import is_written
from testing_app.letters.messages import AT_TIME, REMINDERS
from testing_app.letters.texts import clock, isolated_plainly, texts_of, written
from testing_app.letters.weekdays import WEEKDAYS
from testing_app.vocabulary import LetterKind
from testing_app.wording.letter_words import LetterWords, shipped_words


def reminder_text(
    kind: LetterKind,
    language: str,
    *,
    phone: str,
    on: date | None = None,
    at: time | None = None,
    words: LetterWords | None = None,
) -> str:
    """The reminder in this language, or in English where it is not approved; at most some 160 characters.

    `on` and `at` are needed where the text names a time: invitation, seat changed, seat cancelled. A result
    has no reminder. There is no place for a name, a centre or what the appointment is about.
    """
    words = words or shipped_words(kind)
    t = texts_of(language if is_written(language, words) else "en", words)
    facts = {"phone": isolated_plainly(phone) if t.direction == "rtl" else phone}
    if on is not None and at is not None:
        at_time = t.plain(AT_TIME, time=clock(at))
        when = f"{WEEKDAYS[t.language][on.weekday()]} {written(on)} {at_time}"
        facts["when"] = when
    return t.plain(REMINDERS[kind], **facts)
