"""A rule set that is in force never changes: its file is sealed by its SHA-256."""

from hashlib import sha256

from placement_rules.rule_files import RULE_SETS

SEALS = RULE_SETS / "SEALS"


def test_no_shipped_rule_set_has_changed() -> None:
    found = "".join(
        f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(RULE_SETS.glob("*.toml"))
    )

    assert found == SEALS.read_text(encoding="ascii"), (
        "A rule set file has changed, come or gone. One that has been in force must stay as it is: copy it "
        "to a new version (id.v2.toml, version = 2, its own valid_from) and change that. Seal a new file by: "
        f"cd {RULE_SETS} && LC_ALL=C sha256sum *.toml > SEALS"
    )
