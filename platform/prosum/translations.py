"""Compile, update and check the translations, without gettext's own tools.

Templates are read as Django reads them, Python by Babel. Django's and the libraries' own sentences come with them and are
not ours to translate.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from .paths import PLATFORM, ROOT

#: English stands in the sources themselves.
LANGUAGES = ("fr",)
#: The browser's sentences: the Studio is told the translations of those listed here.
STUDIO_SOURCES = ROOT / "creations" / "studio" / "src"
STUDIO_WORDS = ROOT / "creations" / "studio_words.json"
APPS = ("users", "creations", "marketplace", "blog", "platform/prosum")
KEYWORDS = ("gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "_", "pgettext", "pgettext_lazy")
_CALL = re.compile(
    r"\b(n?gettext)\(\s*u?(?:'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\")\s*(?:,\s*u?(?:'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"))?"
)
_SHORT = re.compile(r"(?<![\w.])_\(\s*u?(?:'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\")\s*\)")

_IN_TYPESCRIPT = re.compile(
    r'(?<![\w.])_\(\s*"((?:[^"\\]|\\.)*)"|(?<![\w.])n_\(\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"'
)

#: A message: itself, or singular and plural.
Message = str | tuple[str, str]


def run(action: str) -> int:
    """One action of `prosum translations`; returns the exit status."""
    return {"compile": compile_all, "update": update, "check": check}[action]()


def path(language: str) -> Path:
    """The catalogue of a language."""
    return PLATFORM / "locale" / language / "LC_MESSAGES" / "django.po"


def compile_all() -> int:
    """Write what gettext reads beside each catalogue; returns the exit status."""
    for language in LANGUAGES:
        if path(language).exists():
            with path(language).open("rb") as source, path(language).with_suffix(".mo").open("wb") as target:
                write_mo(target, read_po(source, locale=language))
    return 0


def update() -> int:
    """Bring the .po files in line with the sources; what is new waits for its translation."""
    template = Catalog(charset="utf-8")
    for message, places in sorted(messages().items(), key=lambda item: str(item[0])):
        template.add(message, locations=[(place, 0) for place in sorted(places)], flags=_flags(message))
    for language in LANGUAGES:
        catalog = Catalog(locale=language, charset="utf-8", project="Prosum", fuzzy=False)
        if path(language).exists():
            with path(language).open("rb") as source:
                catalog = read_po(source, locale=language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path(language).parent.mkdir(parents=True, exist_ok=True)
        with path(language).open("wb") as target:
            write_po(target, catalog, width=120, include_lineno=False, omit_header=False)
    STUDIO_WORDS.write_text(_studio_list(), "utf-8")
    return 0


def _studio_list() -> str:
    words = sorted((list(word) if isinstance(word, tuple) else word for word in studio_messages()), key=str)
    return json.dumps(words, ensure_ascii=False, indent=0) + "\n"


def studio_messages() -> dict[Message, set[str]]:
    """The messages of the browser's code: `_("…")` and `n_("…", "…", n)`."""
    found: dict[Message, set[str]] = {}
    for file in sorted(STUDIO_SOURCES.rglob("*.ts")):
        for match in _IN_TYPESCRIPT.finditer(file.read_text("utf-8")):
            single, one, many = (None if text is None else _plain(text) for text in match.groups())
            message: Message = single if single is not None else (one or "", many or "")
            found.setdefault(message, set()).add(file.relative_to(ROOT).as_posix())
    return found


def check() -> int:
    """Every sentence has its French, and every French one its names. English stands in the sources."""
    wanted = messages()
    with path("fr").open("rb") as source:
        catalog = read_po(source, locale="fr")
    problems = []
    for message in wanted:
        entry = catalog.get(message if isinstance(message, str) else message[0])
        translated = [entry.string] if entry and isinstance(entry.string, str) else list((entry and entry.string) or ())
        if not translated or not all(translated):
            problems.append(f"not translated: {message!r}")
        else:
            names = set(re.findall(r"%\(\w+\)[sd]", message if isinstance(message, str) else message[1]))
            for text in translated:
                if not set(re.findall(r"%\(\w+\)[sd]", text)) <= names:
                    problems.append(f"other names than in {message!r}: {text!r}")
    stale = {entry.id if isinstance(entry.id, str) else tuple(entry.id) for entry in catalog if entry.id} - set(wanted)
    problems += [f"no longer used: {message!r}" for message in stale]
    if STUDIO_WORDS.read_text("utf-8") != _studio_list():
        problems.append(f"{STUDIO_WORDS.name} is out of date: run `prosum translations update`")
    for problem in problems:
        print(problem)
    print(f"{len(wanted)} sentences, {len(problems)} problems.")
    return 1 if problems else 0


def messages() -> dict[Message, set[str]]:
    """Every translatable message of our own with the files it stands in."""
    found: dict[Message, set[str]] = {}
    for app in APPS:
        for file in (ROOT / app).rglob("*.py"):
            if "migrations" in file.parts or "node_modules" in file.parts:
                continue
            for message in _in_python(file.read_bytes()):
                found.setdefault(message, set()).add(file.relative_to(ROOT).as_posix())
    for file in (PLATFORM / "templates").rglob("*"):
        if file.suffix in (".html", ".txt"):
            for message in _in_template(file.read_text("utf-8")):
                found.setdefault(message, set()).add(file.relative_to(ROOT).as_posix())
    for message, places in studio_messages().items():
        found.setdefault(message, set()).update(places)
    return found


def _in_python(source: bytes) -> Iterator[Message]:
    for _line, function, message, _comments in extract_python(io.BytesIO(source), dict.fromkeys(KEYWORDS), [], {}):
        if isinstance(message, tuple):
            words = [word for word in message if isinstance(word, str)]
            if function.startswith("ngettext") and len(words) >= 2:
                yield (words[0], words[1])
            elif words:
                yield words[-1]
        elif isinstance(message, str) and message:
            yield message


def _in_template(source: str) -> Iterator[Message]:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    text = templatize(source)
    for match in _CALL.finditer(text):
        function, a, b, c, d = match.groups()
        first, second = _plain(a or b or ""), _plain(c or d or "")
        if function == "ngettext" and second:
            yield (first, second)
        elif first:
            yield first
    for match in _SHORT.finditer(text):
        yield _plain(match.group(1) or match.group(2) or "")


def _plain(text: str) -> str:
    return text.replace("\\'", "'").replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def _flags(message: Message) -> set[str]:
    text = message if isinstance(message, str) else message[1]
    return {"python-format"} if re.search(r"%\(\w+\)[sd]", text) else set()
