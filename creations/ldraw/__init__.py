"""LDraw files as a format library: read, write, list parts, flatten, compare. Pure Python, no Django.

Units are LDraw's: 1 LDU = 0.4 mm, a stud is 20 LDU wide, a brick 24 LDU high, y points down.

    document = read(Path("moon base.mpd").read_bytes(), name="moon base.mpd")
    parts_list(document).parts        # 200
    write(document)                   # the same document as bytes
"""

from .document import Document, File, Placement
from .errors import LDrawError, LDrawLimitError
from .limits import DEFAULT_LIMITS, Limits
from .parts_list import Lot, PartsList, parts_list
from .reader import read
from .writer import write

__all__ = [
    "DEFAULT_LIMITS",
    "Document",
    "File",
    "LDrawError",
    "LDrawLimitError",
    "Limits",
    "Lot",
    "PartsList",
    "Placement",
    "parts_list",
    "read",
    "write",
]
