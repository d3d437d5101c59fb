"""Collects the texts of bot/views into locales/messages.pot and merges them into every language.

`make messages` runs it; `python -m tests.catalogs ht` starts a language.

Babel keeps the catalogs, but the texts are found in the syntax tree: Babel's extractor reads tokens, and those of
Python 3.11 hide what stands inside an f-string while those of 3.12 show it, so two people would make two templates.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
LOCALES = ROOT / "locales"
TEMPLATE = LOCALES / "messages.pot"
VIEWS = ROOT / "bot" / "views"

TextId = str | tuple[str, str]
"""A message, or its singular and plural."""

_COMMENT = "# Translators:"
_HEADER = """{comment}
msgid ""
msgstr ""
"Project-Id-Version: Acompana\\n"
{language}"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
{plurals}
"""


@dataclass(frozen=True)
class Text:
    """A message where it stands, with the comments for translators right above it."""

    id: TextId
    file: str
    line: int
    comments: tuple[str, ...] = ()


# --- from the views to the template ----------------------------------------------------------------------------------


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Every call in a tree, in the order in which it is written."""
    if isinstance(node, ast.Call):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from calls(child)


def texts_in(path: Path) -> Iterator[Text]:
    """The texts of one file of views: `t.say("…")` and `t.count("…", "…", n)`, literals only."""
    source = path.read_text("utf-8")
    lines, file = source.splitlines(), path.relative_to(ROOT).as_posix()
    for call in calls(ast.parse(source)):
        if not isinstance(call.func, ast.Attribute):
            continue
        name, given = call.func.attr, len(call.args)
        if name != "say" and (name != "count" or given != 3):  # str.count and tuple.count take fewer
            continue
        literals = [literal for arg in call.args[: 1 if name == "say" else 2] if (literal := _literal(arg))]
        if given != (1 if name == "say" else 3) or len(literals) != (given + 1) // 2:
            raise ValueError(f"{file}:{call.lineno}: {name}() wants its text written out, so that it can be translated")
        found = literals[0] if name == "say" else (literals[0], literals[1])
        above = _comments(lines, call.lineno) or _comments(lines, call.args[0].lineno)
        yield Text(found, file, call.lineno, tuple(above))


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _comments(lines: list[str], line: int) -> list[str]:
    """The block of comments that ends right above a line (counted from 1), from "# Translators:" on."""
    block: list[str] = []
    for above in reversed(lines[: line - 1]):
        if not above.lstrip().startswith("#"):
            return []
        block.insert(0, above.lstrip().removeprefix("#").strip())
        if above.lstrip().startswith(_COMMENT):
            return block
    return []


def template() -> Catalog:
    """All texts of bot/views, by file, in the order in which they are written."""
    catalog = Catalog()
    for path in sorted(VIEWS.glob("*.py")):
        for text in texts_in(path):
            # the line is left out: it would move with every edit; 0 because Babel sorts places by it
            catalog.add(text.id, locations=[(text.file, 0)], auto_comments=text.comments)
    return catalog


# --- from the template to the languages ------------------------------------------------------------------------------


def translated() -> list[str]:
    """Every language that has a catalog."""
    return sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/messages.po"))


def catalog_path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "messages.po"


def catalog_of(language: str) -> Catalog:
    """The catalog as it is on disk; an empty one for a language that has none yet."""
    path = catalog_path(language)
    if path.is_file():
        with path.open("rb") as file:
            return read_po(file, locale=language, abort_invalid=True)
    catalog = Catalog(locale=language)
    catalog.header_comment = f"# Acompaña, {catalog.locale.english_name}." if catalog.locale else "# Acompaña."
    return catalog


def merged(language: str) -> Catalog:
    """The catalog with exactly the template's messages; what was translated stays, nothing is guessed."""
    catalog = catalog_of(language)
    catalog.update(template(), no_fuzzy_matching=True)
    return catalog


