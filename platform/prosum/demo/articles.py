"""Six articles, three French and three English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale

from blog.models import ArticleIndexPage, ArticlePage
from creations.models import Creation
from users.models import Member


@dataclass(frozen=True, slots=True)
class Written:
    """An article to make. `body` holds pairs of a block's name and its value; creations are named by key."""

    language: str
    slug: str
    title: str
    summary: str
    featured: str
    tags: tuple[str, ...]
    body: tuple[tuple[str, Any], ...]


ARTICLES = (
    Written(
        "en", "what-is-a-prosumer", "What is a prosumer?",
        "A word from 1980 for something older than shops: people who make part of what they use.", "moon base",
        ("prosumers", "ideas"),
        (
            ("text", "<p>In 1980 the futurist Alvin Toffler needed a word for people who are neither producers nor consumers but both at once. He glued the two together: <b>prosumer</b>. He was not describing something new. For most of history people baked the bread they ate. What was new, he thought, was that they would do it again, with better tools.</p>"),
            ("heading", "From kits to designs"),
            ("text", "<p>A construction toy is half a product. Somebody has to finish it, and whoever finishes it decides what it is. The makers of such toys learned slowly that their best designers did not work for them. In 2005 one of them let its customers draw a model on a screen and order exactly the parts of what they had drawn. Others could order it too. The design stayed with the person who had made it.</p><p>That small loop holds everything: a tool to design with, a price for a single copy, a place to show it, and an author who is named.</p>"),
            ("creation", ("moon base", "Drawn by one member, extended by two others.")),
            ("heading", "What changes when the design stays yours"),
            ("text", "<p>A contest takes your idea and gives you a prize. A marketplace for designs asks you first: <i>under which licence?</i> The answer is a promise to strangers. “Share alike” says that what they make of it stays open. “No commerce” says that nobody earns from it before you do. “All rights reserved” says: look, order, but do not change.</p><p>None of these is better than another. What matters is that the author chooses, in plain words, before anybody clicks.</p>"),
            ("quote", {"text": "The question is not who owns the bricks. It is who owns the idea of where they go.", "source": ""}),
            ("text", "<p>This site is software that runs that loop. You can read it, change it and run it for your own club. That, too, is prosumption.</p>"),
        ),
    ),
    Written(
        "en", "how-a-parts-list-is-counted", "How a parts list is counted",
        "Why a wheel of nine hundred lines is one part, and how a file can ask for a billion bricks without having one.", "chess",
        ("ldraw", "how it works"),
        (
            ("text", "<p>An LDraw file is a text. A line that begins with 1 places something: a colour, a position, a matrix, and the name of what stands there. That name can be a part, or another model, which places things in turn. The chess set on this site has sixteen pawns and draws <b>one</b>.</p>"),
            ("creation", ("chess", "Six drawings, thirty-two men.")),
            ("heading", "Multiply, do not walk"),
            ("text", "<p>To count parts one could follow every line to its end. For a castle whose wall holds a hundred windows of thirty parts that is three thousand steps. But a window has the same parts wherever it stands, so we count it once and multiply. The cost grows with the length of the file, not with the size of the model. It also means that a file whose submodels double sixty times, which would be a quintillion bricks, is refused before a single one is placed.</p>"),
            ("heading", "What is a part, anyway?"),
            ("text", "<p>Files often carry geometry along: a sticker, a bent hose, a new mould that no library has yet. If such a file calls itself a part it is one lot in your list, marked <i>custom</i>, because no shop can sell it. The cylinders and edges it is drawn with are never parts, however often they are placed. Getting this rule wrong is how a car comes to need four hundred quarter circles.</p>"),
            ("text", "<p>You can try it at home: <code>prosum ldraw parts model.mpd</code> prints the list of any file, without a site and without a database.</p>"),
        ),
    ),
    Written(
        "en", "forks-are-compliments", "Forks are compliments",
        "A moon base got a garden, then moved to Mars. What happens to a design when others may change it.", "mars garden",
        ("community", "licences"),
        (
            ("text", "<p>Ada published a moon base. The first comment asked what its crew lived on. Two days later there was a greenhouse, drawn by the person who had asked. A week later the whole thing stood on Mars.</p>"),
            ("creation", ("moon garden", "The first fork: a greenhouse.")),
            ("text", "<p>On a picture-sharing site this would be called copying. Here it is a <b>fork</b>: the new creation knows where it came from, says so on its page, and the original lists its descendants. The family tree is kept by the software, so nobody needs to remember to be polite.</p>"),
            ("creation", ("mars garden", "A fork of the fork: red ground, sand-coloured walls.")),
            ("heading", "See what changed"),
            ("text", "<p>Every placement carries a small name of its own, so two revisions can be compared exactly: these parts are new, these are gone, these only moved, these were recoloured. It is what programmers have had for their texts since the 1970s. Models deserve it as well.</p>"),
            ("quote", {"text": "Nobody forks what they do not like.", "source": ""}),
        ),
    ),
    Written(
        "fr", "le-prosommateur", "Le prosommateur, ou le pain qu’on fait soi-même",
        "Un mot de 1980 pour une idée plus vieille que les magasins : faire une part de ce dont on se sert.", "bakery",
        ("prosommateurs", "idées"),
        (
            ("text", "<p>Le mot vient d’Alvin Toffler, qui en 1980 cherchait comment nommer ceux qui ne sont ni tout à fait producteurs, ni tout à fait consommateurs. En français on dit <b>prosommateur</b>, et l’on sourit. La chose, elle, est sérieuse : qui dessine ce qu’il utilise comprend ce qu’il achète.</p>"),
            ("creation", ("bakery", "Dessinée un soir de pluie, commandée depuis par d’autres.")),
            ("heading", "Du plan à la caisse"),
            ("text", "<p>Prenez la boulangerie de Chloé. Elle existe comme un fichier de quelques kilo-octets : une suite de lignes, chacune disant quelle pièce va où, et de quelle couleur. Du fichier on tire la liste des pièces, de la liste un prix, du prix une commande. À aucun moment le plan n’a changé de propriétaire.</p><p>C’est là toute la différence avec un concours d’idées : l’autrice ne cède rien, elle autorise.</p>"),
            ("heading", "Gagner un peu, pas tout"),
            ("text", "<p>Chloé demande cinq pour cent du prix des pièces. Elle aurait pu demander un euro, ou rien. La somme est écrite sur la commande, à sa ligne, entre le port et le total. On aime payer quelqu’un quand on sait qui.</p>"),
            ("quote", {"text": "On ne possède vraiment que ce qu’on saurait refaire.", "source": ""}),
        ),
    ),
    Written(
        "fr", "dessiner-un-phare", "Dessiner un phare en sept anneaux",
        "Petite leçon de construction : des pièces communes, une base qui tient, et une raison de tourner le modèle.", "lighthouse",
        ("construire", "leçon"),
        (
            ("text", "<p>Un phare est un bon premier projet : c’est une tour, donc un empilement, et un empilement se construit tout seul. La difficulté est ailleurs : qu’il ait l’air d’être <i>quelque part</i>.</p>"),
            ("creation", ("lighthouse", "Jouez les étapes avec le curseur : on voit le rocher venir avant la tour.")),
            ("heading", "1. Le sol d’abord"),
            ("text", "<p>Une plaque de seize sur seize, bleue. Dessus quatre plaques de quatre, grises : le rocher. Puis des briques de deux posées sans régularité, et trois pentes pour casser les angles. Résistez à la symétrie, la mer n’en a pas.</p>"),
            ("heading", "2. Les anneaux"),
            ("text", "<p>Sept briques rondes de quatre, blanches et rouges. Elles existent depuis longtemps et se trouvent partout, ce qui compte quand d’autres voudront commander votre modèle : une pièce rare fait un prix rare.</p>"),
            ("heading", "3. Une raison de tourner"),
            ("text", "<p>Le gardien regarde vers le large. Celui qui ouvre la page ne voit que son ciré jaune : il faut tourner le modèle pour croiser son regard. Mettez toujours quelque chose derrière.</p>"),
        ),
    ),
    Written(
        "fr", "combien-coute-un-modele", "Combien coûte un modèle ?",
        "Les pièces, le port, la part de l’auteur : d’où vient chaque centime d’une commande, et où il va.", "tram",
        ("place de marché", "comment ça marche"),
        (
            ("text", "<p>Le prix affiché sur la page d’une création est celui des pièces, aujourd’hui, dans la boutique de la maison. Il n’est pas estimé : chaque lot a été cherché dans le stock, et s’il en manque un seul, la page le dit au lieu de commander à moitié.</p>"),
            ("heading", "Trois lignes et un total"),
            ("text", "<ul><li><b>Les pièces</b> : la somme des lots, au centime.</li><li><b>Le port</b> : une base, plus un peu par centaine de pièces.</li><li><b>L’auteur</b> : ce qu’il a choisi, un montant ou un pourcentage, jamais plus de la moitié.</li></ul><p>Rien d’autre. Au paiement, la somme est inscrite dans un livre à partie double : ce qui entre d’un côté sort de l’autre, et la base de données refuse une écriture qui ne s’équilibre pas.</p>"),
            ("creation", ("tram", "Regardez son prix, puis ouvrez la liste des pièces.")),
            ("heading", "Et si deux personnes veulent la dernière brique ?"),
            ("text", "<p>La première qui commande la réserve pour un quart d’heure, le temps de payer. La seconde l’apprend avant de payer, pas après. C’est moins une affaire de politesse que de verrous : la base n’accepte pas de promettre deux fois la même brique.</p>"),
        ),
    ),
)  # fmt: skip


def make_articles(author: Member, made: dict[str, Creation]) -> None:
    """The demo's articles in both languages; those that are there already stay."""
    for written in ARTICLES:
        index = ArticleIndexPage.objects.get(locale=Locale.objects.get(language_code=written.language))
        if index.get_children().filter(slug=written.slug).exists():
            continue
        page = ArticlePage(
            title=written.title,
            slug=written.slug,
            summary=written.summary,
            owner=author,
            locale=index.locale,
            featured=made[written.featured],
            body=[_block(kind, value, made) for kind, value in written.body],
        )
        index.add_child(instance=page)
        page.tags.add(*written.tags)
        page.save_revision(user=author).publish()


def _block(kind: str, value: Any, made: dict[str, Creation]) -> tuple[str, Any]:
    if kind != "creation":
        return kind, value
    key, remark = value
    return kind, {"creation": made[key], "remark": remark}
