"""Pages and the API, over WSGI: measured ten times faster than the same views over ASGI."""

from threading import Thread

import django
from django.conf import settings

from creations.catalog.connectors import connectors
from creations.catalog.library import described
from users.input.request import AnyHandler

from .gate import Gate
from .serving import threads, waiting

#: Seconds a request waits for its turn. The line is short enough to be done before; this is for when the database hangs.
PATIENCE = 20.0

django.setup(set_prefix=False)
application = Gate(
    AnyHandler(),
    serving=threads(),
    waiting=waiting(),
    patience=PATIENCE,
    largest=settings.PROSUM_REQUEST_BYTES,
)


def _warm_up() -> None:
    """Read the parts library's data now, beside the first requests: whoever places the first part need not wait."""
    described("3001")
    connectors("3001")


Thread(target=_warm_up, daemon=True).start()