def written(catalog: Catalog) -> bytes:
    """The file of a catalog: no dates, no line numbers, no wrapping, so that equal catalogs are equal bytes."""
    language = catalog.locale_identifier
    header = _HEADER.format(
        comment=catalog.header_comment if language else "# Texts of Acompaña. Made by `make messages`; do not edit.",
        language=f'"Language: {language}\\n"\n' if language else "",
        plurals=f'"Plural-Forms: {catalog.plural_forms}\\n"\n' if language else "",
    )
    body = BytesIO()
    write_po(body, catalog, width=0, omit_header=True, ignore_obsolete=True, include_lineno=False)
    return header.encode() + body.getvalue().rstrip(b"\n") + b"\n"


# --- what is wrong with a translation --------------------------------------------------------------------------------


Entries = Mapping[TextId, tuple[str, ...]]
"""Every message with its forms in a language; a form without a translation is empty."""


def entries(catalog: Catalog) -> Entries:
    found: dict[TextId, tuple[str, ...]] = {}
    for message in catalog:
        if message.id:
            key = message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
            found[key] = tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string or "",)
    return found


def lacking(catalog: Catalog) -> list[TextId]:
    """The messages without a translation, or with one that somebody still has to look at."""
    unsure = {message.id if isinstance(message.id, str) else tuple(message.id) for message in catalog if message.fuzzy}
    return [key for key, forms in entries(catalog).items() if key in unsure or not all(forms)]


def placeholders(text: str) -> set[str]:
    """The `{names}` of a text; anything but a plain name is refused."""
    found = set()
    for _, name, spec, conversion in Formatter().parse(text):
        if name is not None:
            if not name.isidentifier() or spec or conversion:
                raise ValueError(f"a placeholder is a plain {{name}}: {text}")
            found.add(name)
    return found


def tags(text: str) -> list[str]:
    """The HTML tags of a text; a translation may change their order."""
    return sorted(re.findall(r"<[^<>]*>", text))


def commands(text: str) -> set[str]:
    """The commands in a text: they are typed the same in every language."""
    return set(re.findall(r"(?<![\w/])/[a-z]+", text))


def names_of_buttons(text: str, known: Iterable[TextId]) -> list[str]:
    """The quoted words of a text that are a text themselves: a button's name, as in tap “I agree”."""
    return [name for name in re.findall(r"“([^”]+)”", text) if name in known]


def faults(key: TextId, forms: tuple[str, ...], counts: Mapping[int, set[int]], all_forms: Entries) -> list[str]:
    """What is wrong with one translation; `counts` says for which numbers each plural form is used."""
    singular, plural = (key, key) if isinstance(key, str) else key
    found = []
    for index, form in enumerate(forms):
        # only a form that is never used above 1 may say "a seat" where the others say "{n} seats"
        alone = not isinstance(key, str) and counts[index] <= {0, 1}
        allowed = [placeholders(singular), placeholders(plural)] if alone else [placeholders(plural)]
        try:
            if placeholders(form) not in allowed:
                found.append(f"placeholders {sorted(placeholders(form))}, not {sorted(allowed[-1])}: {form}")
        except ValueError as error:
            found.append(str(error))
        if tags(form) != tags(plural):
            found.append(f"tags {tags(form)}, not {tags(plural)}: {form}")
        if commands(form) != commands(plural):
            found.append(f"commands {sorted(commands(form))}, not {sorted(commands(plural))}: {form}")
        found += [
            f"a button is called “{all_forms[name][0]}”: {form}"
            for name in names_of_buttons(plural, all_forms)
            if f"“{all_forms[name][0]}”" not in form
        ]
    return found


def main(new: Iterable[str] = ()) -> None:
    """Writes the template and every catalog, and says which messages lack a translation."""
    TEMPLATE.write_bytes(written(template()))
    for language in sorted({*translated(), *new}):
        catalog = merged(language)
        catalog_path(language).parent.mkdir(parents=True, exist_ok=True)
        catalog_path(language).write_bytes(written(catalog))
        missing = lacking(catalog)
        sys.stdout.write(f"{language}: {len(catalog) - len(missing)} of {len(catalog)} messages are translated\n")
        for key in missing:
            sys.stdout.write(f"  missing: {key if isinstance(key, str) else key[1]}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
