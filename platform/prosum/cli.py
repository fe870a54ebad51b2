"""The `prosum` command. Each action imports only what it needs, so that small ones answer at once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> None:
    """Run one action of the command line, and exit with its status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    # These pass the rest of the line on to another program, options included.
    if arguments[:1] == ["npm"]:
        from .node import npm

        sys.exit(npm(arguments[1:]))
    if arguments[:1] == ["manage"]:
        from .manage import manage

        sys.exit(manage(arguments[1:]))
    if arguments[:1] in (["work"], ["events"], ["mails"]):
        sys.exit(_manage("work", *arguments[1:], "--of", arguments[0]))
    if arguments[:2] == ["files", "check"]:
        sys.exit(_manage("check_files", *arguments[2:]))
    if arguments[:1] == ["files"]:
        print("prosum: say `prosum files check`", file=sys.stderr)
        sys.exit(2)
    if arguments[:1] == ["init"]:
        sys.exit(_manage("init_site", *arguments[1:]))
    if arguments[:2] == ["ledger", "check"]:
        sys.exit(_manage("check_ledger", *arguments[2:]))
    parsed = _parser().parse_args(arguments)
    sys.exit(parsed.run(parsed) or 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="prosum", description="The platform for prosumers.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    model = commands.add_parser("ldraw", help="inspect a model file or list its parts")
    planned = commands.add_parser("plan", help="find the cheapest set of shops for a basket, and prove it")
    listed = commands.add_parser("list", help="read a parts list of any form and print it in another")
    stocked = commands.add_parser("stock", help="read a shop's stock file of any form")
    blogged = commands.add_parser("blog", help="bring a blog of another program, or take the articles away")
    commands.add_parser("run", help="start the whole site on this machine").set_defaults(run=_run)
    worker = commands.add_parser("worker", help="be one of the workers: docs/settings.md tells which there are")
    worker.add_argument("name")
    worker.set_defaults(run=_worker)
    serving = commands.add_parser("serve", help="become one of the site's servers (for containers and supervisors)")
    serving.add_argument("server", choices=["web", "live"])
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8000)
    serving.set_defaults(run=_serve)
    catalog = commands.add_parser("catalog", help="fill the catalogue of parts and colours, or check all meshes")
    catalog.add_argument("action", choices=["import", "meshes"])
    catalog.add_argument("--write", action="store_true", help="meshes: keep which are to be mended")
    catalog.set_defaults(run=_catalog)
    commands.add_parser("init", help="open the house shop on a new site: `prosum init OWNER`")
    commands.add_parser("demo", help="load the demo content").set_defaults(run=lambda a: _manage("load_demo"))
    commands.add_parser("work", help="what happens in the background: list, retry, drop (`prosum work list`)")
    commands.add_parser("events", help="the same of events (`prosum events retry --state parked`)")
    commands.add_parser("mails", help="the same of mails")
    commands.add_parser("files", help="look after the file store: `prosum files check`")
    commands.add_parser("ledger", help="prove the books against orders and payments: `prosum ledger check`")
    translations = commands.add_parser("translations", help="compile, check or update the translations")
    translations.add_argument("action", choices=["compile", "check", "update"])
    translations.set_defaults(run=_translations)
    commands.add_parser("browser", help="find the browser the tests use").set_defaults(run=_browser)
    commands.add_parser("npm", help="run npm for the front end (with Node from a wheel where there is none)")
    commands.add_parser("manage", help="run a Django management command")

    from . import blogs, ldraw, lists, plan, stock

    for module, described in ((ldraw, model), (lists, listed), (plan, planned), (stock, stocked), (blogs, blogged)):
        module.add_arguments(described)
        described.set_defaults(run=module.run)
    return parser


def _run(arguments: argparse.Namespace) -> int:
    from .run import run

    return run()


def _worker(arguments: argparse.Namespace) -> int:
    from .queues import WORKERS, work

    if arguments.name not in WORKERS:
        print(f"prosum: there is no worker {arguments.name}, only {', '.join(WORKERS)}", file=sys.stderr)
        return 2
    return work(arguments.name)


def _catalog(arguments: argparse.Namespace) -> int:
    if arguments.action == "import":
        return _manage("import_catalog")
    from creations.rendering.mesh_check import check_meshes

    return check_meshes(write=arguments.write)


def _serve(arguments: argparse.Namespace) -> int:
    from .serving import serve

    return serve(arguments.server, arguments.host, arguments.port)


def _manage(*arguments: str) -> int:
    from .manage import manage

    return manage(list(arguments))


def _translations(arguments: argparse.Namespace) -> int:
    from . import translations

    return translations.run(arguments.action)


def _browser(arguments: argparse.Namespace) -> int:
    from .browser import ensure

    return ensure()


if __name__ == "__main__":
    main()
