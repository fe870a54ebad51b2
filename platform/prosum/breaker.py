"""A neighbour that is away is asked again only every few seconds, so that not every page waits for it in vain."""

from __future__ import annotations

import logging
import threading
import time

logger = logging.getLogger(__name__)


class Breaker:
    """Remembers that `name` did not answer. While it is away one caller every `seconds` may try, the others go on without."""

    def __init__(self, name: str, seconds: float = 5.0) -> None:
        self.name = name
        self.seconds = seconds
        self._lock = threading.Lock()
        self._away_until: float | None = None

    def allows(self) -> bool:
        """Whether the caller should try."""
        with self._lock:
            if self._away_until is None:
                return True
            now = time.monotonic()
            if now < self._away_until:
                return False
            self._away_until = now + self.seconds  # this caller finds out for all
            return True

    def failed(self, error: Exception) -> None:
        """The neighbour did not answer. Logged once each time it goes away."""
        with self._lock:
            is_news = self._away_until is None
            self._away_until = time.monotonic() + self.seconds
        if is_news:
            logger.warning("%s is away, going on without it: %s", self.name, error)

    def worked(self) -> None:
        """The neighbour answered."""
        if self._away_until is None:
            return
        with self._lock:
            self._away_until = None
        logger.warning("%s is back", self.name)
