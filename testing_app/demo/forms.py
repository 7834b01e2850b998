"""The scoring forms of the demo: maximum points, cut scores and criteria, in force since 2025."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.items.actions import Criterion, VersionDraft, make_form, make_version
from testing_app.vocabulary import FormKind, Part, TestedLanguage

VALID_FROM = date(2025, 1, 1)
SOURCE = "Demo: made-up cut scores, no standard setting behind them"

CUT_SCORES = {
    Part.READING: (("alle_A1.1", 0), ("A1.1", 6), ("A1.2", 11), ("A1.3", 16), ("A2.1", 21), ("A2.2", 27),
                   ("B1.1", 33), ("B1.2", 39), ("B2.1", 45)),
    Part.LISTENING: (("alle_A1.1", 0), ("A1.1", 5), ("A1.2", 9), ("A1.3", 13), ("A2.1", 17), ("A2.2", 22),
                     ("B1.1", 27), ("B1.2", 32), ("B2.1", 36)),
}  # fmt: skip
MAXIMUM = {Part.READING: 50, Part.LISTENING: 40}
CRITERIA = {
    Part.SPEAKING: (
        Criterion("range", "Ilmaisun laajuus", "Uttryckets omfång", "Range"),
        Criterion("accuracy", "Virheettömyys", "Korrekthet", "Accuracy"),
        Criterion("fluency", "Sujuvuus", "Flyt", "Fluency"),
        Criterion("interaction", "Vuorovaikutus", "Interaktion", "Interaction"),
    ),
    Part.WRITING: (
        Criterion("task", "Tehtävän suorittaminen", "Uppgiftens utförande", "Task achievement"),
        Criterion("range", "Ilmaisun laajuus", "Uttryckets omfång", "Range"),
        Criterion("accuracy", "Virheettömyys", "Korrekthet", "Accuracy"),
    ),
}
NAMES = {
    TestedLanguage.FINNISH: {
        Part.READING: "Luetun ymmärtäminen, suomi",
        Part.LISTENING: "Kuullun ymmärtäminen, suomi",
        Part.SPEAKING: "Puhuminen, suomi",
        Part.WRITING: "Kirjoittaminen, suomi",
    },
    TestedLanguage.SWEDISH: {
        Part.READING: "Läsförståelse, svenska",
        Part.LISTENING: "Hörförståelse, svenska",
        Part.SPEAKING: "Tal, svenska",
        Part.WRITING: "Skrivande, svenska",
    },
}


def load_forms(session: Session, *, by: Actor, now: datetime) -> None:
    """A form with its first version for every skill in both tested languages."""
    for language, names in NAMES.items():
        for part, name in names.items():
            kind = FormKind.POINTS if part in MAXIMUM else FormKind.CRITERIA
            form = make_form(
                session,
                code=f"{language}-{part}-1",
                name=name,
                part=part,
                language_tested=language,
                kind=kind,
                by=by,
                now=now,
            )
            draft = VersionDraft(
                valid_from=VALID_FROM,
                source=SOURCE,
                maximum=MAXIMUM.get(part),
                cut_scores=CUT_SCORES.get(part, ()),
                criteria=CRITERIA.get(part, ()),
            )
            make_version(session, form.id, draft=draft, by=by, now=now, today=VALID_FROM)
