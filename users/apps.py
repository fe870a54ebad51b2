from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class UsersConfig(AppConfig):
    name = "users"
    label = "users"

    def ready(self) -> None:
        from allauth.mfa.signals import authentication_failed

        from . import leaving, personal_data
        from .attempts import second_factor_failed
        from .kinds import KINDS
        from .leaving_members import RULES
        from .models import Member
        from .notifications import registry

        registry.register(*KINDS)
        leaving.register(*RULES)
        leaving.guard(Member)
        personal_data.register(personal_data.account)
        authentication_failed.connect(second_factor_failed)
        post_migrate.connect(_make_roles, sender=self)


def _make_roles(**kwargs: Any) -> None:
    """The groups that are roles exist on every site."""
    from django.contrib.auth.models import Group

    from .models import Role

    Group.objects.bulk_create([Group(name=role.value) for role in Role], ignore_conflicts=True)
