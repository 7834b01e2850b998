"""The default rule set written out a second time, slowly and plainly, to compare the judging with.

It shares nothing with the library but the codes: evidence is a dict of texts, None where nothing is known.
"""

SCALE = ["alle_A1.1", "A1.1", "A1.2", "A1.3", "A2.1", "A2.2", "B1.1", "B1.2"]
SCALE += ["B2.1", "B2.2", "C1.1", "C1.2", "C2.1", "C2.2"]
FOUR = ("reading", "writing", "listening", "speaking")
LITERACY = ("none", "weak", "other_script", "latin_satisfactory", "latin_technical", "latin_fluent")
READINESS = ("needs_development", "basic", "good")
COUNTS = ("languages_studied", "schooling_years")
TICKS = ("hard_life_situation", "needs_basic_education")
FAR = 60

Facts = dict[str, str | None]
Placing = tuple[str, str | None, tuple[str, ...], str | None, str, frozenset[str]]


def position(level: str) -> int:
    return SCALE.index("C1.2" if level == "yli_C1.1" else level)


def placing(facts: Facts) -> Placing:
    """Track, module, extras, overall, rule and the missing inputs."""
    literacy = facts["literacy"]
    if literacy is None:
        return stop("literacy")
    if literacy in ("none", "weak"):
        return (
            plain("literacy-1", "reads-no-script")
            if literacy == "none"
            else plain("literacy-2", "weak-literacy")
        )
    if facts["needs_basic_education"] == "true":
        return plain("adult-basic-education", "basic-education")
    without = frozenset(skill for skill in FOUR if facts[skill] is None)
    if without:
        return ("assessor-decides", None, (), None, "levels-unclear", without)
    places = [position(facts[skill] or "") for skill in FOUR]
    if max(places) - min(places) >= 3:
        return plain("assessor-decides", "levels-unclear")
    if min(places) >= SCALE.index("B1.1"):
        return plain("beyond-integration", "beyond-integration")
    return latin_check(facts) or integration(facts, places)


def latin_check(facts: Facts) -> Placing | None:
    """The rule about readers of another script; None when it does not hold."""
    years, readiness = facts["schooling_years"], facts["study_readiness"]
    if facts["literacy"] != "other_script":
        return None
    if (years is not None and int(years) < 6) or readiness == "needs_development":
        return plain("assessor-decides", "latin-unsure")
    unknown = [name for name in ("schooling_years", "study_readiness") if facts[name] is None]
    return stop(*unknown) if unknown else None


def integration(facts: Facts, places: list[int]) -> Placing:
    """The three paths, with overall level, module and extras."""
    literacy, hard = facts["literacy"] or "", facts["hard_life_situation"] == "true"
    rule = path(literacy, facts["study_readiness"], facts["languages_studied"], hard)
    if rule.startswith("?"):
        return stop(rule[1:])
    whole, quarters = divmod(sum(places), 4)
    overall = SCALE[whole + 1 if quarters == 3 else whole]
    module = "M1" if overall == "alle_A1.1" else {"A1": "M2", "A2": "M3"}.get(overall[:2], "M4")
    module = "M4" if overall == "A2.2" else module
    extras = ("latin-alphabet",) if literacy == "other_script" else ()
    return (f"integration-{rule}", module, extras, overall, f"{rule}-path", frozenset())


def path(literacy: str, readiness: str | None, languages: str | None, hard: bool) -> str:
    """slow, fast or basic; a question mark and the input when that cannot be told."""
    if literacy == "latin_satisfactory" or hard or readiness == "needs_development":
        return "slow"
    if readiness is None:
        return "?study_readiness"
    if literacy == "latin_fluent" and readiness == "good":
        if languages is None:
            return "?languages_studied"
        return "fast" if int(languages) > 0 else "basic"
    return "basic"


def plain(track: str, rule: str) -> Placing:
    return (track, None, (), None, rule, frozenset())


def stop(*names: str) -> Placing:
    return ("assessor-decides", None, (), None, "input-missing", frozenset(names))


def changes(facts: Facts) -> list[tuple[str, str, str, str, str | None]]:
    """Every single change that leads elsewhere: input, from, to, track, module."""
    here, found = placing(facts)[:2], []
    for name, value in facts.items():
        if value is None:
            continue
        for group in steps(name, value):
            for new in group:
                there = placing({**facts, name: new})[:2]
                if there != here:
                    found.append((name, value, new, *there))
                    break
    return sorted(found, key=lambda change: (change[0], change[2]))


def steps(name: str, value: str) -> list[list[str]]:
    """The values to try, in groups of which only the first that matters is told."""
    if name in FOUR or name == "study_readiness":
        order = SCALE if name in FOUR else list(READINESS)
        place = position(value) if name in FOUR else order.index(value)
        return [[order[other]] for other in (place - 1, place + 1) if 0 <= other < len(order)]
    if name == "literacy":
        return [[other] for other in LITERACY if other != value]
    if name in TICKS:
        return [["false" if value == "true" else "true"]]
    number = int(value)
    return [[str(n) for n in range(number - 1, -1, -1)], [str(n) for n in range(number + 1, FAR)]]
