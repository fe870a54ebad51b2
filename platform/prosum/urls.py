"""All addresses of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from . import doors, views
from .api.urls import urlpatterns as api
from .sitemaps import SITEMAPS

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("health/", views.health, name="health"),
    path("health/ready/", views.ready, name="ready"),
    path("offline.js", views.offline_worker, name="offline_worker"),
    path("files/<path:name>", views.file, name="file"),
    path("mailbox/", views.mailbox_page, name="mailbox"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("", include("users.urls")),
    path("", include("creations.urls")),
    path("", include("marketplace.urls")),
    path("", include("blog.urls")),
    path("api/v1/", include((api, "api"))),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api_docs"),
    path("operator/", admin.site.urls),
    path("editor/login/", doors.editor_login, name="editor_login"),
    path("editor/", include(wagtailadmin_urls)),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/", doors.document_password, name="document_password"
    ),
    path("documents/", include(wagtaildocs_urls)),
    *i18n_patterns(
        path("", views.language_root, name="language_root"),
        path("_util/login/", doors.page_login, name="page_login"),
        path(
            "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
            doors.page_password,
            name="page_password",
        ),
        path("", include(wagtail_urls)),
    ),
]

handler400 = views.bad_request
handler404 = views.not_found
handler403 = views.forbidden
handler500 = views.broken
