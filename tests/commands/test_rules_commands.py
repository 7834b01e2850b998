"""`lahtotaso rules check`, `list` and `show`: what they write, and how they exit."""

import random
from pathlib import Path

import pytest

from testing_app import cli
from testing_app.rule_sets.rules import shipped_text

DEFAULT = shipped_text("fi-koto-2022", 1) or ""


def written(text: str, folder: Path) -> str:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", ["fi-koto-2022", "fi-koto-2022@1", "sv-koto-2022", "fi-battery-2022"])
def test_a_shipped_rule_set_is_proven(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "check", name, "--lang", "en"]) == 0

    assert "Proven: " in capsys.readouterr().out


def test_a_gap_is_shown_with_its_place_and_inputs_that_give_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(DEFAULT.replace('"A1.1 to A1.3"', '"A1.1 to A1.2"'), tmp_path)
    line = 1 + DEFAULT[: DEFAULT.index("[tables.module]")].count("\n")

    assert cli.main(["rules", "check", file, "--lang", "en"]) == 1

    found = capsys.readouterr().out.splitlines()
    assert found[0].startswith(f"{file}:{line}:1: In the table “module”")
    assert found[1].startswith("    reading=A1.2, writing=A1.2, listening=A1.3, speaking=A2.1, literacy=")
    assert found[1].endswith(" gives nothing")
    assert found[-1] == "Not proven. Faults: 1, notes: 0."


def test_a_fall_is_shown_before_and_after(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = DEFAULT.replace('gives = "integration-fast"\nbecause', 'gives = "integration-slow"\nbecause')

    assert cli.main(["rules", "check", written(text, tmp_path), "--lang", "en"]) == 1

    found = capsys.readouterr().out
    assert "Raising study_readiness leads from the track “integration-basic” to the easier" in found
    assert "    raised to study_readiness=good gives integration-slow + M1 (fast-path)\n" in found


def test_a_malformed_file_is_refused_with_line_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(DEFAULT.replace('"below 6"', '"under 6"'), tmp_path)
    line = 1 + DEFAULT[: DEFAULT.index('"below 6"')].count("\n")

    assert cli.main(["rules", "check", file, "--lang", "en"]) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert f"mine.toml:{line}:" in told.err
    assert "“under 6” is not something that schooling_years can be" in told.err


@pytest.mark.parametrize("name", ["no-such-set", "fi-koto-2022@9", "no/such/file.toml", "."])
def test_a_file_that_is_not_there_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "check", name, "--lang", "en"]) == 2

    assert capsys.readouterr().err


@pytest.mark.parametrize("seed", range(60))
def test_no_damaged_file_ends_in_a_traceback(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(seed)
    lines = DEFAULT.splitlines(keepends=True)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(lines))
        lines[place : place + chance.randint(1, 4)] = chance.choice(
            [[], [lines[place].replace('"', "", 1)], [lines[place], lines[place]], ["= \n"], ["x = 1\n"]]
        )

    status = cli.main(["rules", "check", written("".join(lines), tmp_path), "--lang", "en"])

    told = capsys.readouterr()
    assert status in (0, 1, 2)
    assert bool(told.err) is (status == 2)


def test_the_shipped_rule_sets_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "list", "--lang", "en"]) == 0

    found = capsys.readouterr().out
    assert "fi-koto-2022@1" in found
    assert "Placement rules of integration training 2022" in found


@pytest.mark.parametrize(
    "name", ["fi-koto-2022", "fi-battery-2022", "fi-validity-2026", "fi-vocational-2022"]
)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_rule_set_is_shown_in_every_language(
    name: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["rules", "show", name, "--lang", language]) == 0

    found = capsys.readouterr().out
    assert name in found
    assert "{" not in found


def test_what_rules_can_do_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["rules", "--help"])

    assert ended.value.code == 0
    assert {"check", "show", "list", "impact"} <= set(capsys.readouterr().out.split())
