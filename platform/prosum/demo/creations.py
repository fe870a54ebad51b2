"""The demo's creations: whose they are, what their authors say of them, and how they descend from each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from creations import actions, ldraw
from creations.demo import designs
from creations.demo.pen import BLACK, DARK_TAN, GREY, NOUGAT, ORANGE, TAN
from creations.ldraw import Document
from creations.models import Creation, Licence, Royalty, Visibility
from users.models import Member


@dataclass(frozen=True, slots=True)
class Made:
    """A creation to make. `upstream` is the key of the one it is forked from."""

    key: str
    owner: str
    design: Callable[[], Document]
    title: str
    story: str
    tags: tuple[str, ...]
    licence: Licence = Licence.BY_SA
    royalty_percent: int = 0
    royalty_cents: int = 0
    upstream: str = ""
    message: str = ""


CREATIONS = (
    Made(
        "moon base", "ada", designs.moon_base, "Moon base Alcyone",
        "A base for three: a **dome** to live in, a laboratory with its antenna, a landing pad, solar panels and a rover.\n\n"
        "It began with the dome. Two dishes of eight studs fit each other so well that everything else had to follow.\n\n"
        "- The dome lifts off, so you can furnish it.\n- The tunnel is only held by its plate: build it last.\n"
        "- The rover drives.\n\nFork it, please. A base that nobody extends is a museum.",
        ("space", "moon", "base", "minifigures"), royalty_percent=5,
    ),
    Made(
        "rover", "ada", designs.rover, "Moon rover",
        "Four wheels, one seat, far too much antenna. The small brother of the one in front of the base.",
        ("space", "moon", "vehicle"), Licence.BY,
    ),
    Made(
        "rocket", "ada", designs.rocket, "Rocket Bergamote",
        "Three stages of round bricks and a capsule that could hold a very small astronaut. A good first build: thirty parts,"
        " half an hour, and it stands well on a shelf.",
        ("space", "rocket", "small"), Licence.CC0,
    ),
    Made(
        "lighthouse", "basile", designs.lighthouse, "Phare du rocher nord",
        "Un phare, son rocher, la maison du gardien. Les anneaux sont de simples briques rondes de quatre : *rien de rare*,"
        " tout se trouve.\n\nLe gardien regarde vers le large. Tournez le modèle, vous verrez ce qu’il voit.",
        ("mer", "phare", "bretagne"), royalty_cents=150,
    ),
    Made(
        "sailing boat", "basile", designs.sailing_boat, "La Mouette",
        "Les voiles sont des plaques posées sur la tranche. C’est interdit par les manuels et autorisé par le vent.",
        ("mer", "bateau"), Licence.BY_NC,
    ),
    Made(
        "tram", "basile", designs.tram, "Tram, ligne 4",
        "La ligne qui menait à la plage. Huit fenêtres de chaque côté, un passager en retard.",
        ("ville", "tram", "véhicule"), royalty_percent=3,
    ),
    Made(
        "bakery", "chloe", designs.bakery, "La boulangerie du coin",
        "Au rez-de-chaussée le pain, à l’étage la boulangère, sous le toit le chat (on ne le voit jamais).\n\n"
        "Les trois étages se séparent. L’auvent est fait de petites pentes rouges et blanches.",
        ("ville", "maison", "modulaire"), royalty_percent=5,
    ),
    Made(
        "trees", "chloe", designs.trees, "Quatre saisons",
        "Le même arbre quatre fois. Je l’ai dessiné une fois, puis j’ai changé les feuilles : c’est un programme de dix lignes.",
        ("nature", "arbre"), Licence.BY,
    ),
    Made(
        "heart", "chloe", designs.heart, "Cœur de pixels",
        "256 tuiles rondes sur une plaque de seize. Offert trois fois déjà.",
        ("mosaïque", "cadeau"), Licence.CC0,
    ),
    Made(
        "chess", "ada", designs.chess, "Chess for two evenings",
        "One evening to build it, one to play. Every kind of chessman is one submodel drawn in *the colour it is placed in*,"
        " so white and black come from the same drawing.",
        ("game", "chess", "table"), royalty_percent=4,
    ),
    Made(
        "robot", "ada", designs.robot, "Robot Tournevis",
        "Its job is to hold my screwdrivers. It does not, but it looks as if it would.",
        ("robot", "small"), Licence.BY,
    ),
    Made(
        "spiral", "basile", designs.spiral, "L’escalier sans fin",
        "Un escalier que deux lignes de trigonométrie ont dessiné. Il monte, et c’est tout.",
        ("abstrait", "programme"), Licence.BY_NC_SA,
    ),
    Made(
        "bird house", "chloe", designs.bird_house, "Nichoir pour fenêtre",
        "Pour le rebord de la fenêtre. Les vrais oiseaux préfèrent le vrai bois, celui-ci est pour nous.",
        ("nature", "oiseau", "maison"), Licence.ALL_RIGHTS, royalty_cents=100,
    ),
    Made(
        "moon garden", "basile", lambda: designs.moon_base(name="moon base.mpd", garden=True), "Base lunaire avec serre",
        "La base d’Ada, plus une **serre** : on ne vit pas que de science. Six rangs de légumes sous verre, juste derrière le"
        " pas de tir.",
        ("space", "moon", "base", "jardin"), upstream="moon base", message="Une serre derrière le pas de tir",
    ),
    Made(
        "mars garden", "chloe", lambda: designs.moon_base(name="moon base.mpd", garden=True, ground=NOUGAT, hull=TAN),
        "La même, mais sur Mars",
        "Fourche d’une fourche : le sol est devenu roux, les murs couleur de sable. La serre de Basile est restée, les"
        " légumes s’en moquent.",
        ("space", "mars", "base", "jardin"), upstream="moon garden", message="Sol roux, murs sable",
    ),
    Made(
        "black lighthouse", "ada", lambda: designs.lighthouse(name="lighthouse.mpd", stripe=BLACK, rock=DARK_TAN),
        "Lighthouse in black and white",
        "Basile’s lighthouse as it would stand on my coast: black rings, sandstone below.",
        ("sea", "lighthouse"), upstream="lighthouse", message="Black rings, sandstone rock",
    ),
    Made(
        "rusty robot", "chloe", lambda: designs.robot(name="robot.mpd", body=ORANGE, eyes=GREY), "Robot rouillé",
        "Le robot d’Ada après un hiver dehors.", ("robot", "petit"), Licence.BY, upstream="robot", message="Un hiver dehors",
    ),
)  # fmt: skip


def make_creations(people: dict[str, Member], say: Callable[[str], None]) -> dict[str, Creation]:
    """The creations by their keys; those that are there already are left alone."""
    found: dict[str, Creation] = {}
    for made in CREATIONS:
        owner = people[made.owner]
        there = Creation.objects.filter(owner=owner, title=made.title).first()
        if there is None:
            say(f"  {made.title}")
            there = _make(made, owner, found)
        found[made.key] = there
    return found


def _make(made: Made, owner: Member, found: dict[str, Creation]) -> Creation:
    model = ldraw.write(made.design())
    name = made.design().name
    if made.upstream:
        upstream = Creation.objects.select_related("current__creation__owner").get(pk=found[made.upstream].pk)
        assert upstream.current is not None
        creation = actions.fork(revision=upstream.current, member=owner)
        actions.add_revision(creation=creation, member=owner, data=model, file_name=name, message=made.message)
        creation.refresh_from_db()
        licence = upstream.licence_terms if upstream.licence_terms.share_alike else made.licence
    else:
        creation = actions.create(owner=owner, data=model, file_name=name, title=made.title)
        licence = made.licence
    royalty = Royalty.PERCENT if made.royalty_percent else Royalty.AMOUNT if made.royalty_cents else Royalty.NONE
    return actions.update(
        creation=creation,
        member=owner,
        title=made.title,
        story=made.story,
        licence=licence,
        royalty=royalty,
        royalty_cents=made.royalty_cents,
        royalty_percent=made.royalty_percent,
        visibility=Visibility.PUBLIC,
        tags=list(made.tags),
    )
