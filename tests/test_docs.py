"""What is written down is true: settings, columns, commands, paths, names, dependencies, the image."""

from __future__ import annotations

import os
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.settings import Settings
from handlers import COMMANDS
from storage.database import Database
from storage.seal import new_ring

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/data.md")
ARCHITECTURE, DATA = "docs/architecture.md", "docs/data.md"
OURS = ("bot", "handlers", "storage", "sandbox")
HOW = {"_sealed": "sealed", "_hmac": "fingerprint"}
"""What the end of a column's name says about it."""
OTHERWISE = {
    "meta.value": "sealed",
    "subject_key.wrapped": "wrapped key",
    "token.hash": "fingerprint",
    "inbox.queue": "fingerprint",
}
"""Columns that are not clear although their name does not say so."""


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def code(text: str) -> Iterator[str]:
    """Every piece of code in a page: between backticks, and lines indented as a block."""
    yield from (piece for line in text.splitlines() for piece in re.findall(r"`([^`]+)`", line))
    yield from (line.strip() for line in text.splitlines() if line.startswith("    "))


# --- settings --------------------------------------------------------------------------------------------------------


class Documented(NamedTuple):
    """A setting as `.env.example` explains it."""

    default: str
    description: str


def in_example() -> dict[str, Documented]:
    """The settings of `.env.example`: each a paragraph of comment lines with `#NAME=default` below."""
    found = {}
    for paragraph in re.split(r"\n{2,}", page(".env.example")):
        *comments, last = paragraph.strip().splitlines()
        if match := re.fullmatch(r"#([A-Z_]+)=(.*)", last):
            assert match[1] not in found, f"{match[1]} is explained twice"
            found[match[1]] = Documented(match[2], " ".join(line.removeprefix("# ") for line in comments))
    return found


