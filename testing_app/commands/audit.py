"""`lahtotaso audit verify` and `lahtotaso audit anchor`: is the audit whole, and how it stays provable."""

import argparse
from typing import Any

from testing_app.audit.actions import AUDIT_KEY
from testing_app.audit.anchors import read_anchors, write_anchors
from testing_app.audit.verify import Finding, FindingKind, entries_in_all, verify_chains
from testing_app.clock import now
from testing_app.commands.installation import CommandRefused, Installation, open_installation, refuse, say

FOUND_WANTING = 1
SENTENCES = {
    FindingKind.ENTRY_CHANGED: "entry {first} was changed, or added by somebody without the key",
    FindingKind.ENTRIES_MISSING: "entries {first} to {last} are missing",
    FindingKind.ENTRY_INSERTED: "entry {first} stands there twice",
    FindingKind.ENTRY_MISPLACED: "entry {first} does not follow the entry before it",
    FindingKind.HEAD_DIFFERS: "the chain ends at entry {first}, but its head names entry {last}",
    FindingKind.TAIL_CUT: "entries {first} to {last} were cut from the end",
    FindingKind.REWRITTEN: "entries {first} to {last} were rewritten after they had been anchored",
    FindingKind.ANCHOR_ALTERED: "line {first} of the file of anchors was altered",
}


def add_parser(subparsers: Any) -> None:
    """Describe the sub-command."""
    parser = subparsers.add_parser(
        "audit", help="verify the audit chains, or write their heads down outside the database"
    )
    parser.add_argument("action", choices=("verify", "anchor"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exit status 0 when every chain is whole, 1 with everything that is wrong otherwise."""
    try:
        with open_installation() as here:
            return verify(here) if arguments.action == "verify" else _anchor(here)
    except CommandRefused as problem:
        return refuse(problem)


def verify(here: Installation) -> int:
    """Check every link of every chain and say what was found."""
    file = here.settings.anchors_file
    with here.database.reading() as session:
        key: bytes = session.info[AUDIT_KEY]
        anchors = read_anchors(file, key)
        findings = verify_chains(session, key=key, anchors=anchors)
        count = entries_in_all(session)
    for finding in findings:
        say(sentence_of(finding))
    if not anchors.lines:
        say(f"No anchors at {file}: a cut end or a full rewrite would not show. Run: lahtotaso audit anchor")
    say(f"{count} entries checked, {len(findings)} findings, {anchors.lines} lines of anchors.")
    return FOUND_WANTING if findings else 0


def sentence_of(finding: Finding) -> str:
    """A finding in words, with its chain."""
    where = f"Chain {finding.chain_id}: " if finding.chain_id else "Anchors: "
    return where + SENTENCES[finding.kind].format(first=finding.first, last=finding.last) + "."


def _anchor(here: Installation) -> int:
    file = here.settings.anchors_file
    with here.database.reading() as session:
        moved = write_anchors(session, file, now=now())
    say(f"{moved} chains had moved; their heads are written down in {file}.")
    say("Copy that file to another machine: whoever can change it here can cut its end too.")
    return 0
