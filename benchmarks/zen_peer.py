"""The rule set fi-koto-2022 for the peer `zen-engine`, as JSON decision tables, and the ways to run it.

A missing value is null. Cells know no "unknown": where a missing input stops the judging stands a row of its
own. `GRAPH` is what a planner would draw: expressions, a table of tracks, a table of modules. `ONE_TABLE`
helps the peer as far as it goes: what the expressions compute comes as columns, computed off the clock.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from testing_app.rule_sets.rules import Evidence, Level

try:
    import zen
except ImportError:  # a peer of the benchmarks only
    zen = None

HOW_TO_INSTALL = (
    "zen-engine is not installed: the peer is left out. Install it: .venv/bin/pip install -e '.[bench]'"
)
SKILLS = ("reading", "writing", "listening", "speaking")
COLUMNS = (
    "literacy", "needs_basic_education", "levels", "spread", "lowest", "schooling_years", "study_readiness",
    "hard_life_situation", "languages_studied",
)  # fmt: skip

Context = dict[str, Any]
Outcome = tuple[str, str | None]
Way = Callable[[Sequence[Context]], list[Any]]

_MISSING = "$ == null"
_TRACKS: tuple[tuple[str, dict[str, str]], ...] = (
    ("literacy-1", {"literacy": '"none"'}),
    ("assessor-decides", {"literacy": _MISSING}),
    ("literacy-2", {"literacy": '"weak"'}),
    ("adult-basic-education", {"needs_basic_education": "true"}),
    ("assessor-decides", {"levels": "< 4"}),
    ("assessor-decides", {"spread": ">= 3"}),
    ("beyond-integration", {"lowest": ">= 6"}),
    ("assessor-decides", {"literacy": '"other_script"', "schooling_years": _MISSING}),
    ("assessor-decides", {"literacy": '"other_script"', "schooling_years": "< 6"}),
    ("assessor-decides", {"literacy": '"other_script"', "study_readiness": _MISSING}),
    ("assessor-decides", {"literacy": '"other_script"', "study_readiness": '"needs_development"'}),
    ("integration-slow", {"literacy": '"latin_satisfactory"'}),
    ("integration-slow", {"study_readiness": '"needs_development"'}),
    ("integration-slow", {"hard_life_situation": "true"}),
    ("assessor-decides", {"study_readiness": _MISSING}),
    (
        "assessor-decides",
        {"literacy": '"latin_fluent"', "study_readiness": '"good"', "languages_studied": _MISSING},
    ),
    (
        "integration-fast",
        {"literacy": '"latin_fluent"', "study_readiness": '"good"', "languages_studied": ">= 1"},
    ),
    ("integration-basic", {}),
)
_MODULES = (("M1", "< 1"), ("M2", "[1..3]"), ("M3", "4"), ("M4", ">= 5"))
_MODULE = "overall < 1 ? 'M1' : overall < 4 ? 'M2' : overall < 5 ? 'M3' : 'M4'"
_EXPRESSIONS = {
    "known": "filter([reading, writing, listening, speaking], # != null)",
    "levels": "len($.known)",
    "lowest": "$.levels == 4 ? min($.known) : null",
    "spread": "$.levels == 4 ? max($.known) - $.lowest : null",
    "overall": "$.levels == 4 ? ceil(sum($.known) / 4 - 0.5) : null",
}


def _node(name: str, kind: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
    node = {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}
    return node if content is None else {**node, "content": content}


def _table(
    name: str, inputs: Sequence[str], outputs: Sequence[str], rows: Sequence[dict[str, str]]
) -> dict[str, Any]:
    content = {
        "hitPolicy": "first",
        "passThrough": name == "track",
        "inputs": [{"id": each, "name": each, "field": each} for each in inputs],
        "outputs": [{"id": f"to_{each}", "name": each, "field": each} for each in outputs],
        "rules": [{"_id": f"{name}-{number}", **row} for number, row in enumerate(rows, 1)],
    }
    return _node(name, "decisionTableNode", content)


def _graph(*between: dict[str, Any]) -> dict[str, Any]:
    nodes = [_node("in", "inputNode"), *between, _node("out", "outputNode")]
    edges = [
        {"id": f"{one['id']}-{two['id']}", "type": "edge", "sourceId": one["id"], "targetId": two["id"]}
        for one, two in pairwise(nodes)
    ]
    return {"nodes": nodes, "edges": edges}


def _expressions() -> dict[str, Any]:
    each = [{"id": key, "key": key, "value": value} for key, value in _EXPRESSIONS.items()]
    return _node("skills", "expressionNode", {"expressions": each, "passThrough": True})


def _track_rows(*, with_module: bool) -> list[dict[str, str]]:
    rows = []
    for track, cells in _TRACKS:
        row = {**cells, "to_track": f'"{track}"'}
        if with_module:
            row["to_module"] = _MODULE if track.startswith("integration-") else "null"
        rows.append(row)
    return rows


def _module_rows() -> list[dict[str, str]]:
    graded = '"integration-slow", "integration-basic", "integration-fast"'
    rows = [{"track": graded, "overall": cell, "to_module": f'"{module}"'} for module, cell in _MODULES]
    return [{**row, "to_track": "track"} for row in [*rows, {"to_module": "null"}]]


GRAPH = _graph(
    _expressions(),
    _table("track", COLUMNS, ["track"], _track_rows(with_module=False)),
    _table("module", ["track", "overall"], ["track", "module"], _module_rows()),
)
ONE_TABLE = _graph(_table("placing", COLUMNS, ["track", "module"], _track_rows(with_module=True)))


def context_of(evidence: Evidence) -> Context:
    """The evidence as the graph takes it: levels as steps of the scale, codes as text, null for missing."""
    marks = {name: getattr(evidence, name) for name in SKILLS}
    steps = {name: mark.step if isinstance(mark, Level) else None for name, mark in marks.items()}
    return {
        **steps,
        "literacy": evidence.literacy and evidence.literacy.value,
        "study_readiness": evidence.study_readiness and evidence.study_readiness.value,
        "languages_studied": evidence.languages_studied,
        "schooling_years": evidence.schooling_years,
        "hard_life_situation": evidence.hard_life_situation,
        "needs_basic_education": evidence.needs_basic_education,
    }


def helped(context: Context) -> Context:
    """The same with what the expressions would compute, and only the columns the one table asks."""
    known = [context[name] for name in SKILLS if context[name] is not None]
    whole = len(known) == len(SKILLS)
    computed = {
        "levels": len(known),
        "lowest": min(known) if whole else None,
        "spread": max(known) - min(known) if whole else None,
        "overall": (2 * sum(known) + 3) // 8 if whole else None,
    }
    return computed | {name: value for name, value in context.items() if name not in SKILLS}


def outcome_of(response: dict[str, Any]) -> Outcome:
    """Track and module of a response."""
    return response["result"]["track"], response["result"].get("module")


def ways(content: dict[str, Any]) -> Iterator[tuple[str, Way]]:
    """The documented ways of evaluating many decisions from Python, all with the decision loaded before."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"placing": content}}})
    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(json.dumps(content)))

    def one_by_one(contexts: Sequence[Context]) -> list[Any]:
        evaluate = engine.evaluate
        return [evaluate("placing", context) for context in contexts]

    def in_batches(contexts: Sequence[Context]) -> list[Any]:
        asked = [{"key": "placing", "context": context} for context in contexts]
        return [answer["data"] for answer in engine.evaluate_batch(asked)]

    def by_decision(contexts: Sequence[Context]) -> list[Any]:
        evaluate = decision.evaluate
        return [evaluate(context) for context in contexts]

    yield "engine.evaluate, static loader", one_by_one
    yield "engine.evaluate_batch, static loader", in_batches
    yield "decision.evaluate, ZenDecisionContent", by_decision
