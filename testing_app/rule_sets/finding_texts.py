"""What the proof of a rule set found, as sentences: shared by the command and the planner's page."""

from collections.abc import Callable, Iterator

from testing_app.rule_sets.rules import Finding, RuleSet, Witness

Translate = Callable[[str], str]
Name = Callable[[str], str]
"""Shows a code of the rule set: as it stands in the file, or as people read it."""


def as_in_the_file(code: str) -> str:
    """The code itself, for those who have the file before them."""
    return code


def as_people_read_it(rule_set: RuleSet, *, language: str) -> Name:
    """The name of a code in this language; codes of rules, tables and sources have none."""
    return lambda code: rule_set.label(code, language)


def finding_text(finding: Finding, translate: Translate, *, name: Name = as_in_the_file) -> str:
    """What was found, without a full stop, as it can stand in a list."""
    facts = {key: _fact(key, fact, translate, name) for key, fact in finding.message.facts.items()}
    return translate(finding.message.template) % facts


def witness_texts(finding: Finding, translate: Translate, *, name: Name = as_in_the_file) -> list[str]:
    """The inputs that show it, a sentence each; of a rise the second says only what was raised."""
    first, *raised = finding.witnesses or (None,)
    texts = [] if first is None else [_shows(dict(first.values), first, translate, name)]
    for witness in raised:
        before = dict(first.values) if first else {}
        changed = {key: value for key, value in witness.values if value != before.get(key)}
        texts.append(_shows(changed, witness, translate, name, raised=True))
    return texts


def finding_sentences(finding: Finding, translate: Translate, *, name: Name = as_in_the_file) -> list[str]:
    """The finding and, after it, the inputs that show it."""
    return [
        f"{finding_text(finding, translate, name=name)}.",
        *witness_texts(finding, translate, name=name),
    ]


def _shows(
    values: dict[str, str | None], witness: Witness, _: Translate, name: Name, *, raised: bool = False
) -> str:
    facts = {
        "values": ", ".join(_pairs(values, _, name)),
        "outcome": " + ".join(map(name, witness.gives)),
        "rules": ", ".join(witness.rules),
    }
    if not witness.gives:
        return _("%(values)s gives nothing") % facts
    if raised:
        return _("raised to %(values)s gives %(outcome)s (%(rules)s)") % facts
    return _("%(values)s gives %(outcome)s (%(rules)s)") % facts


def _pairs(values: dict[str, str | None], _: Translate, name: Name) -> Iterator[str]:
    for key, value in values.items():
        yield f"{name(key)}={_('missing') if value is None else name(value)}"


def _fact(key: str, fact: object, translate: Translate, name: Name) -> object:
    if key == "languages" and isinstance(fact, tuple):
        return ", ".join(_language(code, translate) for code in fact)
    if isinstance(fact, tuple):
        return ", ".join(map(name, fact))
    return name(fact) if isinstance(fact, str) else fact


def _language(code: str, _: Translate) -> str:
    return {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English")}.get(code, code)
