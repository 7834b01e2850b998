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

    login: str
    name: str
    title: str
    organisation: str
    roles: tuple[Role, ...]

    @property
    def email(self) -> str:
        """What is typed at the sign-in page."""
        return f"{self.login}@lahtotaso.example"


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
    DemoOrganisation("second_provider", OrganisationKind.TRAINING_PROVIDER, "Rannikon opisto",
                     "Asemakatu 2", "53920", "Kuusilahti", "029 000 3200"),
    DemoOrganisation("service", OrganisationKind.GUIDANCE_SERVICE, "Kuusilahden neuvonta- ja ohjauspiste",
                     "Tori 1", "53900", "Kuusilahti", "029 000 5100"),
    DemoOrganisation("maintainer", OrganisationKind.MAINTAINER, "Lähtötason ylläpito",
                     "Satamakatu 4", "53900", "Kuusilahti", "029 000 4100"),
)  # fmt: skip

DEMO_ACCOUNTS = tuple(
    DemoAccount(login, name, title, organisation, roles)
    for login, name, title, organisation, roles in (
        ("officer", "Outi Ojanen", "asiantuntija", "authority", (Role.AUTHORITY_OFFICER,)),
        ("assessor", "Arja Arvola", "suomen kielen opettaja", "centre", (Role.ASSESSOR,)),
        ("second.assessor", "Maija Malli", "suomen kielen opettaja", "centre", (Role.ASSESSOR,)),
        ("testadmin", "Teemu Tallentaja", "testikoordinaattori", "centre", (Role.TEST_ADMINISTRATOR,)),
        ("lead", "Liisa Lehtori", "johtava testaaja", "centre", (Role.CENTRE_LEAD, Role.ASSESSOR)),
        ("planner", "Pirjo Puro", "koulutussuunnittelija", "authority", (Role.COURSE_PLANNER,)),
        ("second.planner", "Paavo Pelto", "koulutussuunnittelija", "authority", (Role.COURSE_PLANNER,)),
        ("provider", "Kari Kouluttaja", "koulutuspäällikkö", "provider", (Role.TRAINING_PROVIDER,)),
        ("second.provider", "Riitta Rannikko", "suunnittelija", "second_provider", (Role.TRAINING_PROVIDER,)),
        ("adviser", "Noora Neuvoja", "ohjaaja", "service", (Role.ADVISER,)),
        ("author", "Tiina Tehtävä", "tehtävien laatija", "centre", (Role.ITEM_AUTHOR,)),
        ("psychometrician", "Veikko Varianssi", "psykometrikko", "centre", (Role.PSYCHOMETRICIAN,)),
        ("admin", "Yrjö Ylläpitäjä", "pääkäyttäjä", "maintainer", (Role.ADMINISTRATOR,)),
        ("other.officer", "Olli Ortela", "asiantuntija", "other_authority", (Role.AUTHORITY_OFFICER,)),
    )
)
