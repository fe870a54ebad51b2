"""What is known by its name needs no traceback in the log."""

from __future__ import annotations

import logging


class OneLine(logging.Filter):
    """For loggers whose errors are somebody else's (a host that is not ours, a broker that is away): the error alone."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, without its traceback."""
        if record.exc_info and record.exc_info[1] is not None:
            record.msg, record.args = str(record.exc_info[1]), ()
            record.exc_info = record.exc_text = None
        return True
