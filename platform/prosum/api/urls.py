"""`/api/v1/`."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from . import views

router = SimpleRouter()
router.register("creations", views.CreationViewSet, basename="creation")
router.register("parts", views.PartViewSet, basename="part")
router.register("colours", views.ColourViewSet, basename="colour")

revisions = SimpleRouter()
revisions.register("revisions", views.RevisionViewSet, basename="revision")

urlpatterns = [
    path("creations/<int:creation_pk>/", include(revisions.urls)),
    *router.urls,
]
