"""Proves that whatever the rules can tell has a text in every language, and finds texts nobody needs."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from placement_rules.inputs import SKILLS, Kind
from placement_rules.messages import N_, Message
from placement_rules.proof.classes import Mask
from placement_rules.proof.findings import Finding, FindingCode, Witness
from placement_rules.proof.skill_classes import TRUE, UNKNOWN
from placement_rules.proof.tabulated import STOPPED, Tabulated, TabulatedTable
from placement_rules.proof.witnesses import witness_in
from placement_rules.reading import LANGUAGES
from placement_rules.rule_set import (
    EXTRAS_TABLE,
    INPUT_MISSING,
    MODULE_BY_OVERALL,
    MODULE_TABLE,
    NO_RULE,
    OVERALL_IS_MEAN,
    TRACK_TABLE,
    Answers,
    RuleSet,
    Texts,
)
from placement_rules.sufficiency import Enough
from placement_rules.tables import Hit
from placement_rules.toml_places import Path

_TICKS = ("true", "false")


def texts(proven: Tabulated) -> Iterator[Finding]:
    """Reasons that are told, names that are shown and the rule set's own texts, where a language lacks."""
    rule_set = proven.rule_set
    yield from _lacking(rule_set.name, "name", path=("name",))
    for number, exception in enumerate(rule_set.exceptions):
        yield from _lacking(exception.reason, "reason", path=("exceptions", number, "reason"))
    told = dict(_told(proven))
    for code, witnesses in told.items():
        yield from _lacking(rule_set.reasons.get(code, {}), code, path=("reasons", code), witnesses=witnesses)
    shown = tuple(dict.fromkeys(_shown(rule_set)))
    for code in shown:
        yield from _lacking(rule_set.labels.get(code, {}), code, path=("labels", code))
    for code in rule_set.modules:  # the code of a module is a name of its own; but not in one language only
        if code in rule_set.labels:
            yield from _lacking(rule_set.labels[code], code, path=("labels", code))
    if rule_set.included is None:  # what is included has texts for its own tables too
        yield from _unused("reasons", rule_set.reasons, {*told, NO_RULE})
        yield from _unused("labels", rule_set.labels, {*shown, *rule_set.modules, *_TICKS})


def _lacking(
    found: Texts, code: str, *, path: Path, witnesses: tuple[Witness, ...] = ()
) -> Iterator[Finding]:
    missing = tuple(language for language in LANGUAGES if language not in found)
    if missing:
        message = Message(
            N_("The text “%(code)s” is missing in: %(languages)s"), {"code": code, "languages": missing}
        )
        yield Finding(FindingCode.TEXT_MISSING, message, path=path, witnesses=witnesses)


def _unused(section: str, texts: Mapping[str, Texts], needed: Iterable[str]) -> Iterator[Finding]:
    for code in texts:
        if code not in needed:
            message = Message(N_("The text “%(code)s” is never shown"), {"code": code})
            yield Finding(FindingCode.TEXT_UNUSED, message, path=(section, code))


def _told(proven: Tabulated) -> Iterator[tuple[str, tuple[Witness, ...]]]:
    """Each reason that is told, with inputs for which it is."""
    found: dict[str, tuple[Witness, ...]] = {}
    if proven.rule_set.answers is Answers.SUFFICIENCY:
        found |= {verdict.value: () for verdict in Enough}
    for code, witnesses in _built_in(proven):
        found.setdefault(code, witnesses)
    for tabulated in proven.tables:
        for number, row in enumerate(tabulated.table.rows):
            for code, witnesses in _told_by(tabulated, number, proven):
                found.setdefault(code, witnesses)
            for code in row.reasons:
                if code not in found and code not in proven.rule_set.reasons:
                    found[code] = ()
    yield from found.items()


def _told_by(
    tabulated: TabulatedTable, number: int, proven: Tabulated
) -> Iterator[tuple[str, tuple[Witness, ...]]]:
    """The reasons of a row where it counts, and of its lines where they are true as well."""
    row, counts = tabulated.table.rows[number], tabulated.deciding(number)
    told = [(row.because, counts)]
    told += [
        (line.because, counts & (truth == TRUE))
        for line, truth in zip(row.lines, tabulated.lines[number], strict=True)
        if line.because
    ]
    for codes, where in told:
        witnesses = witness_in(where, proven.rule_set, space=proven.space) if codes else ()
        yield from ((code, witnesses) for code in codes if witnesses)


def _built_in(proven: Tabulated) -> Iterator[tuple[str, tuple[Witness, ...]]]:
    """The reasons that judging itself tells: an input is missing; how the module was found."""
    for tabulated in proven.tables:
        stopped = _waits(tabulated)
        if stopped.any():
            yield INPUT_MISSING, witness_in(stopped, proven.rule_set, space=proven.space)
        if tabulated.table.name == MODULE_TABLE and (tabulated.decided >= 0).any():
            witnesses = witness_in(tabulated.decided >= 0, proven.rule_set, space=proven.space)
            yield OVERALL_IS_MEAN, witnesses
            yield MODULE_BY_OVERALL, witnesses


def _waits(tabulated: TabulatedTable) -> Mask:
    """Where a row is told to wait for an input: a row that stops the judging, a part of the battery."""
    if tabulated.table.hit is not Hit.COLLECT:
        return tabulated.decided <= STOPPED
    unknown = np.zeros(tabulated.space.shape, dtype=bool)
    for truth in tabulated.rows if tabulated.table.name != EXTRAS_TABLE else ():  # an extra never waits
        unknown |= tabulated.asked & (truth == UNKNOWN)
    return unknown


def _shown(rule_set: RuleSet) -> Iterator[str]:
    """The codes that people read as names; those of levels have names everywhere."""
    for given in rule_set.inputs:
        yield given.name
        yield from given.values
        if given.kind is Kind.BOOLEAN:
            yield from _TICKS
    yield from rule_set.tracks
    for name, table in rule_set.tables.items():
        if name not in (TRACK_TABLE, MODULE_TABLE):
            yield from table.outcomes
        if rule_set.answers is not Answers.PLACEMENT:
            yield name
    if rule_set.answers is Answers.SUFFICIENCY:
        yield from (requirement.field for requirement in rule_set.requirements)
        yield from (*SKILLS, *Enough)
