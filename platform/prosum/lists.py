"""`prosum list`: read any parts list at the command line and write it in another form, without Django."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from creations.ldraw.formats import FORMATS
from creations.ldraw.lists import ReadList, is_model, read_list
from creations.ldraw.parts_list import added_up, parts_list

from .ldraw import documents_in, limits_from_environment, load, printed, tell, tell_left_out, tell_problems


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("file", type=Path, help="BrickLink XML, BSX, Rebrickable CSV, another CSV, JSON, or a model")
    parser.add_argument("--format", choices=list(FORMATS), default="json")


def run(arguments: argparse.Namespace) -> int:
    """Returns the exit status: 0, or 2 with one line on stderr."""
    return printed(arguments, _listed)


def _listed(arguments: argparse.Namespace) -> str:
    from creations.catalog import library  # here, so that what needs no catalogue starts without it

    limits = limits_from_environment()
    data, name = load(arguments.file, limits), arguments.file.name
    if is_model(data, name):
        documents = documents_in(data, name, limits)
        read = ReadList(added_up([parts_list(document, limits) for document in documents]), ())
        for document in documents:
            tell_problems(document)
    else:
        read = read_list(data, name, library.names().__contains__)
    if arguments.format != "json":
        tell([f"line {one.line}: {one.reason.value}: {one.text}" for one in read.unknown])
        tell_left_out(read.parts, arguments.format)
        return FORMATS[arguments.format][0](read.parts)
    unknown = [{"line": one.line, "text": one.text, "reason": one.reason.value} for one in read.unknown]
    return json.dumps({**json.loads(FORMATS["json"][0](read.parts)), "unknown": unknown}, ensure_ascii=False)
