"""Each kind of fault, planted into the default rules, is found with inputs that really show it."""

from dataclasses import fields

import pytest

from placement_rules import SKILLS, FindingCode, RuleSet, check, rule_sets
from tests.placement_rules.proof.making import codes, faults_in, only, planted

PATHS = ("slow", "basic", "fast")
TOP_IS_LOWEST = (
    ('"each of the four skills" = "B1.1', '"any of the four skills" = "B1.1'),
    (
        '"integration-fast", "beyond-integration"]]',
        '"integration-fast"], ["beyond-integration", "literacy-1"]]',
    ),
)
TOP_IS_LOWEST_FOR = """
[[exceptions]]
raising = "{skill}"
from = "integration-{path}"
to = "beyond-integration"
reason = {{ fi = "Näin.", sv = "Så.", en = "So." }}
"""
OTHERWISE = """
[[tables.track.rows]] # everybody else
rule = "basic-path"
gives = "integration-basic"
because = "basic-path"
source = "curriculum-2022"
"""
BAND_OF_MODULE_2 = 'when = { overall = "A1.1 to A1.3" }\ngives = "M2"'
BAND_OF_MODULE_3 = 'when = { overall = "A2.1" }\ngives = "M3"'
SWAPPED = (
    (BAND_OF_MODULE_2, BAND_OF_MODULE_2.replace("M2", "M3")),
    (BAND_OF_MODULE_3, BAND_OF_MODULE_3.replace("M3", "M2")),
)
FAST_IS_SLOW = ('gives = "integration-fast"\nbecause', 'gives = "integration-slow"\nbecause')
EXCEPTION = """
[[exceptions]]
raising = "study_readiness"
from = "integration-basic"
to = "integration-slow"
reason = { fi = "Näin.", sv = "Så.", en = "So." }
"""


@pytest.mark.parametrize("rule_set", rule_sets(), ids=lambda each: each.id)
def test_every_shipped_rule_set_is_proven(rule_set: RuleSet) -> None:
    report = check(rule_set)

    assert report.findings == ()
    assert report.is_proven


def test_a_gap_in_the_tracks_is_found() -> None:
    found = faults_in(planted((OTHERWISE, "")))

    gap = only(found, FindingCode.GAP)
    assert (gap.table, gap.path) == ("track", ("tables", "track"))
    assert gap.cases > 1
    assert "integration-basic" in [finding.message.facts.get("track") for finding in found]


def test_a_gap_in_the_modules_of_a_track_is_found() -> None:
    gap = only(faults_in(planted(('"A1.1 to A1.3"', '"A1.1 to A1.2"'))), FindingCode.GAP)

    assert gap.table == "module"


def test_an_overlap_names_both_rules() -> None:
    overlap = only(faults_in(planted(('"A1.1 to A1.3"', '"A1.1 to A2.1"'))), FindingCode.OVERLAP)

    assert (overlap.message.facts["rule"], overlap.message.facts["other"]) == ("module-2", "module-3")
    assert overlap.witnesses[0].rules == ("module-2", "module-3")


def test_a_shadowed_rule_names_the_rule_that_takes_its_cases() -> None:
    found = faults_in(planted(('when = { literacy = "weak" }', 'when = { literacy = "none" }')))

    shadowed = only(found, FindingCode.SHADOWED)
    assert shadowed.rule == "weak-literacy"
    assert shadowed.message.facts["others"] == ("reads-no-script",)
    assert only(found, FindingCode.TRACK_UNREACHED).message.facts == {"track": "literacy-2"}


def test_a_rule_below_otherwise_is_shadowed() -> None:
    last = '[[tables.track.rows]]\nrule = "too-late"\nwhen = { literacy = "latin_fluent" }\n'
    found = faults_in(planted((OTHERWISE, OTHERWISE + last + 'gives = "integration-fast"\n')))

    shadowed = only(found, FindingCode.SHADOWED)
    assert shadowed.rule == "too-late"
    assert "basic-path" in shadowed.message.facts["others"]  # type: ignore[operator]


def test_a_rule_that_contradicts_itself_is_found() -> None:
    never = '{ "each of the four skills" = "B1.1 or above", "any of the four skills" = "below A1.1" }'
    found = faults_in(planted(('{ "each of the four skills" = "B1.1 or above" }', never)))

    assert only(found, FindingCode.NEVER_TRUE).rule == "beyond-integration"


