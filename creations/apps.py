from django.apps import AppConfig


class CreationsConfig(AppConfig):
    name = "creations"
    label = "creations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from users import counters, leaving, personal_data, profile_sections
        from users.notifications import registry, subjects
        from users.work import kinds

        from . import making
        from .counters import COUNTERS
        from .kinds import KINDS
        from .leaving import RULES, TOUCHED
        from .models import Creation
        from .personal_data import creations
        from .profile import creations as section
        from .subjects import CreationSubject

        registry.register(*KINDS)
        counters.register(*COUNTERS)
        subjects.register("creation", CreationSubject())
        leaving.register(*RULES)
        leaving.register_touched(*TOUCHED)
        leaving.guard(Creation)
        kinds.register(*making.KINDS)
        personal_data.register(creations)
        profile_sections.register(section)
