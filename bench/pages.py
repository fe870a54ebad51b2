"""Pages of a running site, each beside a bare Django view: what our own work adds to what the framework takes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import path

from prosum.embedded import Services
from prosum.paths import VAR

from .measuring import best, show

PAGES = (
    ("home", "/"),
    ("gallery", "/creations/"),
    ("gallery, API", "/api/v1/creations/"),
    ("creation", "/@ada/moon-base-alcyone/"),
    ("articles", "/articles/"),
    ("parts, searched", "/parts/?q=brick+2x4"),
    ("parts, searched in French", "/parts/?q=t%C3%AAte+de+minifig"),
    ("parts, searched in French, API", "/api/v1/parts/?q=pente+invers%C3%A9e&size=60"),
    ("sign-in", "/account/login/"),
)


def bare(_: HttpRequest) -> HttpResponse:
    """The floor: what the framework takes to answer nothing."""
    return HttpResponse("<!doctype html><title>Bare</title><p>Nothing")


urlpatterns = [path("", bare)]


def pages() -> None:
    """Print how long the demo's pages take in one process, beside a bare view; nothing without a site below `var/`."""
    print(
        "Pages of the demo, from the request to the answer in one process; the floor is a bare Django view, without middleware."
    )
    if not (VAR / "postgres").exists():
        print("  There is no site here yet: start `make run` once. The pages are left out.")
        return
    with Services():
        import django

        django.setup()
        from django.db import connection
        from django.test import Client, override_settings
        from django.test.utils import CaptureQueriesContext

        def timed(client: Client, address: str) -> Callable[[], object]:
            return lambda: client.get(address)

        with override_settings(ALLOWED_HOSTS=["*"], DEBUG=False):
            with override_settings(ROOT_URLCONF="bench.pages", MIDDLEWARE=[]):
                floor = best(timed(Client(), "/"), 200)
            client = Client()  # one reads the middleware when it is first used
            for name, address in PAGES:
                with CaptureQueriesContext(connection) as queries:
                    answer = client.get(address, follow=True)
                if answer.status_code != 200:
                    print(f"  {name}: {address} answered {answer.status_code}")
                    continue
                address = answer.request["PATH_INFO"] + ("?" + answer.request["QUERY_STRING"]).rstrip("?")
                show(f"{name} ({len(queries)} queries)", best(timed(client, address), 40), "bare view", floor)
