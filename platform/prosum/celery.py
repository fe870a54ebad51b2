"""The Celery application: `celery -A prosum worker`."""

from celery import Celery

app = Celery("prosum")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
