"""Text messages as files in a private folder, from which an operator's gateway takes them.

One message is one file `<id>.json` with `id`, `to`, `text`, `language` and `made_at`. It appears whole, under
its final name, and a repeat of the same message writes the same name: who takes it, deletes it.
"""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from testing_app.post.transports.gateway import ReminderProblem, ShortMessage

NUMBER = re.compile(r"\+?[0-9]{5,15}")
BETWEEN_DIGITS = re.compile(r"[\s().\-/]")


@dataclass(frozen=True)
class SmsFolder:
    """The gateway that comes with the product."""

    folder: Path

    def send(self, message: ShortMessage) -> None:
        """Write the file; a number that is none is refused for good."""
        content = json.dumps(
            {
                "id": str(message.id),
                "to": telephone_number(message.to),
                "text": message.text,
                "language": message.language,
                "made_at": message.made_at.isoformat(),
            },
            ensure_ascii=False,
        )
        unfinished = self.folder / f".{message.id}.unfinished"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(content + "\n")
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(self.folder / f"{message.id}.json")
        except OSError as problem:
            raise ReminderProblem("sms_folder_unusable") from problem


def telephone_number(typed: str) -> str:
    """The number without blanks and brackets: `+358401234567` or `0401234567`."""
    number = BETWEEN_DIGITS.sub("", typed)
    if not NUMBER.fullmatch(number):
        raise ReminderProblem("number_unusable")
    return number
