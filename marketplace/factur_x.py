"""An invoice as data: Factur-X (the Cross Industry Invoice of UN/CEFACT) in the profile EN 16931.

Element order and names: the schema of Factur-X 1.07; which element says what: EN 16931-1, whose terms (BT-…) stand beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from .models import Invoice
from .vat import WHOLE, Treatment

_NAMES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
for _prefix, _name in _NAMES.items():
    ElementTree.register_namespace(_prefix, _name)
_PROFILE = "urn:cen.eu:en16931:2017"
#: UNTDID 1001 (BT-3), UN/ECE recommendation 20 (pieces), UNTDID 5305 (VAT category, BT-118).
_TYPES = {Invoice.Kind.INVOICE: "380", Invoice.Kind.CREDIT: "381"}
_PIECES = "C62"
_CATEGORIES = {Treatment.TAXED: "S", Treatment.EXPORT: "G"}
#: BT-121: code list VATEX of the European Commission; BT-120.
_EXPORT = ("Export outside the European Union", "VATEX-EU-G")


def is_told_as_data(invoice: Invoice) -> bool:
    """Whether it can be: EN 16931 wants a tax number of whoever charges no VAT, and shops without one have none (BR-E-02)."""
    return Treatment(invoice.treatment) in _CATEGORIES and bool(invoice.details["seller"]["vat_number"])


def as_xml(invoice: Invoice) -> bytes:
    """The document that is embedded into the PDF."""
    root = Element(f"{{{_NAMES['rsm']}}}CrossIndustryInvoice")
    _text(root, "rsm:ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID", _PROFILE)
    document = _add(root, "rsm:ExchangedDocument")
    _text(document, "ID", invoice.number)
    _text(document, "TypeCode", _TYPES[Invoice.Kind(invoice.kind)])
    day = _text(document, "IssueDateTime/udt:DateTimeString", f"{invoice.issued_on:%Y%m%d}")
    day.set("format", "102")
    trade = _add(root, "rsm:SupplyChainTradeTransaction")
    for number, line in enumerate(invoice.details["lines"], 1):
        _line(trade, number, line, invoice)
    _agreement(_add(trade, "ApplicableHeaderTradeAgreement"), invoice.details)
    _add(trade, "ApplicableHeaderTradeDelivery")
    _settlement(_add(trade, "ApplicableHeaderTradeSettlement"), invoice)
    made: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made


def _line(trade: Element, number: int, line: Mapping[str, Any], invoice: Invoice) -> None:
    """BG-25. The price (BT-146) is that of all its pieces (BT-149), so that it is exact."""
    item = _add(trade, "IncludedSupplyChainTradeLineItem")
    _text(item, "AssociatedDocumentLineDocument/LineID", str(number))
    _text(item, "SpecifiedTradeProduct/Name", line["name"])
    price = _add(item, "SpecifiedLineTradeAgreement/NetPriceProductTradePrice")
    _text(price, "ChargeAmount", _amount(line["net"]))
    _text(price, "BasisQuantity", str(line["quantity"])).set("unitCode", _PIECES)
    billed = _text(item, "SpecifiedLineTradeDelivery/BilledQuantity", str(line["quantity"]))
    billed.set("unitCode", _PIECES)
    settled = _add(item, "SpecifiedLineTradeSettlement")
    _tax(_add(settled, "ApplicableTradeTax"), invoice)
    _text(settled, "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount", _amount(line["net"]))


def _agreement(agreement: Element, details: Mapping[str, Any]) -> None:
    """BG-4, BG-7 and the order's number (BT-13)."""
    seller, buyer = details["seller"], details["buyer"]
    party = _add(agreement, "SellerTradeParty")
    _text(party, "Name", seller["name"])
    _text(party, "PostalTradeAddress/CountryID", seller["country"])
    _text(party, "SpecifiedTaxRegistration/ID", seller["vat_number"]).set("schemeID", "VA")
    party = _add(agreement, "BuyerTradeParty")
    _text(party, "Name", buyer["name"])
    address = _add(party, "PostalTradeAddress")
    for name, field in (
        ("PostcodeCode", "postcode"),
        ("LineOne", "street"),
        ("CityName", "city"),
        ("CountryID", "country"),
    ):
        _text(address, name, buyer[field])
    _text(agreement, "BuyerOrderReferencedDocument/IssuerAssignedID", details["order"])


def _settlement(settlement: Element, invoice: Invoice) -> None:
    """BG-22, BG-23: it is paid already (BT-113). A credit note names its invoice (BT-25)."""
    _text(settlement, "InvoiceCurrencyCode", invoice.currency)
    _tax(_add(settlement, "ApplicableTradeTax"), invoice, total=True)
    sums = _add(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation")
    _text(sums, "LineTotalAmount", _amount(invoice.net))
    _text(sums, "TaxBasisTotalAmount", _amount(invoice.net))
    _text(sums, "TaxTotalAmount", _amount(invoice.tax)).set("currencyID", invoice.currency)
    _text(sums, "GrandTotalAmount", _amount(invoice.gross))
    _text(sums, "TotalPrepaidAmount", _amount(invoice.gross))
    _text(sums, "DuePayableAmount", _amount(0))
    if invoice.corrects is not None:
        _text(settlement, "InvoiceReferencedDocument/IssuerAssignedID", invoice.corrects.number)


def _tax(tax: Element, invoice: Invoice, *, total: bool = False) -> None:
    """The VAT of a line (BG-30), or of all of it (BG-23)."""
    treatment = Treatment(invoice.treatment)
    is_export = total and treatment is Treatment.EXPORT
    if total:
        _text(tax, "CalculatedAmount", _amount(invoice.tax))
    _text(tax, "TypeCode", "VAT")
    if is_export:
        _text(tax, "ExemptionReason", _EXPORT[0])
    if total:
        _text(tax, "BasisAmount", _amount(invoice.net))
    _text(tax, "CategoryCode", _CATEGORIES[treatment])
    if is_export:
        _text(tax, "ExemptionReasonCode", _EXPORT[1])
    _text(tax, "RateApplicablePercent", f"{Decimal(100 * invoice.rate) / WHOLE:.2f}")


def _amount(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"


def _text(parent: Element, path: str, text: str) -> Element:
    """Add an element with a text, and those that it stands in."""
    made = _add(parent, path)
    made.text = text
    return made


def _add(parent: Element, path: str) -> Element:
    """Add elements one within the other; those without a prefix are of `ram`. The innermost one."""
    for name in path.split("/"):
        prefix, _, local = name.rpartition(":")
        parent = SubElement(parent, f"{{{_NAMES[prefix or 'ram']}}}{local}")
    return parent
