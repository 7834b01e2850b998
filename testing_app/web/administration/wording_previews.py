"""Letters to an invented person, drawn with texts that are not approved yet."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from testing_app.letters.languages import LETTER_LANGUAGES
from testing_app.letters.letter import draw_letter
from testing_app.letters.sample_facts import SAMPLES
from testing_app.letters.shipped import shipped_messages, texts_in_use
from testing_app.results.letter import result_pdf
from testing_app.results.sample_document import SAMPLE_RESULT
from testing_app.vocabulary import LetterKind
from testing_app.web.centre_desk.signing import VERIFY_PATH
from testing_app.web.current import current_actor, public_url
from testing_app.web.units import reading
from testing_app.wording import queries
from testing_app.wording.letter_words import LetterWords

wording_previews = Blueprint("wording_previews", __name__, url_prefix="/administration/wordings")


@wording_previews.get("/letters/<letter_kind>/<letter_language>/preview.pdf")
def in_use(letter_kind: str, letter_language: str) -> ResponseReturnValue:
    """The letter with the texts there are, approved or shipped."""
    if letter_kind not in set(LetterKind) or letter_language not in LETTER_LANGUAGES:
        abort(404)
    kind = LetterKind(letter_kind)
    with reading() as session:
        words = queries.words_for(session, kind)
        texts = texts_in_use(session, kind, letter_language)
    return _drawn(words, letter_language, texts)


@wording_previews.get("/versions/<uuid:wording_id>/preview.pdf")
def of_version(wording_id: UUID) -> ResponseReturnValue:
    """The letter with the texts of one version, as they were last saved."""
    with reading() as session:
        wording = queries.get_wording(session, wording_id, viewer=current_actor())
        words = queries.words_for(session, wording.kind)
        shipped = shipped_messages(wording.kind, wording.language)
        texts = {**dict.fromkeys(shipped, ""), **wording.messages}
        language = wording.language
    return _drawn(words, language, texts)


def _drawn(words: LetterWords, language: str, texts: Mapping[str, str]) -> Response:
    """A text that is still missing stands in brackets in English."""
    shown = {message: text or f"[{message}]" for message, text in texts.items()}
    words = replace(words, approved={**words.approved, language: shown})
    if words.kind is LetterKind.RESULT:
        pdf = result_pdf(SAMPLE_RESULT, (), language=language, verify_at=public_url(VERIFY_PATH), words=words)
    else:
        pdf = draw_letter(replace(SAMPLES[words.kind], contact_language=language), words).pdf
    headers = {"Content-Disposition": f'inline; filename="{words.kind}-{language}.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)