def test_a_module_that_falls_as_skills_rise_is_found() -> None:
    found = faults_in(planted(*SWAPPED))

    fall = only(found, FindingCode.MODULE_FALLS)
    assert (fall.message.facts["before"], fall.message.facts["after"]) == ("M3", "M2")
    assert len(fall.message.facts["inputs"]) == 1  # type: ignore[arg-type]  # the nearest pair is one step


def test_a_track_that_falls_as_readiness_or_literacy_rises_is_found() -> None:
    found = [each for each in faults_in(planted(FAST_IS_SLOW)) if each.code is FindingCode.TRACK_FALLS]

    assert [each.message.facts for each in found] == [
        {"inputs": (name,), "before": "integration-basic", "after": "integration-slow"}
        for name in ("literacy", "study_readiness")
    ]


def test_a_track_that_falls_as_literacy_rises_is_found() -> None:
    swapped = ('gives = "literacy-1"', 'gives = "integration-fast"')

    found = [each for each in faults_in(planted(swapped)) if each.code is FindingCode.TRACK_FALLS]

    assert {each.message.facts["inputs"] for each in found} == {("literacy",)}
    assert {each.message.facts["before"] for each in found} == {"integration-fast"}


def test_a_fall_is_found_although_the_assessor_decides_all_between() -> None:
    only_even_profiles = ('"3 or more"', '"1 or more"')
    found = faults_in(planted(only_even_profiles, *SWAPPED))

    fall = only(found, FindingCode.MODULE_FALLS)
    assert fall.message.facts["inputs"] == ("reading", "writing", "listening", "speaking")


def test_a_declared_exception_allows_a_fall() -> None:
    both = EXCEPTION + EXCEPTION.replace("study_readiness", "literacy")

    found = codes(faults_in(planted(FAST_IS_SLOW, added=both)))

    assert found == {FindingCode.TRACK_UNREACHED}  # nobody is placed on the fast path any more


def test_an_exception_holds_only_for_the_input_it_names() -> None:
    found = faults_in(planted(FAST_IS_SLOW, added=EXCEPTION))

    assert only(found, FindingCode.TRACK_FALLS).message.facts["inputs"] == ("literacy",)


def test_an_exception_for_a_skill_allows_only_falls_in_which_it_is_raised() -> None:
    allowed_for_reading = "".join(TOP_IS_LOWEST_FOR.format(skill="reading", path=path) for path in PATHS)
    allowed_for_all = "".join(
        TOP_IS_LOWEST_FOR.format(skill=skill, path=path) for path in PATHS for skill in SKILLS
    )

    some = _falls_by_skills(planted(*TOP_IS_LOWEST, added=allowed_for_reading))
    allowed = planted(*TOP_IS_LOWEST, added=allowed_for_all)

    assert some
    assert all("reading" not in inputs for inputs in some)
    assert _falls_by_skills(allowed) == []
    assert FindingCode.EXCEPTION_UNUSED not in codes(faults_in(allowed))


def _falls_by_skills(rule_set: RuleSet) -> list[tuple[str, ...]]:
    """What is raised in each fall of a track by skills."""
    falls = [each for each in faults_in(rule_set) if each.code is FindingCode.TRACK_FALLS]
    raised = [tuple(each.message.facts["inputs"]) for each in falls]  # type: ignore[call-overload]
    return [inputs for inputs in raised if set(inputs) <= set(SKILLS)]


def test_an_exception_under_which_nothing_falls_is_found() -> None:
    unused = only(faults_in(planted(added=EXCEPTION)), FindingCode.EXCEPTION_UNUSED)

    assert unused.path == ("exceptions", 0)


def test_an_exception_for_a_skill_under_which_nothing_falls_is_found() -> None:
    found = faults_in(planted(added=EXCEPTION.replace("study_readiness", "reading")))

    assert codes(found) == {FindingCode.EXCEPTION_UNUSED}


def test_a_reason_that_lacks_a_language_is_found_with_inputs_that_tell_it() -> None:
    found = faults_in(planted(('sv = "Läser inte något skriftsystem."\n', "")))

    lack = only(found, FindingCode.TEXT_MISSING)
    assert lack.message.facts == {"code": "reads-no-script", "languages": ("sv",)}
    assert dict(lack.witnesses[0].values)["literacy"] == "none"


def test_a_reason_without_any_text_is_found() -> None:
    lack = only(
        faults_in(planted(('because = "basic-path"', 'because = "unheard-of"'))), FindingCode.TEXT_MISSING
    )

    assert lack.message.facts == {"code": "unheard-of", "languages": ("fi", "sv", "en")}


