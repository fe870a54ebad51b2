"""Stock files: what shops bring and take away. Pure Python, no Django.

`read_stock` reads a file of any form into lots under LDraw numbers and colours, changes and problems.
"""

from .lots import NEW, PARTICULARS, USED, Change, FileLot, StockFile
from .problems import Problem, Why
from .reading import FORMATS, Told, read_stock

__all__ = [
    "FORMATS",
    "NEW",
    "PARTICULARS",
    "USED",
    "Change",
    "FileLot",
    "Problem",
    "StockFile",
    "Told",
    "Why",
    "read_stock",
]
