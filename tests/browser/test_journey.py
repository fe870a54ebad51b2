"""The main job, end to end, as people do it in a browser."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from creations.demo import designs
from creations.ldraw import parts_list, write
from creations.models import Creation
from creations.models.making import PICTURE, SCENE
from marketplace.models import Shop, StockLot
from prosum import mailbox

from ..background import draw
from ..workers import worker
from .people import sign_up


@pytest.fixture
def stocked(shop):
    """The house shop, which has what the rocket is made of."""
    lots = parts_list(designs.rocket())
    StockLot.objects.bulk_create(
        (StockLot(shop=shop, part=x.part, colour=x.colour, quantity=500, unit_price=1200) for x in lots),
        ignore_conflicts=True,
    )
    return Shop.objects.get()


def colours(page, selector: str) -> int:
    """How many different colours one sees there: an empty view has a handful."""
    picture = Image.open(io.BytesIO(page.locator(selector).screenshot())).convert("RGB").resize((200, 150))
    return len({tuple(value // 16 for value in rgb) for rgb in picture.getdata()})


@pytest.mark.django_db(transaction=True)
def test_publish_fork_order_and_be_told(visit, stocked, tmp_path):
    model = tmp_path / "rocket.mpd"
    model.write_bytes(write(designs.rocket()))
    with worker():
        designer = visit()
        sign_up(designer, "ada")
        designer.goto("/upload/")
        designer.set_input_files("input[name=files]", model)
        designer.wait_for_url("**/edit/")
        designer.fill("[name=title]", "My rocket")
        designer.fill("[name=story]", "It **flies**.")
        designer.check("[name=royalty][value=amount]")
        designer.fill("[name=royalty_amount]", "1.50")
        designer.check("[name=visibility][value=public]")
        designer.click("text=Save")
        designer.wait_for_url("**/@ada/my-rocket/")

        # The cover comes while one watches, then the model turns in 3D with at most three requests.
        designer.wait_for_selector("prosum-viewer img", timeout=30_000)
        designer.wait_for_selector("#progress:not([hx-get])", state="attached", timeout=30_000)
        asked: list[str] = []
        designer.on("request", lambda request: asked.append(request.url))
        designer.click("[data-open]")
        designer.wait_for_selector("prosum-viewer.is-open canvas")
        designer.wait_for_timeout(500)
        assert len([url for url in asked if "icons.svg" not in url]) <= 3, asked
        assert colours(designer, "prosum-viewer canvas") > 40, "the model is seen at once"
        designer.wait_for_selector("prosum-viewer[data-complete]")
        designer.wait_for_timeout(300)
        assert colours(designer, "prosum-viewer canvas") > 40, "and when all of it is there"
        slider = designer.locator("prosum-viewer input[type=range]")
        assert int(slider.get_attribute("max")) > 3
        slider.fill("1")
        assert designer.locator("prosum-viewer output").inner_text().startswith("1 /")
        designer.focus("prosum-viewer canvas")
        for key in ("ArrowLeft", "+", "]", "e", "r", "h", "a"):
            designer.keyboard.press(key)

        other = visit(locale="fr-FR")
        sign_up(other, "basile")
        other.goto("/creations/?q=rocket")
        other.click("text=My rocket")
        other.click("text=J’aime")
        other.wait_for_selector("[aria-pressed=true]:has-text('Aimé')")
        other.click("button:has-text('Forker')")
        other.wait_for_url("**/@basile/my-rocket/edit/")
        other.goto("/@basile/my-rocket/")
        assert "Forké de" in other.inner_text("main")

        other.goto("/@ada/my-rocket/")
        other.click("text=Commander les pièces")
        for field, value in {"name": "Basile", "street": "1 rue du Port", "postcode": "29200", "city": "Brest"}.items():
            other.fill(f"[name={field}]", value)
        other.click("text=Vérifier la commande")
        other.click("button:has-text('Commander et payer')")
        other.wait_for_url("**/pay/sandbox/**")
        other.click("text=Payer maintenant")
        other.wait_for_url("**/orders/**")
        assert "Payée" in other.inner_text("main")

        designer.wait_for_timeout(3000)
        designer.goto("/notifications/")
        told = designer.inner_text("main")
        assert "basile likes My rocket" in told and "basile forked My rocket" in told
        assert "basile ordered the parts of My rocket" in told

        seller = visit(member="soren")
        seller.goto("/shop/")
        seller.click("table a")
        seller.click("text=It is packed")
        seller.fill("[name=tracking]", "6A42")
        seller.click("text=It is shipped")
        other.wait_for_timeout(3000)
        other.reload()
        assert "6A42" in other.inner_text("main") and "Expédiée" in other.inner_text("main")
        for _ in range(150):  # a mail waits a while, and takes along what else happens
            told = "".join(mail.subject + mail.text for mail in mailbox.mails())
            if "est payée et confirmée" in told and "est en route" in told:
                break
            other.wait_for_timeout(200)
        else:
            raise AssertionError(f"the mails do not say it: {told}")
        assert Creation.objects.get(slug="my-rocket", owner__username="ada").forks.count() == 1


@pytest.mark.django_db(transaction=True)
def test_read_an_article_and_comment(visit, creation, make_member):
    from wagtail.models import Locale

    from blog.models import ArticleIndexPage, ArticlePage

    index = ArticleIndexPage.objects.get(locale=Locale.objects.get(language_code="en"))
    page = ArticlePage(title="On towers", slug="on-towers", summary="They stand.", owner=make_member("eloise", "editor"), locale=index.locale,
                       body=[("text", "<p>Because.</p>"), ("creation", {"creation": creation, "remark": ""})])  # fmt: skip
    index.add_child(instance=page)
    page.save_revision().publish()
    make_member("chloe")
    reader = visit(member="chloe")
    reader.goto("/")
    reader.click("text=On towers")
    reader.fill("#comment-body", "Half a")
    reader.reload()
    assert reader.input_value("#comment-body") == "Half a", "what was typed survives a reload"
    reader.fill("#comment-body", "Well *said*")
    reader.click("button:has-text('Comment')")
    reader.wait_for_selector(".comment em:has-text('said')")
    assert reader.input_value("#comment-body") == ""


@pytest.mark.django_db(transaction=True)
def test_a_bad_file_is_explained_beside_its_name(visit, ada, tmp_path):
    page = visit(member="ada")
    bad = tmp_path / "bad.ldr"
    bad.write_text("1 4 0 0 zero 1 0 0 0 1 0 0 0 1 3001.dat")
    page.goto("/upload/")
    page.set_input_files("input[name=files]", bad)
    page.wait_for_selector(".is-failed:has-text('bad.ldr:1')")


@pytest.mark.django_db(transaction=True)
def test_a_model_that_is_being_turned_stays_when_its_picture_comes(visit, creation):
    """While the picture is made the page asks again and again; what is open stays open, what is not gets the picture."""
    revision = creation.current
    draw(SCENE, revision)
    turning, waiting = visit(), visit()
    for page in (turning, waiting):
        page.goto(creation.get_absolute_url())
    turning.click("[data-open]")
    turning.wait_for_selector("prosum-viewer[data-complete]")
    draw(PICTURE, revision)
    for page in (turning, waiting):
        page.wait_for_selector("#progress:not([hx-get])", state="attached")
    assert turning.locator("prosum-viewer.is-open canvas").count() == 1
    waiting.wait_for_selector("prosum-viewer img")
    assert waiting.locator("[data-open]").is_visible()
