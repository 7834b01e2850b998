"""The public page on which anybody checks whether a file is a signed result of ours."""

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import FileField
from wtforms.validators import ValidationError

from testing_app.results.canonical import canonical_bytes
from testing_app.results.keys import ALGORITHM, KeyRing
from testing_app.results.queries import find_issued
from testing_app.results.register import public_keys, replaced_at
from testing_app.results.verification import verify_file
from testing_app.web.units import reading
from testing_app.web.verification.verdict_in_words import verdict_in_words

LARGEST_UPLOAD = 5 * 1024 * 1024  # bytes; a result PDF is about 100,000

verification = Blueprint("verification", __name__, url_prefix="/verify", template_folder="templates")


class VerificationForm(FlaskForm):  # type: ignore[misc]
    """The file somebody wants to check."""

    file = FileField(_l("Result file (PDF or JSON)"))
    content: bytes = b""

    def validate_file(self, field: FileField) -> None:
        """There is a file, and it is not larger than results ever are."""
        given = field.data
        if not isinstance(given, FileStorage) or not given.filename:
            raise ValidationError(_l("Choose a PDF or JSON file."))
        self.content = given.stream.read(LARGEST_UPLOAD + 1)
        given.close()
        if not self.content:
            raise ValidationError(_l("The file is empty. Choose another file."))
        if len(self.content) > LARGEST_UPLOAD:
            raise ValidationError(_l("The file is larger than 5 MB. A result is much smaller."))


@verification.get("")
def ask() -> ResponseReturnValue:
    """The form for the file."""
    return render_template("verification/verify.html", form=VerificationForm(), verdict=None)


@verification.post("")
def answer() -> ResponseReturnValue:
    """What the file proves; the file is not kept."""
    form = VerificationForm()
    if not form.validate():
        return render_template("verification/verify.html", form=form, verdict=None), 422
    with reading() as session:
        found = verify_file(form.content, _ring(), find_issued=lambda id: find_issued(session, id))
        newer_at = replaced_at(session, found.document.result_id) if found.document else None
    return render_template(
        "verification/verify.html",
        form=VerificationForm(formdata=None),
        verdict=verdict_in_words(found, replaced_at=newer_at),
    )


@verification.get("/keys.json")
def keys() -> ResponseReturnValue:
    """The public keys that ever signed, for those who check with a program of their own."""
    content = canonical_bytes({"algorithm": ALGORITHM, "keys": public_keys(_ring())})
    return Response(content, mimetype="application/json", headers={"Cache-Control": "no-cache"})


def _ring() -> KeyRing:
    ring: KeyRing = current_app.extensions["key_ring"]
    return ring
