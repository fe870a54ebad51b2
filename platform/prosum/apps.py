from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "prosum"
    label = "platform"

    def ready(self) -> None:
        from django.core import checks

        from users import leaving

        from . import celery  # noqa: F401  (tasks belong to this Celery application)
        from .checks import connections_fit, mails_leave, provider_is_known, static_files_are_collected
        from .leaving import RULES

        leaving.register(*RULES)
        checks.register(connections_fit, checks.Tags.database)
        # Of a server alone, so no upgrade stumbles over what it is about to mend.
        for check in (static_files_are_collected, provider_is_known, mails_leave):
            checks.register(check, "prosum", deploy=True)
