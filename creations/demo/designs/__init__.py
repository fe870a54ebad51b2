"""The demo's designs: each function draws one model."""

from .space import moon_base, rocket, rover
from .town import bakery, lighthouse, sailing_boat, tram
from .wonders import bird_house, chess, heart, robot, spiral, trees

__all__ = [
    "bakery",
    "bird_house",
    "chess",
    "heart",
    "lighthouse",
    "moon_base",
    "robot",
    "rocket",
    "rover",
    "sailing_boat",
    "spiral",
    "tram",
    "trees",
]
