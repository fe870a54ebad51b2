"""No task without a queue, and no queue without workers."""

from __future__ import annotations

from prosum.celery import app
from prosum.queues import ROUTES, WORKERS


def ours() -> set[str]:
    app.loader.import_default_modules()
    return {name for name in app.tasks if not name.startswith("celery.")}


def test_every_task_has_a_row_and_every_row_a_task():
    assert ours() == set(ROUTES)


def test_every_task_goes_into_its_queue_and_ends_in_time():
    visibility = app.conf.broker_transport_options["visibility_timeout"]
    for name in ours():
        task, route = app.tasks[name], ROUTES[name]
        assert app.amqp.router.route({}, name)["queue"].name == route.queue
        assert (task.time_limit, task.expires) == (route.limit, route.expires)
        assert task.time_limit < visibility, f"{name} would be given to a second worker while it runs"


def test_what_the_clock_sends_does_not_pile_up():
    for name, entry in app.conf.beat_schedule.items():
        assert ROUTES[entry["task"]].expires, f"{name} waits for ever"


def test_every_queue_has_workers():
    served = [queue for workers in WORKERS.values() for queue in workers.queues]
    assert len(served) == len(set(served)) and set(served) == {route.queue for route in ROUTES.values()}
