"""Makes small random rule sets: a few rows over a few inputs, most of them with faults."""

from hypothesis import strategies as st

from placement_rules import SKILLS, RuleSet, parse_rule_set

HEAD = """
id = "random"
version = 1
answers = "placement"
languages = ["fi"]
valid_from = 2026-01-01
name = { fi = "a", sv = "b", en = "c" }
sources = { own-default = "Ours." }

[inputs]
reading = { kind = "level" }
writing = { kind = "level" }
listening = { kind = "level" }
speaking = { kind = "level" }
literacy = { kind = "category", values = [
    "none", "weak", "other_script", "latin_satisfactory", "latin_technical", "latin_fluent",
], rises = [
    ["none", "weak", "latin_satisfactory", "latin_technical", "latin_fluent"],
    ["weak", "other_script"],
] }
study_readiness = { kind = "scale", values = ["needs_development", "basic", "good"] }
schooling_years = { kind = "integer", from = 0, to = 4 }
needs_basic_education = { kind = "boolean" }

[overall]
reading = 1
writing = 2
listening = 1
speaking = 1
source = "own-default"

[tracks]
low = {}
middle = { modules = true }
high = { modules = true }
assessor-decides = { undecided = true }

[rises]
tracks = [["low", "middle", "high"]]
modules = [["M1", "M2"]]
"""
OTHER_CELLS = {
    "literacy": [
        "none", "weak", "none or weak", "not other_script", "other_script", "latin_fluent",
        "latin_technical or latin_fluent", "missing", "known",
    ],
    "study_readiness": ["good", "basic or above", "needs_development", "missing", "basic"],
    "schooling_years": ["below 2", "3 or more", "1 to 3", "0 or 2", "missing", "known"],
    "needs_basic_education": ["true", "false"],
}  # fmt: skip
LEVEL_CELLS = ["A1.1 or above", "below A2.1", "A1.2 to B1.1", "B1.1", "alle_A1.1 or A2.2", "missing", "known"]
SKILL_CELLS = {
    "any of the four skills": LEVEL_CELLS,
    "each of the four skills": LEVEL_CELLS,
    "spread of the four skills": ["3 or more", "0", "1 to 2", "below 5"],
    **dict.fromkeys(SKILLS, LEVEL_CELLS),
}
GRADED_CELLS = {"overall": LEVEL_CELLS, "track": ["middle", "not middle", "high"]}
Cells = dict[str, list[str]]


@st.composite
def lines(draw: st.DrawFn, cells: Cells) -> str:
    """One line of a row: up to three cells."""
    subjects = draw(st.lists(st.sampled_from(sorted(cells)), min_size=1, max_size=3, unique=True))
    pairs = [f'"{subject}" = {_cell(draw(st.sampled_from(cells[subject])))}' for subject in subjects]
    return "{ " + ", ".join(pairs) + " }"


def _cell(text: str) -> str:
    return text if text in ("true", "false") else f'"{text}"'


@st.composite
def tables(draw: st.DrawFn, name: str, cells: Cells, gives: list[str], hit: str) -> str:
    """A table of up to five rows; each outcome is given by one at least."""
    outcomes = [*gives, *draw(st.lists(st.sampled_from(gives), max_size=3))]
    rows = [f'[tables.{name}]\nhit = "{hit}"\nsource = "own-default"\n']
    for number, outcome in enumerate(draw(st.permutations(outcomes))):
        alternatives = draw(st.lists(lines(cells), max_size=3))
        when = f"when = [{', '.join(alternatives)}]\n" if alternatives else ""
        rows.append(f'[[tables.{name}.rows]]\nrule = "{name}-{number}"\n{when}gives = "{outcome}"\n')
    return "\n".join(rows)


@st.composite
def rule_sets_over(draw: st.DrawFn, cells: Cells, *, graded: Cells | None = None) -> RuleSet:
    """A rule set whose tables ask these cells; modules and extras ask some more."""
    hits = st.sampled_from(["first", "first", "unique"])
    below = {**cells, **(GRADED_CELLS if graded is None else graded)}
    track = draw(tables("track", cells, ["low", "middle", "high"], draw(hits)))
    module = draw(tables("module", below, ["M1", "M2"], draw(hits)))
    extras = draw(tables("extras", below, ["more"], "collect"))
    return parse_rule_set("\n".join([HEAD, track, module, extras]), "random.toml")
