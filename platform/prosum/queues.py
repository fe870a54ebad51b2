"""Which task waits in which queue, how long it may take, and which workers serve which queues.

A queue holds one kind of haste, so that nothing quick waits behind something long: `now` (events, what is told), `mail`,
`money` (payments, expiry), `plans` (which shops supply a basket), `pictures` (scenes and pictures of models) and `long`
(booklets). The clock sends each of its
tasks again and again, and what is to be done stands in the database: a message that waited longer than `expires` is not
missed by anybody.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import Any, NoReturn

from celery.schedules import crontab


@dataclass(frozen=True, slots=True)
class Route:
    """`limit`: seconds after which its process is killed; `expires`: seconds after which nobody wants it any more;

    `every`: seconds between two messages of the clock, or when in the day; None for what the clock does not send.
    """

    queue: str
    limit: int
    expires: int | None
    every: float | crontab | None = None


ROUTES: dict[str, Route] = {
    "users.notifications.tasks.drain_events": Route("now", limit=120, expires=30, every=10),
    "users.notifications.tasks.gather_mails": Route("mail", limit=120, expires=30, every=10),
    "users.notifications.tasks.prune_notifications": Route(
        "long", limit=15 * 60, expires=12 * 3600, every=crontab(hour=4, minute=40)
    ),
    "users.mails.tasks.send_mails": Route("mail", limit=120, expires=30, every=10),
    "users.work.tasks.look_after_work": Route("now", limit=60, expires=30, every=10),
    "users.work.tasks.work_now": Route("now", limit=120, expires=60),
    "users.work.tasks.work_on_pictures": Route("pictures", limit=10 * 60, expires=60),
    "users.work.tasks.work_on_plans": Route("plans", limit=120, expires=60),
    "users.work.tasks.work_long": Route("long", limit=15 * 60, expires=60),
    "marketplace.tasks.release_expired_orders": Route("money", limit=120, expires=30, every=30),
    "marketplace.tasks.look_after_payments": Route("money", limit=120, expires=60, every=60),
    "marketplace.tasks.check_ledger": Route("long", limit=15 * 60, expires=12 * 3600, every=crontab(hour=3, minute=55)),
    "marketplace.tasks.look_after_wanted": Route("now", limit=60, expires=60, every=60),
    "marketplace.tasks.plan_creations": Route("plans", limit=120, expires=30, every=30),
    "marketplace.tasks.look_after_buildable": Route("now", limit=60, expires=300, every=600),
    "blog.tasks.publish_scheduled": Route("now", limit=60, expires=30, every=30),
    "users.tasks.repair_counters": Route("long", limit=15 * 60, expires=12 * 3600, every=crontab(hour=3, minute=40)),
    "users.tasks.forget_sessions": Route("long", limit=15 * 60, expires=12 * 3600, every=crontab(hour=4, minute=10)),
    "marketplace.tasks.forget_visitors_baskets": Route(
        "long", limit=15 * 60, expires=12 * 3600, every=crontab(hour=4, minute=25)
    ),
    "users.tasks.forget_submissions": Route("long", limit=15 * 60, expires=3600, every=crontab(minute=20)),
    # A provider's message: it is sent once, so it waits as long as it takes.
    "marketplace.tasks.sandbox_settles_late": Route("money", limit=60, expires=None),
}


@dataclass(frozen=True, slots=True)
class Workers:
    """One worker process with `processes` children. `nice` lets others go first: path tracing takes what is left over."""

    queues: tuple[str, ...]
    processes: int
    nice: int = 0


WORKERS: dict[str, Workers] = {
    "quick": Workers(("now", "money", "mail"), processes=3),
    "pictures": Workers(("pictures",), processes=1, nice=10),
    "plans": Workers(("plans",), processes=1, nice=5),
    "long": Workers(("long",), processes=1, nice=10),
}


def routes() -> dict[str, Any]:
    """The table as Celery's `task_routes`."""
    return {name: {"queue": route.queue} for name, route in ROUTES.items()}


def limits() -> dict[str, Any]:
    """The table as Celery's `task_annotations`."""
    return {name: {"time_limit": route.limit, "expires": route.expires} for name, route in ROUTES.items()}


def schedule() -> dict[str, Any]:
    """The table as the clock's."""
    return {name: {"task": name, "schedule": route.every} for name, route in ROUTES.items() if route.every}


def command(name: str, *more: str) -> list[str]:
    """The arguments for Python that start the workers of that name."""
    workers = WORKERS[name]
    return [
        *("-m", "celery", "-A", "prosum.celery", "worker"),
        *("--hostname", f"{name}@%h", "--queues", ",".join(workers.queues), "--concurrency", str(workers.processes)),
        *("--without-gossip", "--without-mingle", *more),
    ]


def work(name: str) -> NoReturn:
    """Become the workers of that name (`prosum worker pictures`); does not return. Raises SystemExit with a sentence."""
    from .preflight import check_settings

    check_settings()
    os.nice(WORKERS[name].nice)
    os.execv(sys.executable, [sys.executable, *command(name, "--loglevel", os.environ.get("LOG_LEVEL", "INFO"))])
