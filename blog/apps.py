from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class BlogConfig(AppConfig):
    name = "blog"
    label = "blog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from users import counters, leaving, personal_data, profile_sections
        from users.notifications import registry, subjects

        from .counters import COUNTERS
        from .kinds import KINDS
        from .leaving import RULES, TOUCHED
        from .models import ArticlePage
        from .personal_data import comments
        from .profile import articles
        from .signals import tell_readers
        from .subjects import ArticleSubject, CommentSubject
        from .trees import make_trees

        registry.register(*KINDS)
        counters.register(*COUNTERS)
        leaving.register(*RULES)
        leaving.register_touched(*TOUCHED)
        subjects.register("article", ArticleSubject())
        subjects.register("comment", CommentSubject())
        personal_data.register(comments)
        profile_sections.register(articles)
        page_published.connect(tell_readers, sender=ArticlePage)

        # After the last app with models: by then every permission that editors are given exists.
        last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
        post_migrate.connect(make_trees, sender=last)
