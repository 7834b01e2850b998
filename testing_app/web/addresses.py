"""Addresses within this site: the way back, another page of a list, a stylesheet by its content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, request, url_for

SHORT = 12


def local_path(address: str) -> str:
    """The address if it is a path on this site, else the home page: never a way out to a stranger's site.

    Browsers read `///host` and `/\\host` as another site; a second slash of either kind is enough to refuse.
    """
    is_local = address.startswith("/") and address[1:2] not in ("/", "\\")
    if not is_local or any(character < " " for character in address):
        return "/"
    return address


def page_url(number: int) -> str:
    """The address of another page of the list that is shown, with the same search."""
    arguments: dict[str, Any] = {**request.args.to_dict(flat=False), **(request.view_args or {})}
    arguments["page"] = number
    return url_for(request.endpoint or "", **arguments)


@dataclass(frozen=True)
class Assets:
    """Stylesheets, scripts and pictures, each with a mark of its content, so that browsers may keep them."""

    marks: Mapping[str, str]

    @classmethod
    def of(cls, app: Flask) -> Assets:
        """The files of the application's static folder."""
        folder = Path(app.static_folder or ".")
        files = [file for file in folder.rglob("*") if file.is_file()]
        return cls(
            {
                file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest()[:SHORT]
                for file in files
            }
        )

    def address(self, name: str) -> str:
        """Where a file is; its address changes whenever its content does."""
        return _file_address(request.script_root, name, self.marks.get(name))


def page_without_parts(endpoint: str) -> str:
    """The address of a page that has no parts to fill in, looked up once."""
    return _page_address(request.script_root, endpoint)


@lru_cache(maxsize=1024)
def _file_address(_root: str, name: str, mark: str | None) -> str:
    return url_for("static", filename=name, v=mark)


@lru_cache(maxsize=256)
def _page_address(_root: str, endpoint: str) -> str:
    return url_for(endpoint)
