from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class BlogConfig(AppConfig):
    name = "blog"
    label = "blog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import kinds, personal_data, profile, signals  # noqa: F401  (they register themselves)
        from .trees import make_trees

        # After the last app with models: by then every permission that editors are given exists.
        last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
        post_migrate.connect(make_trees, sender=last)
