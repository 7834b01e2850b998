"""The organisations and accounts of the demo, one for every desk."""

from dataclasses import dataclass

from testing_app.vocabulary import OrganisationKind, Role

DEMO_PASSWORD = "kuusilahti-2026"  # noqa: S105  (shown on the screen at every start of the demo)


@dataclass(frozen=True)
class DemoOrganisation:
    """An organisation of the demo."""

    key: str
    kind: OrganisationKind
    name: str
    street: str
    post_code: str
    city: str
    phone: str


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demo; all share one password."""

    email: str
    name: str
    title: str
    organisation: str
    roles: tuple[Role, ...]


DEMO_ORGANISATIONS = (
    DemoOrganisation("authority", OrganisationKind.EMPLOYMENT_AUTHORITY, "Kuusilahden työllisyysalue",
                     "Satamakatu 4", "53900", "Kuusilahti", "029 000 1100"),
    DemoOrganisation("centre", OrganisationKind.TEST_CENTRE, "Testipiste Kuusilahti",
                     "Koulukatu 12", "53900", "Kuusilahti", "029 000 1200"),
    DemoOrganisation("other_authority", OrganisationKind.EMPLOYMENT_AUTHORITY, "Järvikunnan työllisyysalue",
                     "Rantatie 1", "54100", "Järvikunta", "029 000 2100"),
    DemoOrganisation("other_centre", OrganisationKind.TEST_CENTRE, "Testipiste Järvikunta",
                     "Opintie 3", "54100", "Järvikunta", "029 000 2200"),
    DemoOrganisation("provider", OrganisationKind.TRAINING_PROVIDER, "Kuusilahden aikuisopisto",
                     "Kirjastokatu 7", "53900", "Kuusilahti", "029 000 3100"),
    DemoOrganisation("maintainer", OrganisationKind.MAINTAINER, "Lähtötason ylläpito",
                     "Satamakatu 4", "53900", "Kuusilahti", "029 000 4100"),
)  # fmt: skip

DEMO_ACCOUNTS = (
    DemoAccount("officer@lahtotaso.example", "Outi Ojanen", "asiantuntija", "authority", (Role.AUTHORITY_OFFICER,)),
    DemoAccount("assessor@lahtotaso.example", "Arja Arvola", "suomen kielen opettaja", "centre", (Role.ASSESSOR,)),
    DemoAccount("second.assessor@lahtotaso.example", "Maija Malli", "suomen kielen opettaja", "centre",
                (Role.ASSESSOR,)),
    DemoAccount("testadmin@lahtotaso.example", "Teemu Tallentaja", "testikoordinaattori", "centre",
                (Role.TEST_ADMINISTRATOR,)),
    DemoAccount("lead@lahtotaso.example", "Liisa Lehtori", "johtava testaaja", "centre",
                (Role.CENTRE_LEAD, Role.ASSESSOR)),
    DemoAccount("planner@lahtotaso.example", "Pirjo Puro", "koulutussuunnittelija", "authority",
                (Role.COURSE_PLANNER,)),
    DemoAccount("provider@lahtotaso.example", "Kari Kouluttaja", "koulutuspäällikkö", "provider",
                (Role.TRAINING_PROVIDER,)),
    DemoAccount("author@lahtotaso.example", "Tiina Tehtävä", "tehtävien laatija", "centre", (Role.ITEM_AUTHOR,)),
    DemoAccount("psychometrician@lahtotaso.example", "Veikko Varianssi", "psykometrikko", "centre",
                (Role.PSYCHOMETRICIAN,)),
    DemoAccount("admin@lahtotaso.example", "Yrjö Ylläpitäjä", "pääkäyttäjä", "maintainer", (Role.ADMINISTRATOR,)),
    DemoAccount("other.officer@lahtotaso.example", "Olli Ortela", "asiantuntija", "other_authority",
                (Role.AUTHORITY_OFFICER,)),
)  # fmt: skip
