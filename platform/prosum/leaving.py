"""What becomes of the libraries' own rows when a member leaves."""

from __future__ import annotations

from users.leaving import Fate, Rule

#: Keys of the account: they open nothing without it.
_GO = (
    "account.EmailAddress.user",
    "mfa.Authenticator.user",
    "admin.LogEntry.user",
    "wagtailadmin.EditingSession.user",
    "wagtailadmin.FormState.user",
    "wagtailcore.APIToken.user",
    "wagtailcore.Comment.user",
    "wagtailcore.CommentReply.user",
    "wagtailcore.PageSubscription.user",
    "wagtailusers.UserProfile.user",
)
#: The house's articles, pictures and their history stay.
_STAY = (
    "wagtailcore.Comment.resolved_by",
    "wagtailcore.ModelLogEntry.user",
    "wagtailcore.Page.locked_by",
    "wagtailcore.Page.owner",
    "wagtailcore.PageLogEntry.user",
    "wagtailcore.Revision.user",
    "wagtailcore.TaskState.finished_by",
    "wagtailcore.UploadedFile.uploaded_by_user",
    "wagtailcore.WorkflowState.requested_by",
    "wagtaildocs.Document.uploaded_by_user",
    "wagtailimages.Image.uploaded_by_user",
)


def _rule(name: str, fate: Fate) -> Rule:
    model, _, field = name.rpartition(".")
    return Rule(model, field, fate)


RULES = (*(_rule(name, Fate.DELETED) for name in _GO), *(_rule(name, Fate.ANONYMOUS) for name in _STAY))
