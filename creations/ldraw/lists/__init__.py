"""Parts lists from elsewhere: BrickLink's XML, BrickStore's files, Rebrickable's CSV, spreadsheets, and our own.

A list is read in two steps: `rows` takes a file apart into what its columns say, whatever its form, encoding and
language; `reading` finds out which of our parts and colours are meant. What it cannot find out is kept, with its line.
"""

from .kinds import is_model
from .reading import MAX_LOTS, ReadList, Reason, Unknown, read_list

__all__ = ["MAX_LOTS", "ReadList", "Reason", "Unknown", "is_model", "read_list"]
