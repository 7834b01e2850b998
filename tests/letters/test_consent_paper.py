"""The data-transfer form on paper: tagged, in both languages, with boxes to tick and lines to sign."""

from datetime import UTC, datetime

import pypdf
import pytest

from testing_app.letters.consent_paper import PaperFacts, consent_html, consent_pdf
from testing_app.people.consent_form import form_in
from testing_app.vocabulary import ConsentScope

FACTS = PaperFacts(
    candidate="<b>Salim</b> Aino",
    number="K00101",
    organisation="Kuusilahti",
    printed_on=datetime(2026, 3, 12, 8, 0, tzinfo=UTC),
)


@pytest.mark.parametrize("language", ["ar", "so", "uk"])
def test_the_paper_has_a_box_for_every_scope_in_each_language(language: str):
    html = consent_html(form_in(language), FACTS)

    assert html.count('<td class="box">') == 2 * len(ConsentScope)
    assert "&lt;b&gt;Salim" in html
    assert ('dir="rtl"' in html) == (language == "ar")
    assert ("Ukrainian:" in html) == (language == "uk")


def test_the_paper_is_a_tagged_pdf_of_one_sheet_a_language(tmp_path):
    file = tmp_path / "form.pdf"
    file.write_bytes(consent_pdf(form_in("ar"), FACTS))

    document = pypdf.PdfReader(file)

    assert len(document.pages) == 2
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert consent_pdf(form_in("ar"), FACTS) == file.read_bytes()
