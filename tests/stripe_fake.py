"""As much of Stripe as the site speaks to, with its memory: sessions, intents, refunds, transfers, reversals, accounts, balance.

It answers over HTTP as Stripe does: form-encoded requests, JSON objects, errors with type and code, idempotency keys that replay
the first answer and refuse other parameters, signed events. What a buyer or a bank does, a test does with its methods.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Answer = tuple[int, dict[str, Any]]


class Refused(Exception):
    """An error object of Stripe's."""

    def __init__(self, status: int, code: str, message: str, kind: str = "invalid_request_error") -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "code": code, "message": message}}


def nested(form: str) -> dict[str, Any]:
    """`a[b][0][c]=1` as dictionaries; indexes stay keys."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        *way, last = re.findall(r"[^\[\]]+", name)
        inside = found
        for step in way:
            inside = inside.setdefault(step, {})
        inside[last] = value
    return found


class FakeStripe:
    """The state of one account. `asked` lists every request that changed something."""

    def __init__(self, secret: str) -> None:
        self.secret, self.address = secret, ""
        self.objects: dict[str, dict[str, Any]] = {}
        self.moved: list[dict[str, Any]] = []
        self.answered: dict[str, tuple[object, Answer]] = {}
        self.asked: list[tuple[str, dict[str, Any]]] = []
        #: Nothing of what buyers paid is ours before some days are over, but for transfers of that same money.
        self.available = 0
        self.numbers, self.lock = itertools.count(1), threading.Lock()

    # --- what a buyer and a bank do ---------------------------------------------------------------------------------------

    def pay(self, session: str, kept: int = 0) -> tuple[bytes, str]:
        """The buyer pays on the Checkout page; Stripe keeps `kept` of it. Returns the event."""
        page = self.objects[session]
        intent = page["payment_intent"] = self.make("pi", "payment_intent", **page.pop("intent"))["id"]
        page.update(payment_status="paid", status="complete")
        self.charge(intent, page["amount_total"], page["currency"], kept)
        return self.event("checkout.session.completed", page)

    def charge(self, intent: str, amount: int, currency: str, kept: int) -> None:
        source = {"payment_intent": intent, "metadata": self.objects[intent]["metadata"]}
        charge = self.make("ch", "charge", amount=amount, currency=currency, left=amount, **source)
        self.objects[intent]["latest_charge"] = charge["id"]
        self.move("charge", amount, currency, charge, kept)

    def expire(self, session: str) -> tuple[bytes, str]:
        return self.event("checkout.session.expired", {**self.objects[session], "status": "expired"})

    def dispute(self, intent: str, amount: int, status: str = "needs_response", name: str = "") -> tuple[bytes, str]:
        told = {"amount": amount, "currency": "eur", "payment_intent": intent, "status": status}
        dispute = {"id": name or f"dp_{next(self.numbers)}", "object": "dispute", **told}
        return self.event("charge.dispute.closed" if status in ("won", "lost") else "charge.dispute.created", dispute)

    def event(self, kind: str, thing: dict[str, Any]) -> tuple[bytes, str]:
        """A signed event: the body and its `Stripe-Signature`."""
        event = {"id": f"evt_{next(self.numbers)}", "object": "event", "type": kind, "data": {"object": thing}}
        body, now = json.dumps(event).encode(), int(time.time())
        sign = hmac.new(self.secret.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
        return body, f"t={now},v1={sign}"

    # --- what the site asks -----------------------------------------------------------------------------------------------

    def answer(self, method: str, path: str, form: str, key: str) -> Answer:
        with self.lock:
            if method == "POST" and key in self.answered:
                asked, answer = self.answered[key]
                if asked != (path, form):
                    return 400, Refused(400, "", "Keys are for one request alone.", "idempotency_error").body
                return answer
            try:
                answer = 200, self.do(method, path, nested(form))
            except Refused as error:
                answer = error.status, error.body
            if method == "POST" and key:
                self.answered[key] = (path, form), answer
            return answer

    def do(self, method: str, path: str, given: dict[str, Any]) -> dict[str, Any]:
        if method == "POST":
            self.asked.append((path, given))
        if path == "/v1/checkout/sessions":
            line = given["line_items"]["0"]
            assert int(given["expires_at"]) >= time.time() + 30 * 60
            made = self.make(
                "cs",
                "checkout.session",
                amount_total=int(line["price_data"]["unit_amount"]) * int(line["quantity"]),
                currency=line["price_data"]["currency"],
                client_reference_id=given["client_reference_id"],
                payment_status="unpaid",
                payment_intent=None,
                intent=given["payment_intent_data"],
            )
            made["url"] = f"https://checkout.stripe.com/c/pay/{made['id']}"
            return made
        if path == "/v1/refunds":
            return self.refund(given)
        if path == "/v1/accounts":
            return self.make("acct", "account", **given)
        if path == "/v1/account_links":
            return {"object": "account_link", "url": f"https://connect.stripe.com/setup/{given['account']}"}
        if path == "/v1/transfers":
            amount = int(given["amount"])
            charge = self.objects.get(given.get("source_transaction", ""))
            if amount > (charge["left"] if charge else self.available):
                raise Refused(400, "balance_insufficient", "You have insufficient funds.")
            if given["destination"] not in self.objects:
                raise Refused(400, "resource_missing", "No such destination.")
            if charge:
                charge["left"] -= amount
            made = self.make("tr", "transfer", reversed=0, **{**given, "amount": amount})
            self.move("transfer", -amount, given["currency"], made)
            return made
        if match := re.fullmatch(r"/v1/transfers/(\w+)/reversals", path):
            transfer, amount = self.objects[match[1]], int(given["amount"])
            if amount > transfer["amount"] - transfer["reversed"]:
                raise Refused(400, "", "More than was transferred.")
            transfer["reversed"] += amount
            made = self.make("trr", "transfer_reversal", amount=amount, transfer=match[1])
            self.move("transfer_refund", amount, transfer["currency"], made)
            return made
        if match := re.fullmatch(r"/v1/payment_intents/(\w+)", path):
            return self.objects[match[1]]
        if path == "/v1/balance_transactions":
            return {"object": "list", "data": self.moved[::-1], "has_more": False, "url": path}
        raise Refused(404, "", f"No such address: {path}")

    def refund(self, given: dict[str, Any]) -> dict[str, Any]:
        of, amount = given["payment_intent"], int(given["amount"])
        charged = [o for o in self.objects.values() if o["object"] == "charge" and o["payment_intent"] == of]
        back = [o for o in self.objects.values() if o["object"] == "refund" and o["payment_intent"] == of]
        if not charged or amount > charged[0]["amount"] - sum(one["amount"] for one in back):
            raise Refused(400, "charge_already_refunded", "More than was charged.")
        told = {"amount": amount, "currency": charged[0]["currency"], "payment_intent": of, "status": "succeeded"}
        made = self.make("re", "refund", metadata=given.get("metadata", {}), **told)
        self.move("refund", -amount, told["currency"], made)
        return made

    def make(self, prefix: str, kind: str, **fields: Any) -> dict[str, Any]:
        made = {"id": f"{prefix}_{next(self.numbers)}", "object": kind, **fields}
        self.objects[made["id"]] = made
        return made

    def move(self, kind: str, amount: int, currency: str, source: dict[str, Any], fee: int = 0) -> None:
        told = {"id": f"txn_{next(self.numbers)}", "object": "balance_transaction", "type": kind, "currency": currency}
        self.moved.append({**told, "amount": amount, "fee": fee, "net": amount - fee, "source": source})


@contextmanager
def stripe(secret: str = "whsec_a secret of the tests") -> Iterator[FakeStripe]:
    """The fake on a free port of this machine."""
    fake = FakeStripe(secret)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            self.reply(*fake.answer("POST", self.path, form, self.headers.get("Idempotency-Key", "")))

        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            self.reply(*fake.answer("GET", asked.path, asked.query, ""))

        def reply(self, status: int, body: dict[str, Any]) -> None:
            sent = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
