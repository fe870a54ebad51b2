"""Parts lists from elsewhere: BrickLink's XML, BrickStore's files, Rebrickable's CSV, spreadsheets, and our own.

A list is read in two steps: `rows_of` takes a file apart into what its columns say, whatever its form, encoding and
language; `identify` and `quantity_of` find out which lot of ours an entry means, and `read_list` does so for all of them.
What cannot be found out is kept, with its line.
"""

from .kinds import is_model, rows_of
from .reading import MAX_LOTS, NoLot, ReadList, Reason, Unknown, identify, quantity_of, read_list
from .rows import Row, Rows

__all__ = [
    "MAX_LOTS",
    "NoLot",
    "ReadList",
    "Reason",
    "Row",
    "Rows",
    "Unknown",
    "identify",
    "is_model",
    "quantity_of",
    "read_list",
    "rows_of",
]
