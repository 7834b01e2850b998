"""Checks the orders that "monotone" goes by: that each name stands in them, and that they have no circle."""

from collections.abc import Iterator

from placement_rules.inputs import Kind
from placement_rules.messages import N_, Message
from placement_rules.proof.findings import Finding, FindingCode
from placement_rules.proof.orders import Chains, above_of, in_a_circle, not_in
from placement_rules.rule_set import Answers, RuleSet
from placement_rules.toml_places import Path


def orders(rule_set: RuleSet) -> Iterator[Finding]:
    """What is wrong with the order of tracks, of modules and of each input of categories."""
    if rule_set.answers is not Answers.PLACEMENT:
        return
    tracks = tuple(name for name in rule_set.tracks if name != rule_set.undecided_track)
    yield from _order(rule_set.rises_tracks, tracks, path=("rises", "tracks"))
    yield from _order(rule_set.rises_modules, rule_set.modules, path=("rises", "modules"))
    for given in rule_set.inputs:
        if given.kind is Kind.CATEGORY:
            yield from _order(given.rises, given.values, path=("inputs", given.name, "rises"))


def _order(chains: Chains, names: tuple[str, ...], *, path: Path) -> Iterator[Finding]:
    above = above_of(chains)
    for name in in_a_circle(above):
        message = Message(N_("The order runs in a circle: “%(name)s” stands above itself"), {"name": name})
        yield Finding(FindingCode.ORDER_IN_A_CIRCLE, message, path=path)
    for name in not_in(above, names) if len(names) > 1 else ():
        message = Message(
            N_("“%(name)s” stands in no order from lower to higher, so nothing about it can be proven"),
            {"name": name},
        )
        yield Finding(FindingCode.NOT_IN_ORDER, message, path=path)