def in_code() -> dict[str, Documented]:
    """The settings as the bot knows them."""
    return {
        name.upper(): Documented(as_text(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    }


def as_text(value: object) -> str:
    """A default as it stands in the environment."""
    if value is None:
        return ""
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def test_every_setting_is_explained() -> None:
    assert in_example() == in_code()
    assert all(setting.description for setting in in_code().values())


def test_the_example_uncommented_is_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in in_code():
        monkeypatch.delenv(name, raising=False)
    filled = tmp_path / ".env"
    filled.write_text(re.sub(r"(?m)^#(?=[A-Z_]+=)", "", page(".env.example")), "utf-8")
    settings = Settings(_env_file=filled)
    assert settings.model_dump() == {name: field.default for name, field in Settings.model_fields.items()}


def test_settings_named_in_the_pages_exist() -> None:
    shout = {piece for name in PAGES for piece in code(page(name)) if re.fullmatch(r"[A-Z]+(?:_[A-Z]+)+", piece)}
    assert shout <= in_code().keys()
    assert shout


# --- columns ---------------------------------------------------------------------------------------------------------


def described_columns() -> dict[str, str]:
    """table.column → clear, sealed, fingerprint or wrapped key, as docs/data.md says."""
    found = {}
    for column, how, holds, kept in re.findall(
        r"(?m)^\| `(\w+\.\w+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", page(DATA)
    ):
        assert column not in found, f"{column} is listed twice"
        assert holds.strip(), column
        assert kept.strip(), column
        found[column] = how
    return found


async def columns(folder: Path) -> list[str]:
    """table.column of a new database, in the order of the schema."""
    database = await Database.open(folder / "acompana.sqlite3", new_ring())
    try:
        async with database.reading() as tx:
            rows = await tx.all(
                "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
                " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.rowid, c.cid"
            )
    finally:
        await database.close()
    return [f"{row[0]}.{row[1]}" for row in rows]


async def test_every_column_is_described(tmp_path: Path) -> None:
    stored = await columns(tmp_path)
    assert len(stored) > 100
    assert list(described_columns()) == stored


async def test_the_page_says_how_each_column_is_kept(tmp_path: Path) -> None:
    def how(column: str) -> str:
        by_name = (kept for end, kept in HOW.items() if column.endswith(end))
        return OTHERWISE.get(column) or next(by_name, "clear")

    assert described_columns() == {column: how(column) for column in await columns(tmp_path)}


# --- commands and make targets ---------------------------------------------------------------------------------------


def volumes() -> set[str]:
    """The folders of the image that outlive a container."""
    (line,) = re.findall(r"(?m)^VOLUME \[(.*)\]$", page("Dockerfile"))
    return set(re.findall(r'"([^"]+)"', line))


@pytest.mark.parametrize("name", PAGES)
def test_commands_exist(name: str) -> None:
    known = {f"/{command}" for route in COMMANDS for command in route.names} | volumes()
    named = {match[0] for piece in code(page(name)) if (match := re.match(r"/[a-z]\w*", piece))}
    assert named <= known
    assert named or name != "README.md"


@pytest.mark.parametrize("name", [*PAGES, "CHANGELOG.md"])
def test_make_targets_exist(name: str) -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", page("Makefile")))
    named = {target for piece in code(page(name)) for target in re.findall(r"^make ([a-z]+)", piece)}
    assert named <= targets
    if name == "CONTRIBUTING.md":
        assert named == targets - {"run"}


# --- paths and names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_paths_exist(name: str) -> None:
    listed = (
        piece
        for piece in code(page(name))
        if re.fullmatch(r"\.?\w[\w.-]*(?:/[\w.-]*)+|[\w.]+\.(?:md|toml|txt|example)", piece)
    )
    missing = [path for path in listed if not (ROOT / path).exists()]
    assert not missing


@pytest.mark.parametrize("name", [*PAGES, "CHANGELOG.md"])
def test_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"\[[^\]]+\]\(([^)]+)\)", page(name))
    headings = {re.sub(r"\W+", "-", line.strip("# ").lower()) for line in page(name).splitlines() if line[:1] == "#"}
    for link in links:
        if link.startswith("#"):
            assert link[1:] in headings, link
        elif not link.startswith("https://"):
            assert (ROOT / name).parent.joinpath(link).exists(), link


@pytest.mark.parametrize("name", PAGES)
def test_names_in_the_code_exist(name: str) -> None:
    """`bot.rules.claims.claim` and the like."""
    dotted = [piece for piece in code(page(name)) if re.fullmatch(rf"(?:{'|'.join(OURS)})(?:\.\w+)+", piece)]
    for full in dotted:
        pkgutil.resolve_name(full)
    assert dotted or name != ARCHITECTURE


def test_every_module_has_its_place_in_the_architecture() -> None:
    text = page(ARCHITECTURE)
    modules = [f"bot/{path.name}" for path in (ROOT / "bot").glob("*.py")]
    modules += [f"bot/rules/{path.name}" for path in (ROOT / "bot" / "rules").glob("*.py")]
    assert [module for module in modules if "__init__" not in module and f"`{module}`" not in text] == []


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(page("pyproject.toml"))
    wanted = [
        *project["project"]["dependencies"],
        *(d for group in project["dependency-groups"].values() for d in group),
    ]
    names = {re.split(r"[^\w-]", requirement)[0] for requirement in wanted}
    table = page(ARCHITECTURE).partition("## Dependencies")[2]
    given = {name for row in re.findall(r"(?m)^\| ([a-z][\w, -]*) \| [^|]+ \|$", table) for name in row.split(", ")}
    assert given - {"package"} == names


# --- the image -------------------------------------------------------------------------------------------------------


def copied() -> list[str]:
    """The sources of the Dockerfile's COPY lines."""
    lines = re.findall(r"(?m)^COPY (.+)$", page("Dockerfile"))
    return [source for line in lines for source in line.split()[:-1] if not source.startswith("--")]


def test_the_image_has_all_the_bot_needs_and_no_more() -> None:
    project = tomllib.loads(page("pyproject.toml"))
    packages = {package.partition(".")[0] for package in project["tool"]["setuptools"]["packages"]}
    assert set(copied()) == packages | {"requirements.txt"}
    assert all((ROOT / source).exists() for source in copied())
    let_in = {line[1:] for line in page(".dockerignore").splitlines() if line.startswith("!")}
    assert let_in == set(copied())


def test_the_image_keeps_data_and_keys_apart() -> None:
    text = page("Dockerfile")
    data, key = re.search(r"DATA_DIR=(\S+)", text), re.search(r"KEY_FILE=(\S+)", text)
    assert data is not None
    assert key is not None
    assert volumes() == {data[1], os.path.dirname(key[1])}
    assert len(volumes()) == 2
    for needed in ("ARG BASE=python:3.13-slim", "--require-hashes", "USER acompana", "STOPSIGNAL SIGTERM"):
        assert needed in text
    assert 'CMD ["python", "-m", "bot"]' in text


@pytest.mark.parametrize("name", ["Dockerfile", "Makefile", *(path.name for path in ROOT.glob("requirements*.txt"))])
def test_no_index_is_named(name: str) -> None:
    for forbidden in ("index-url", "find-links", "trusted-host", "http:", "https:"):
        assert forbidden not in page(name).replace("--no-emit-index-url", "")
