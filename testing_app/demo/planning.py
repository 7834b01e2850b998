"""The demo's rules: a local variant that waits for a second planner, and a draft with a fault."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.demo.days import at
from testing_app.rule_sets import rules
from testing_app.rule_sets.actions import DraftToPropose, Proposal, draft_rule_set, propose_activation
from testing_app.rule_sets.identity import with_identity
from testing_app.vocabulary import TestedLanguage

AREA_BANDS = """# The national rules with module bands of our own: module 3 begins at A1.2.

id = "fi-koto-2022-kuusilahti"
version = 1
languages = ["fi"] # the language tested
valid_from = 2026-01-01
area = "Kuusilahti"
include = { id = "fi-koto-2022", version = 1 }

[name]
fi = "Kuusilahden sijoitussäännöt"
sv = "Placeringsregler i Kuusilahti"
en = "Placement rules of Kuusilahti"

[tables.module]
hit = "unique"
source = "own-default"
rows = [
    { rule = "module-1", when = { overall = "alle_A1.1" }, gives = "M1" },
    { rule = "module-2", when = { overall = "A1.1" }, gives = "M2" },
    { rule = "module-3", when = { overall = "A1.2 to A2.1" }, gives = "M3" },
    { rule = "module-4", when = { overall = "A2.2 or above" }, gives = "M4" },
]
"""
WHY = "Tasojen A1.2 ja A1.3 asiakkaat ovat odottaneet M2-ryhmää, vaikka M3-ryhmissä on paikkoja."


def load_rules(session: Session, actors: Mapping[str, Actor], *, today: date) -> None:
    """One proposal by the second planner, and one draft of the first with a gap in its modules."""
    now = at(today, 8)
    second = actors["second.planner"]
    draft = draft_rule_set(session, AREA_BANDS, based_on="fi-koto-2022@1", by=second, now=now)
    proposal = Proposal(
        rule_set=DraftToPropose(draft_id=draft.id, version=draft.version),
        language_tested=TestedLanguage.FINNISH,
        starts_on=today + timedelta(days=30),
        note=WHY,
    )
    propose_activation(session, proposal, check=rules.faults_of, by=second, now=now)
    national = rules.shipped_text("fi-koto-2022", 1) or ""
    unfinished = national.replace('when = { overall = "A2.1" }', 'when = { overall = "A2.2" }')
    unfinished = unfinished.replace('"A2.2 or above"', '"B1.1 or above"')
    text = with_identity(unfinished, rule_set_id="fi-koto-2022-kokeilu", number=1)
    draft_rule_set(session, text, based_on="fi-koto-2022@1", by=actors["planner"], now=now)
