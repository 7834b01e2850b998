"""The texts of letters as the product brings them, and how an administrator takes the drafts into use."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.letters.languages import LETTER_LANGUAGES, is_written
from testing_app.letters.messages import messages_of
from testing_app.letters.texts import catalog
from testing_app.vocabulary import LetterKind
from testing_app.wording import actions
from testing_app.wording.queries import open_version, words_for


def shipped_messages(kind: LetterKind, language: str) -> Mapping[str, str]:
    """English source to text, for one kind of letter; what has no translation yet is blank."""
    texts = catalog(language)
    return {message: texts.get(message, "") for message in messages_of(kind)}


def approve_shipped(session: Session, *, reviewed_by: str, by: Actor, now: datetime) -> int:
    """Approve every shipped draft that nobody has begun to edit; how many there were. For demos and tests."""
    approved = 0
    for kind in LetterKind:
        words = words_for(session, kind)
        for language in LETTER_LANGUAGES:
            messages = shipped_messages(kind, language)
            if is_written(language, words) or not all(messages.values()):
                continue
            if open_version(session, kind, language=language) is not None:
                continue
            actions.take_into_use(
                session, kind, language=language, messages=messages, reviewed_by=reviewed_by, by=by, now=now
            )
            approved += 1
    return approved


def texts_in_use(session: Session, kind: LetterKind, language: str) -> Mapping[str, str]:
    """What letters would say today: the approved texts, and the shipped ones for what they do not say."""
    approved = words_for(session, kind).approved.get(language, {})
    return {
        message: approved.get(message) or text for message, text in shipped_messages(kind, language).items()
    }
