"""What the demo's members do with each other's creations."""

from __future__ import annotations

from blog import actions as blog
from blog.models import Comment
from creations import actions
from creations.models import Creation
from users import actions as users
from users.models import Follow, Member

_FOLLOWS = (
    ("basile", "ada"),
    ("chloe", "ada"),
    ("chloe", "basile"),
    ("ada", "chloe"),
    ("soren", "ada"),
    ("eloise", "basile"),
)
_LIKES = {
    "moon base": ("basile", "chloe", "eloise", "marin", "soren"),
    "bakery": ("ada", "basile", "eloise", "marin"),
    "lighthouse": ("ada", "chloe", "eloise", "soren"),
    "chess": ("chloe", "marin", "soren"),
    "tram": ("ada", "chloe"),
    "trees": ("ada", "eloise", "marin"),
    "spiral": ("ada", "marin"),
    "moon garden": ("ada", "chloe", "eloise"),
    "mars garden": ("ada", "basile"),
    "rocket": ("basile", "soren"),
    "sailing boat": ("eloise",),
    "heart": ("basile",),
    "robot": ("chloe",),
}
_BUILDS = (
    ("moon base", "chloe", "Deux soirées. La coupole s’ôte vraiment."),
    ("moon base", "soren", "Built it from shop stock to check the parts list. It is right."),
    ("lighthouse", "ada", "On my window sill now."),
    ("chess", "marin", "Built on Friday, lost on Saturday."),
    ("bakery", "eloise", "Dans ma cuisine, forcément."),
)
#: Creation, author, words, and the answers to them.
_COMMENTS = (
    (
        "moon base",
        "basile",
        "Superbe. Mais de quoi vivent-ils ?",
        (
            ("ada", "Astronaut food. You are right, it wants a garden."),
            ("basile", "Alors je m’en occupe. **Fourche en route.**"),
        ),
    ),
    (
        "moon base",
        "marin",
        "The tunnel came loose twice. Plate under it?",
        (("ada", "There is one, `3795`. Press it down before the arches."),),
    ),
    ("bakery", "ada", "The awning! I will steal that for a flower shop.", (("chloe", "Vole, c’est sous licence."),)),
    ("lighthouse", "eloise", "On entend la mer.", ()),
    ("chess", "chloe", "Le cavalier est très réussi avec deux pièces.", (("ada", "Three, if you count its foot."),)),
    ("mars garden", "basile", "Les légumes s’en moquent, mais le commandant a l’air inquiet.", ()),
    ("spiral", "marin", "How many steps before it falls?", (("basile", "J’ai arrêté à 48, par prudence."),)),
)


def make_talk(people: dict[str, Member], made: dict[str, Creation]) -> None:
    """Follows, likes, builds and comments among the demo's people, once."""
    for follower, followed in _FOLLOWS:
        if not Follow.objects.filter(follower=people[follower], followed=people[followed]).exists():
            users.follow(member=people[follower], followed=people[followed])
    for key, names in _LIKES.items():
        for name in names:
            actions.like(creation=made[key], member=people[name])
    for key, name, note in _BUILDS:
        actions.record_build(creation=made[key], member=people[name], note=note)
    for key, name, words, answers in _COMMENTS:
        if Comment.objects.filter(creation=made[key], body=words).exists():
            continue
        first = blog.comment(author=people[name], body=words, subject=made[key])
        for answerer, answer in answers:
            blog.comment(author=people[answerer], body=answer, subject=made[key], parent=first)
