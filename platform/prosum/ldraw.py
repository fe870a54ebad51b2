"""`prosum ldraw inspect` and `prosum ldraw parts`: the format library at the command line, without Django."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

from creations.ldraw.archives import files_inside, is_archive, is_model_path
from creations.ldraw.document import Document
from creations.ldraw.errors import LDrawError
from creations.ldraw.formats import FORMATS, OTHER_NUMBERS, left_out, words_of
from creations.ldraw.limits import Limits
from creations.ldraw.parts_list import PartsList, added_up, parts_list
from creations.ldraw.reader import read
from creations.ldraw.studio_io import is_studio_file, read_studio
from creations.ldraw.summary import SENTENCES, Summary, summarise
from creations.ldraw.together import Named, read_together

#: How many things that are left out are told one by one.
TOLD = 20
_FILES = "model files, folders or .zip archives; what refers to each other is one model"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its actions and options."""
    commands = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    inspect = commands.add_parser("inspect", help="print what a model file holds")
    inspect.add_argument("files", type=Path, nargs="+", metavar="file", help=_FILES)
    inspect.add_argument("--json", action="store_true", help="print JSON")
    inspect.add_argument("--strict", action="store_true", help="a line that cannot be read is an error")
    parts = commands.add_parser("parts", help="print a model file's parts list")
    parts.add_argument("files", type=Path, nargs="+", metavar="file", help=_FILES)
    parts.add_argument("--format", choices=list(FORMATS), default="table")
    parts.add_argument("--strict", action="store_true", help="a line that cannot be read is an error")


def run(arguments: argparse.Namespace) -> int:
    """Returns the exit status: 0, or 2 with one line on stderr."""
    return printed(arguments, _inspect if arguments.action == "inspect" else _parts)


def printed(arguments: argparse.Namespace, work: Callable[[argparse.Namespace], str]) -> int:
    """Print what `work` makes of the file that was named; returns the exit status."""
    try:
        output = work(arguments)
    except LDrawError as error:
        print(f"prosum: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"prosum: {error.filename}: {error.strerror or error}", file=sys.stderr)
        return 2
    try:
        print(output, flush=True)
    except BrokenPipeError:
        # The reader (`head`, say) had enough; give the interpreter a stdout it can still flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def limits_from_environment() -> Limits:
    """The limits, each changeable by `PROSUM_LDRAW_SIZE`, `…_PLACEMENTS`, `…_DEPTH`, `…_LINES`, `…_FILES`."""
    changed = {}
    for limit in fields(Limits):
        value = os.environ.get(f"PROSUM_LDRAW_{limit.name.upper()}", "")
        if value.isdecimal():
            changed[limit.name] = int(value)
    return Limits(**changed)


def _read(arguments: argparse.Namespace, limits: Limits) -> list[Document]:
    """The models in the files that were named: those that refer to each other are one."""
    documents: list[Document] = []
    loose: list[Named] = []
    for path in arguments.files:
        if path.is_dir():
            documents += read_together(_in_folder(path, limits), limits=limits, strict=arguments.strict)
        elif path.name.lower().endswith((".io", ".zip")):
            documents += documents_in(load(path, limits), path.name, limits, strict=arguments.strict)
        else:
            loose.append(Named(path.name, load(path, limits)))
    return (read_together(loose, limits=limits, strict=arguments.strict) if loose else []) + documents


def documents_in(data: bytes, name: str, limits: Limits, *, strict: bool = False) -> list[Document]:
    """The models in a file of any kind we read."""
    if is_studio_file(name):
        return [read_studio(data, name=name, limits=limits, strict=strict)]
    if not is_archive(name):
        return [read(data, name=name, limits=limits, strict=strict)]
    inside = files_inside(data, name=name, limits=limits)
    if not inside:
        raise LDrawError("there is no model file in this archive", file=name)
    return read_together(inside, limits=limits, strict=strict)


def _in_folder(folder: Path, limits: Limits) -> list[Named]:
    """The model files in a folder and those below; no more of them than a document may hold."""
    found: list[Named] = []
    size = 0
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).as_posix()
        if not is_model_path(inside) or not path.is_file():
            continue
        found.append(Named(inside, load(path, limits)))
        size += len(found[-1].data)
        if size > limits.size or len(found) > limits.files:
            raise LDrawError(f"together its files have more than {limits.size:,} bytes", file=folder.name)
    if not found:
        raise LDrawError("there is no model file in this folder", file=folder.name)
    return found


def tell_problems(document: Document) -> None:
    """Say on stderr which lines were left out, and why."""
    tell([f"{document.name}:{problem.line}: left out: {problem.reason}" for problem in document.problems])


def load(path: Path, limits: Limits) -> bytes:
    """The file's bytes. What tells no size (a pipe, a device) is read no further than the limit."""
    with path.open("rb") as file:
        size = path.stat().st_size
        data = b"" if size > limits.size else file.read(limits.size + 1)
    if size > limits.size or len(data) > limits.size:
        told = f"{size:,}" if size else f"more than {limits.size:,}"
        raise LDrawError(f"the file has {told} bytes; at most {limits.size:,} are read", file=path.name)
    return data


def _parts(arguments: argparse.Namespace) -> str:
    limits = limits_from_environment()
    documents = _read(arguments, limits)
    listed = added_up([parts_list(document, limits) for document in documents])
    for document in documents:
        tell_problems(document)
    tell_left_out(listed, arguments.format)
    return FORMATS[arguments.format][0](listed)


def tell_left_out(parts: PartsList, form: str) -> None:
    """Say on stderr which lots have no number at the site whose format is written."""
    site = OTHER_NUMBERS.get(form)
    tell([f"no number at {site.value}: {words_of(lot)}" for lot in left_out(parts, site)] if site else [])


def tell(sentences: Sequence[str]) -> None:
    """Say the first of these on stderr, and how many more there are."""
    for words in sentences[:TOLD]:
        print(f"prosum: {words}", file=sys.stderr)
    if len(sentences) > TOLD:
        print(f"prosum: and {len(sentences) - TOLD:,} more like these", file=sys.stderr)


def _inspect(arguments: argparse.Namespace) -> str:
    from creations.catalog import library  # here, so that what needs no catalogue starts without it

    limits = limits_from_environment()
    found = [
        summarise(
            document,
            known=library.names().__contains__,
            bounds=library.bounds().get,
            printed=library.is_printed,
            limits=limits,
        )[0]
        for document in _read(arguments, limits)
    ]
    if not arguments.json:
        return "\n\n".join(map(_text, found))
    told = [summary.as_dict() for summary in found]
    return json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, indent=2)


def _text(summary: Summary) -> str:
    width, height, depth = summary.centimetres
    rows = {
        "Title": summary.title or "-",
        "Author": summary.author or "-",
        "Parts": f"{summary.parts:,} in {summary.lots:,} lots",
        "Submodels": str(summary.submodels),
        "Steps": str(summary.steps),
        "Size": f"{summary.studs[0]:g} x {summary.studs[1]:g} studs, {summary.bricks:g} bricks high"
        f" ({width:g} x {depth:g} x {height:g} cm)",
        "Unknown parts": ", ".join(summary.unknown) or "none",
        "Custom parts": ", ".join(summary.custom) or "none",
    }
    lines = [f"{name + ':':<15} {value}" for name, value in rows.items()]
    for warning in summary.warnings:
        names = ", ".join(warning.names[:12]) + (" …" if len(warning.names) > 12 else "")
        lines.append(f"{'Warning:':<15} {SENTENCES[warning.code].format(names=names)}")
    return "\n".join(lines)
