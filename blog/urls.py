"""Addresses of comments and articles; the articles themselves are Wagtail's."""

from django.urls import path, re_path

from . import views

urlpatterns = [
    path("articles/", views.articles, name="articles"),
    re_path(r"^comments/(?P<kind>creation|article)/(?P<pk>[0-9]{1,18})/add/$", views.add, name="comment_add"),
    path("comments/<int:pk>/edit/", views.edit, name="comment_edit"),
    path("comments/<int:pk>/delete/", views.delete, name="comment_delete"),
]
