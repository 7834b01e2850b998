"""The panel "Parts to give" of the battery page: what the rules suggest next, in the reader's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from testing_app.placements.battery import INTERVIEW, PartsToGive, SoFar, parts_to_give, so_far
from testing_app.rule_sets import rules
from testing_app.sittings.queries import Sitting
from testing_app.vocabulary import SKILL_PARTS, Part
from testing_app.web.centre_desk.battery_fields import BACKGROUND
from testing_app.web.layout import current_language
from testing_app.web.words import word

ANCHORS = {
    **{part.value: f"#{part.value}-state" for part in SKILL_PARTS},
    INTERVIEW: f"#{BACKGROUND}-interview_level",
    **{
        name: f"#{BACKGROUND}-{name}"
        for name in ("literacy", "study_readiness", "languages_studied", "schooling_years")
    },
}
"""Where on the page an input of the rules is entered."""


@dataclass(frozen=True)
class PartShown:
    """One part or input: its name, where it is on the page (if anywhere) and a remark about it."""

    name: str
    anchor: str = ""
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class PanelShown:
    """Everything the panel says; no battery while something is missing."""

    battery: str
    reasons: Sequence[str]
    missing: Sequence[PartShown]
    now: Sequence[PartShown]
    later: Sequence[PartShown]
    done: Sequence[PartShown]
    not_needed: Sequence[PartShown]
    rule_set: str


class _Read:
    """A rule set as it was read; equal only to itself, for each is read once and never changes."""

    def __init__(self, rule_set: rules.RuleSet) -> None:
        self.rule_set = rule_set

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Read) and self.rule_set is other.rule_set

    def __hash__(self) -> int:
        return id(self.rule_set)


def panel_drawn(sitting: Sitting, rule_set: rules.RuleSet | None) -> Markup | None:
    """The panel for a sitting as it is stored; None when no rule set is in force for it."""
    return _drawn(current_language(), so_far(sitting), _Read(rule_set)) if rule_set else None


@lru_cache(maxsize=1024)
def _drawn(language: str, found: SoFar, read: _Read) -> Markup:
    # levels and states without a person: candidates alike have the same panel, drawn once
    pieces: Any = current_app.jinja_env.get_template("centre_desk/parts_to_give.html").module
    return Markup(pieces.parts_panel(_shown(language, found, read.rule_set)))  # noqa: S704 - escaped there


def _shown(language: str, found: SoFar, rule_set: rules.RuleSet) -> PanelShown:
    said = parts_to_give(found, rule_set)
    return PanelShown(
        battery=rule_set.label(said.battery.gives, language) if said.battery.gives else "",
        reasons=_reasons(said, rule_set, language),
        missing=[PartShown(rule_set.label(name, language), ANCHORS.get(name, "")) for name in said.missing],
        now=[
            _part(answer.gives, rule_set, language, _why(answer, rule_set, language)) for answer in said.now
        ],
        later=[
            _part(answer.gives, rule_set, language, _waits_for(answer, said.done, rule_set, language))
            for answer in said.later
        ],
        done=[_part(part.value, rule_set, language) for part in said.done],
        not_needed=[_part(code, rule_set, language) for code in said.not_needed],
        rule_set=rule_set.name.get(language, rule_set.id),
    )


def _reasons(said: PartsToGive, rule_set: rules.RuleSet, language: str) -> list[str]:
    """Why this battery; while it is not known, what is missing says enough."""
    if said.battery.missing:
        return []
    return [rule_set.reason_text(reason, language) for reason in said.battery.reasons]


def _part(code: str | None, rule_set: rules.RuleSet, language: str, remark: str = "") -> PartShown:
    if code in tuple(Part):
        part = Part(code)
        return PartShown(word(part), f"#{part.value}", remark)
    return PartShown(rule_set.label(code or "", language), remark=remark)


def _why(answer: rules.Answer, rule_set: rules.RuleSet, language: str) -> str:
    return " ".join(rule_set.reason_text(reason, language) for reason in answer.reasons)


def _waits_for(answer: rules.Answer, done: Sequence[Part], rule_set: rules.RuleSet, language: str) -> str:
    """What a part waits for; a skill that was tried and got no level is not worth waiting for."""
    names = ", ".join(rule_set.label(name, language) for name in answer.missing)
    if answer.missing and set(answer.missing) <= {part.value for part in done}:
        return str(_("you decide: no level was given for %(inputs)s", inputs=names))
    return str(
        ngettext(
            "once this is known: %(inputs)s",
            "once these are known: %(inputs)s",
            len(answer.missing),
            inputs=names,
        )
    )
