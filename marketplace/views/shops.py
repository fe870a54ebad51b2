"""Shops: their public page, and the pages on which a member opens and runs one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from users.answers import note, refusals_as_page
from users.editions import EditedMeanwhile, differences, edition_of
from users.errors import NotAllowed
from users.input.numbers import whole
from users.once import once
from users.rates import writes
from users.requests import MemberRequest

from .. import actions
from ..actions.shops import BadShop
from ..countries import country_name
from ..models import ShippingMethod, Shop
from ..permissions import policy, shop_policy
from ..queries import price_list, shop_sample, year_of_sales
from ..shop_forms import ShippingForm, ShopForm


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A shop as buyers see it: who sells, from where, on which terms, and some of what it has."""
    shop = get_object_or_404(Shop.objects.select_related("owner"), slug=slug)
    if not shop_policy.can_view(request.user, shop):
        raise Http404
    context = {
        "shop": shop,
        "country": country_name(shop.country),
        "methods": price_list(shop),
        "sample": shop_sample(shop),
        "trusted": request.user.is_authenticated and request.user.trusted_shops.filter(shop=shop).exists(),
        "can_run": shop_policy.can_run(request.user, shop),
        "can_approve": shop.is_waiting and shop_policy.can_approve(request.user, shop),
    }
    return render(request, "marketplace/shop_page.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
@refusals_as_page
@writes("shop")
def open_shop(request: MemberRequest) -> HttpResponse:
    """The form to open a shop; then its settings."""
    if not shop_policy.can_open(request.user):
        raise NotAllowed(_("Nobody opens a shop here: this site has a shop of its own."))
    language = (get_language() or "en")[:2]
    form = ShopForm(request.POST or None, initial={"language": language, "country": "FR"})
    if request.method == "POST" and form.is_valid():
        try:
            shop = actions.open_shop(member=request.user, terms=form.asked())
        except BadShop as error:
            form.add_error(error.field or None, str(error.message))
        else:
            waits = _("Your shop is open as soon as the operator has approved it. You can stock it already.")
            note(request, waits if shop.is_waiting else _("Your shop is open. Now say what it has."))
            return redirect("shop_settings", shop.slug)
    context = {"form": form, "mine": policy.shops_of(request.user).filter(is_house=False).first()}
    return render(request, "marketplace/shop_open.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_page
@writes("shop")
def settings_page(request: MemberRequest, slug: str) -> HttpResponse:
    """How the shop sells, and its ways of sending."""
    shop = mine(request, slug)
    form = ShopForm(request.POST or None, instance=shop)
    edition = edition_of(request)
    context: dict[str, Any] = {
        "shop": shop,
        "form": form,
        "edition": edition or shop.edition,
        "methods": price_list(shop),
        "year": year_of_sales(shop),
    }
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_shop(shop=shop, member=request.user, terms=form.asked(), edition=edition)
        except EditedMeanwhile as error:
            versions = differences(ShopForm(instance=error.saved), form)
            context.update(edition=error.saved.edition, differences=versions)
            return render(request, "marketplace/shop_settings.html", context, status=error.status)
        except BadShop as error:
            form.add_error(error.field or None, str(error.message))
        else:
            note(request, _("Saved."))
            return redirect("shop_settings", slug)
    return render(request, "marketplace/shop_settings.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
@refusals_as_page
@writes("shop")
def shipping(request: MemberRequest, slug: str) -> HttpResponse:
    """One way of sending: `?method=` names the one to change, without it a new one is added."""
    shop = mine(request, slug)
    pk = whole(request.GET.get("method"), most=2**63 - 1)
    method = get_object_or_404(shop.shipping_methods, pk=pk) if pk is not None else None
    form = ShippingForm(request.POST or None, method=method)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.keep_shipping(
                shop=shop,
                member=request.user,
                method=method,
                name=given["name"],
                tracked=given["tracked"],
                free_from=given["free_from"],
                bands=form.bands(),
            )
        except BadShop as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            note(request, _("Saved."))
            return redirect("shop_settings", slug)
    context = {"shop": shop, "form": form, "method": method}
    return render(request, "marketplace/shipping.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
@refusals_as_page
@writes("shop")
def shipping_remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Send that way no more; then the shop's settings."""
    method = get_object_or_404(ShippingMethod.objects.select_related("shop"), pk=pk, shop=mine(request, slug))
    actions.remove_shipping(method=method, member=request.user)
    note(request, _("Removed."))
    return redirect("shop_settings", slug)


@login_required
@require_POST
@refusals_as_page
@writes("shop")
def approve(request: MemberRequest, slug: str) -> HttpResponse:
    """The operator lets a waiting shop sell; then its page."""
    shop = actions.approve_shop(shop=get_object_or_404(Shop, slug=slug), member=request.user)
    note(request, _("The shop sells from now on."))
    return redirect(shop.get_absolute_url())


def mine(request: HttpRequest, slug: str) -> Shop:
    """The visitor's shop of that address. Raises Http404 for one that they do not run."""
    shop = get_object_or_404(Shop, slug=slug)
    if not shop_policy.can_run(request.user, shop):
        raise Http404
    return shop
