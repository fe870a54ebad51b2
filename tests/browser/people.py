"""Signing up and in, as people do."""

from __future__ import annotations

import re

from django.conf import settings
from django.test import Client

from users.models import Member

from ..background import post

PASSWORD = "studs-and-tubes"


def session_of(name: str) -> dict[str, str]:
    """The cookie that a member's browser has once they signed in."""
    client = Client()
    client.force_login(Member.objects.get(username=name))
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


def sign_up(page, name: str) -> None:
    page.goto("/account/signup/")
    page.fill("[name=email]", f"{name}@example.org")
    page.fill("[name=username]", name)
    page.fill("[name=password1]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_selector("[name=code]")
    mail = next(mail for mail in post() if mail.to == f"{name}@example.org")
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mail.text)
    assert code
    page.fill("[name=code]", code.group())
    page.click("main button[type=submit]")
    page.wait_for_selector("[data-bell]")


def sign_in(page, name: str, password: str = "bricks-and-studs") -> None:
    page.goto("/account/login/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", password)
    page.click("main form.stack button[type=submit]")
    page.wait_for_selector("[data-bell]")
