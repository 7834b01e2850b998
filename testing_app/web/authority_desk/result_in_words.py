"""A received result in the reader's words, made from the bytes that were signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from testing_app.clock import local
from testing_app.inbox.queries import InboxRow, MessageDetails, MessageState, VersionOfResult
from testing_app.results.reading import read_document
from testing_app.web.placement_words import place_in_words, rule_set_that_judged
from testing_app.web.result_words import DocumentInWords, document_in_words
from testing_app.web.words import word

STATES: dict[MessageState, tuple[str, LazyString]] = {
    MessageState.NEW: ("info", _l("New")),
    MessageState.OPENED: ("warn", _l("Opened, not acknowledged")),
    MessageState.ACKNOWLEDGED: ("good", _l("Acknowledged")),
    MessageState.REPLACED: ("neutral", _l("Replaced by a newer result")),
}


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """One line of the inbox, ready to print."""

    message_id: UUID
    number: str
    name: str
    tested_on: date
    language: str
    place: str
    is_correction: bool
    kind: str
    state: str
    row_class: str
    age: str


@dataclass(frozen=True, kw_only=True)
class VersionInWords:
    """One result of the sitting among its corrections."""

    message_id: UUID | None
    version: VersionOfResult
    place: str
    is_this: bool


@dataclass(frozen=True, kw_only=True)
class MessageInWords:
    """What the page of one result says beside the document itself."""

    body: DocumentInWords
    kind: str
    state: str
    agrees: bool
    is_left_to_assessor: bool
    versions: Sequence[VersionInWords]

    @property
    def newest(self) -> VersionInWords | None:
        """The result that holds, when it is another one than this."""
        return next((each for each in self.versions if each.version.holds and not each.is_this), None)


def list_rows(rows: Sequence[InboxRow], *, today: date) -> list[ListRow]:
    """The lines of the inbox in the reader's words."""
    return [_list_row(row, today) for row in rows]


def _list_row(row: InboxRow, today: date) -> ListRow:
    kind, state = STATES[row.state]
    return ListRow(
        message_id=row.message_id,
        number=row.candidate_number,
        name=row.candidate_name,
        tested_on=row.tested_on,
        language=word(row.language_tested),
        place=place_in_words(
            row.track, row.module, rule_set_that_judged(row.judged_by.id, row.judged_by.version)
        ),
        is_correction=row.is_correction,
        kind=kind,
        state=str(state),
        row_class={MessageState.NEW: "row-new", MessageState.REPLACED: "row-replaced"}.get(row.state, ""),
        age=_age(today - local(row.received_at).date()),
    )


def _age(waited: timedelta) -> str:
    days = max(0, waited.days)
    return str(_("today") if days == 0 else ngettext("%(num)d day ago", "%(num)d days ago", days))


def message_in_words(message: MessageDetails, versions: Sequence[VersionOfResult]) -> MessageInWords:
    """The page of one result, from the document as signed and the state of its message."""
    document = read_document(message.document)
    kind, state = STATES[message.state]
    suggested, recommended = document.suggestion, document.recommendation
    rule_set = rule_set_that_judged(suggested.rule_set.id, suggested.rule_set.version)
    return MessageInWords(
        body=document_in_words(document),
        kind=kind,
        state=str(state),
        agrees=(suggested.track, suggested.module) == (recommended.track, recommended.module),
        is_left_to_assessor=bool(rule_set and suggested.track == rule_set.undecided_track),
        versions=[
            VersionInWords(
                message_id=version.message_id,
                version=version,
                place=place_in_words(version.track, version.module, rule_set),
                is_this=version.result_id == message.result_id,
            )
            for version in versions
        ],
    )
