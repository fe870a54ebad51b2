"""Addresses of accounts, profiles and notifications."""

from django.urls import include, path

from . import views
from .notifications import preference_views as preferences
from .notifications import views as notifications
from .operating import views as operating
from .tokens import views as tokens

urlpatterns = [
    path("account/signup/", views.sign_up, name="account_signup"),
    path("account/", include("allauth.account.urls")),
    path("account/mfa/", include("allauth.mfa.urls")),
    path("settings/", views.settings_page, name="settings"),
    path("settings/notifications/", preferences.notification_settings, name="notification_settings"),
    path("unsubscribe/<str:token>/", preferences.unsubscribe, name="unsubscribe"),
    path("settings/export/", views.export, name="export"),
    path("settings/delete/", views.delete, name="account_delete"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/revoke/", tokens.revoke, name="tokens_revoke"),
    path("background/", operating.background, name="background_first"),
    path("background/<str:name>/", operating.background, name="background"),
    path("background/<str:name>/move/", operating.move, name="background_move"),
    path("language/", views.language, name="language"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.read_all, name="notifications_read"),
    path("notifications/unread/", notifications.unread, name="notifications_unread"),
    path("notifications/mute/", preferences.mute, name="notification_mute"),
    path("notifications/<int:pk>/", notifications.open_one, name="notification_open"),
    path("@<str:username>/", views.profile, name="profile"),
    path("@<str:username>/follow/", views.follow, name="follow"),
]
