"""What a shop sold: month by month for its chart, and by country and rate for its tax return. Amounts are minor units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Q, Sum, When
from django.db.models.functions import TruncMonth
from django.utils import timezone

from .models import Booking, Invoice, LedgerEntry, Shop

#: So many months are charted.
MONTHS = 12
#: What gives sales back.
_BACK = (Booking.REFUND, Booking.CHARGEBACK, Booking.CHARGEBACK_WON)


@dataclass(frozen=True, slots=True)
class Month:
    """A month by the books: what was sold in it, and what was given back in it, whenever that was sold."""

    begins: date
    sold: int = 0
    back: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """A month in the chart, which is 100 high: where it stands, and how high it is."""

    month: Month
    left: int
    top: float
    height: float


def sales_by_month(shop: Shop) -> list[Month]:
    """The last `MONTHS` months, the oldest first, those without a sale too; one query."""
    begins = [_before(timezone.localdate().replace(day=1), back) for back in reversed(range(MONTHS))]
    entries = LedgerEntry.objects.filter(account__shop=shop, transaction__created_at__date__gte=begins[0])
    found = entries.annotate(month=TruncMonth("transaction__created_at")).values("month")
    sums = {
        row["month"].date(): Month(row["month"].date(), -(row["sold"] or 0), row["back"] or 0)
        for row in found.annotate(
            sold=Sum("amount", filter=Q(transaction__purpose=Booking.SALE)),
            back=Sum("amount", filter=Q(transaction__purpose__in=_BACK)),
        )
    }
    return [sums.get(month, Month(month)) for month in begins]


def bars(months: list[Month]) -> list[Bar]:
    """The chart of what was sold, 20 for each month across."""
    most = max((month.sold for month in months), default=0) or 1
    heights = [round(100 * month.sold / most, 2) for month in months]
    return [
        Bar(month, 20 * place + 3, round(100 - height, 2), height)
        for place, (month, height) in enumerate(zip(months, heights, strict=True))
    ]


def tax_rows(shop: Shop) -> Iterator[tuple[object, ...]]:
    """What a shop invoiced, less what it credited, by month, country and rate: a table for its tax return."""
    yield ("month", "country", "treatment", "rate", "invoices", "credit_notes", "net", "tax", "gross", "currency")
    signed = {
        name: Sum(Case(When(kind="credit", then=-F(name)), default=F(name), output_field=IntegerField()))
        for name in ("net", "tax", "gross")
    }
    by = ("month", "vat_country", "treatment", "rate", "currency")
    found = Invoice.objects.filter(shop=shop).annotate(month=TruncMonth("issued_on")).values(*by)
    counted = found.annotate(
        invoices=Count("pk", filter=Q(kind="invoice")), credits=Count("pk", filter=Q(kind="credit")), **signed
    )
    for row in counted.order_by(*by):
        yield (
            f"{row['month']:%Y-%m}",
            row["vat_country"],
            row["treatment"],
            f"{row['rate'] / 10:.1f}",
            row["invoices"],
            row["credits"],
            *(f"{row[name] / 100:.2f}" for name in ("net", "tax", "gross")),
            row["currency"],
        )


def _before(month: date, back: int) -> date:
    """The first of the month so many months before."""
    years, zero_based = divmod(12 * month.year + month.month - 1 - back, 12)
    return date(years, zero_based + 1, 1)
