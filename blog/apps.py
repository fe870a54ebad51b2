from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class BlogConfig(AppConfig):
    name = "blog"
    label = "blog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import kinds, personal_data, profile, signals  # noqa: F401  (they register themselves)
        from .trees import make_trees

        # After the last app: by then every permission that editors are given exists.
        post_migrate.connect(make_trees, sender=list(apps.get_app_configs())[-1])
