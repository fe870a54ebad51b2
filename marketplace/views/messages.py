"""What buyer and shop write to each other about an order, and what moderators see of it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from users.answers import note, refusals_as_page
from users.errors import NotAllowed
from users.models import Role
from users.once import once
from users.permissions import has_role
from users.rates import writes
from users.requests import MemberRequest

from .. import actions
from ..actions.messaging import LONGEST, BadMessage
from ..guests import Asker, asker_of, signed_in_or_by_link
from ..models import Order, OrderMessage, Parcel, Shop
from ..permissions import message_policy

#: So many reported messages are shown at once.
SHOWN = 50


@signed_in_or_by_link
@require_http_methods(["GET", "HEAD", "POST"])
@once
@refusals_as_page
@writes("message")
def thread(request: HttpRequest, number: str, slug: str) -> HttpResponse:
    """All that the two wrote, and a form; who opens it has read it."""
    order = get_object_or_404(Order, number=number)
    shop = get_object_or_404(Shop, slug=slug)
    asker, problem, body = _one_of_both(request, order, shop), "", ""
    if request.method == "POST":
        body = request.POST.get("body", "")
        try:
            actions.write_message(order=order, shop=shop, member=asker, body=body)
        except BadMessage as error:
            problem = str(error.message)
        else:
            note(request, _("Sent. The other side is told by mail."))
            return redirect("messages", number, slug)
    written = list(OrderMessage.objects.filter(order=order, shop=shop).order_by("pk"))
    if request.method == "GET":
        actions.read_thread(order=order, shop=shop, member=asker)
    is_shop = message_policy.is_shop(asker, order, shop)
    context = {
        "order": order,
        "shop": shop,
        "messages_written": written,
        "is_shop": is_shop,
        "parcel": Parcel.objects.filter(order=order, shop=shop).order_by("pk").first() if is_shop else None,
        "problem": problem,
        "body": body[: 2 * LONGEST],
        "longest": LONGEST,
    }
    return render(request, "marketplace/messages.html", context, status=422 if problem else 200)


@signed_in_or_by_link
@require_POST
@refusals_as_page
@writes("message")
def report(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let moderators read a message; then the thread."""
    found = OrderMessage.objects.select_related("order", "shop")
    message = get_object_or_404(found, pk=pk, order__number=number)
    asker = _one_of_both(request, message.order, message.shop)
    actions.report_message(message=message, member=asker)
    note(request, _("Reported. Moderators read this message now, and no other."))
    return redirect("messages", number, message.shop.slug)


@login_required
@require_safe
@refusals_as_page
def reported(request: MemberRequest) -> HttpResponse:
    """The reported messages that nobody has decided on, the oldest first."""
    if not has_role(request.user, Role.MODERATOR):
        raise NotAllowed
    waiting = OrderMessage.objects.filter(reported_at__isnull=False, judged_at=None).select_related("order", "shop")
    found = [one for one in waiting.order_by("reported_at")[:SHOWN] if message_policy.can_judge(request.user, one)]
    return render(request, "marketplace/messages_reported.html", {"waiting": found})


@login_required
@require_POST
@refusals_as_page
@writes("moderate")
def judge(request: MemberRequest, pk: int) -> HttpResponse:
    """Hide a reported message, or leave it; then the list."""
    message = get_object_or_404(OrderMessage.objects.select_related("order", "shop"), pk=pk)
    actions.judge_message(message=message, member=request.user, hide="hide" in request.POST)
    note(request, _("Decided."))
    return redirect("messages_reported")


def _one_of_both(request: HttpRequest, order: Order, shop: Shop) -> Asker:
    for asker in (request.user, asker_of(request, order.number)):
        if message_policy.can_write(asker, order, shop):
            return asker
    raise Http404
