"""The books are written once: the database itself keeps what was booked, whoever writes."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from marketplace import books
from marketplace.models import Account, Booking, LedgerEntry, LedgerTransaction


def run(statement: str) -> None:
    """One statement, with what is only looked at in the end looked at now."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def booked(db) -> LedgerTransaction:
    made = books.book(Booking.FEE, 1, "EUR", [(books.PROVIDER, -5), (books.HOUSE, 5)])
    run("SELECT 1")
    return made


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE marketplace_ledgerentry SET amount = 2 * amount",
        "UPDATE marketplace_ledgertransaction SET purpose = 'sale'",
        "DELETE FROM marketplace_ledgerentry",
        "DELETE FROM marketplace_ledgertransaction",
        "TRUNCATE marketplace_ledgerentry",
        "TRUNCATE marketplace_ledgertransaction CASCADE",
        "UPDATE marketplace_account SET currency = 'USD'",
    ],
)
def test_nothing_booked_is_changed_or_taken_away(booked, statement):
    with pytest.raises(IntegrityError, match=r"append only|keeps its kind"):
        run(statement)
    assert sorted(booked.entries.values_list("amount", flat=True)) == [-5, 5]


def test_each_currency_balances_for_itself(booked):
    def entries(first: str, second: str) -> None:
        with transaction.atomic():
            made = LedgerTransaction.objects.create(key=f"mine:{first}:{second}", purpose=Booking.SALE)
            for currency, amount in ((first, 5), (second, -5)):
                account = Account.objects.get_or_create(kind="house", currency=currency)[0]
                LedgerEntry.objects.create(transaction=made, account=account, amount=amount)
            run("SELECT 1")

    entries("EUR", "EUR")
    with pytest.raises(IntegrityError, match="out of balance"):
        entries("EUR", "USD")


def test_nothing_is_booked_twice_or_without_a_name(booked):
    assert books.book(Booking.FEE, 1, "EUR", [(books.PROVIDER, -5), (books.HOUSE, 5)]) is None
    for wrong in ({"key": "fee:1", "purpose": "fee"}, {"key": "new", "purpose": "something"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LedgerTransaction.objects.create(**wrong)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_added_later_and_tests_begin_anew():
    with transaction.atomic():
        made = books.book(Booking.FEE, 1, "EUR", [(books.PROVIDER, -5), (books.HOUSE, 5)])
    account = Account.objects.get(kind="house")
    with pytest.raises(IntegrityError, match="written before"), transaction.atomic():
        for amount in (1, -1):
            LedgerEntry.objects.create(transaction=made, account=account, amount=amount)
    call_command("flush", interactive=False, verbosity=0)
    assert not LedgerEntry.objects.exists()