INPUT_MISSING = 'fi = "Sääntöä ei voi arvioida, koska tieto puuttuu: {inputs}. Arvioija päättää."\n'
ALPHABET = 'latin-alphabet = { fi = "latinalaisten aakkosten moduuli", '
UNIQUE = 'hit = "unique" # no two rows can be true at once\nsource = "own-default"'


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('basic = { fi = "perus", ', "basic = { ", "basic"),
        (ALPHABET, "latin-alphabet = { ", "latin-alphabet"),
        ('fi = "Kotoutumiskoulutuksen sijoitussäännöt 2022"\n', "", "name"),
        ('fi = "Yleistaso on {overall}: aloitetaan moduulista {module}."\n', "", "module-by-overall"),
        (INPUT_MISSING, "", "input-missing"),
    ],
)
def test_a_name_or_text_that_lacks_a_language_is_found(old: str, new: str, code: str) -> None:
    lack = only(faults_in(planted((old, new))), FindingCode.TEXT_MISSING)

    assert lack.message.facts == {"code": code, "languages": ("fi",)}


def test_a_text_that_is_never_shown_is_only_a_note() -> None:
    report = check(planted(added='unheard-of = { fi = "a", sv = "b", en = "c" }\n'))

    assert report.is_proven
    assert [finding.message.facts["code"] for finding in report.notes] == ["unheard-of"]


@pytest.mark.parametrize(
    ("old", "place"),
    [
        (UNIQUE, ("tables", "module", "rows", 0)),
        ('speaking = 1\nsource = "own-default"', ("overall",)),
        ('below = 0.75\nsource = "own-default"', ("borderline",)),
    ],
)
def test_a_number_without_a_source_is_found(old: str, place: tuple[str | int, ...]) -> None:
    found = faults_in(planted((old, old.replace('source = "own-default"', ""))))

    assert codes(found) == {FindingCode.SOURCE_MISSING}
    assert found[0].path == place


def test_a_source_that_is_not_declared_is_found() -> None:
    found = faults_in(planted(('speaking = 1\nsource = "own-default"', 'speaking = 1\nsource = "hearsay"')))

    assert only(found, FindingCode.SOURCE_UNDECLARED).message.facts == {"source": "hearsay"}


def test_a_track_that_nothing_leads_to_and_that_has_no_place_in_the_order_is_found() -> None:
    name = 'nowhere = { fi = "a", sv = "b", en = "c" }\n'

    found = faults_in(planted(("literacy-1 = {}", "literacy-1 = {}\nnowhere = {}"), added=name))

    assert codes(found) == {FindingCode.TRACK_UNREACHED, FindingCode.NOT_IN_ORDER}


def test_an_order_that_runs_in_a_circle_is_found() -> None:
    found = faults_in(planted(('modules = [["M1",', 'modules = [["M3", "M1"], ["M1",')))

    assert FindingCode.ORDER_IN_A_CIRCLE in codes(found)


def test_a_value_that_stands_in_no_order_is_found() -> None:
    found = faults_in(planted(('    ["weak", "other_script"],\n', "")))

    assert only(found, FindingCode.NOT_IN_ORDER).message.facts == {"name": "other_script"}


def test_a_line_that_changes_nothing_is_found() -> None:
    first = '    { literacy = "latin_satisfactory", because = "slow-latin-reading" },\n'
    idle = '    { literacy = "latin_satisfactory", study_readiness = "good" },\n'

    found = faults_in(planted((first, first + idle)))

    assert only(found, FindingCode.LINE_IDLE).path == ("tables", "track", "rows", 6, "when", 1)


def test_a_line_that_can_never_hold_is_found() -> None:
    first = '    { literacy = "latin_satisfactory", because = "slow-latin-reading" },\n'
    never = '    { literacy = "none", because = "reads-no-script" },\n'

    found = faults_in(planted((first, never + first)))

    assert only(found, FindingCode.LINE_NEVER_TRUE).path == ("tables", "track", "rows", 6, "when", 0)


def test_a_field_with_two_rows_of_requirements_is_found() -> None:
    vocational = next(each for each in rule_sets() if each.id == "fi-vocational-2022")
    twice = {each.name: getattr(vocational, each.name) for each in fields(RuleSet) if each.init}
    twice["requirements"] = (*vocational.requirements, vocational.requirements[0])

    assert codes(faults_in(RuleSet(**twice))) == {FindingCode.FIELD_TWICE}


def test_the_report_is_the_same_each_time() -> None:
    rule_set = planted(*SWAPPED, FAST_IS_SLOW, (OTHERWISE, ""))

    assert check(rule_set) == check(rule_set)
