"""Links between articles: from the addresses of the old blog to those of this site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from .records import Id, Post

_SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.[A-Za-z]{3,4}$)")
_NUMBERED = re.compile(r"(?:^|&)(p|page_id|attachment_id)=(\d{1,18})(?:&|$)")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic|ico)$", re.IGNORECASE)
# What stands behind a post's address and still is that post.
_WITHIN = re.compile(r"/(?:comment-page-\d+|feed|amp|trackback|page/\d+|\d{1,2})$")


def article_address(slug: str, language: str) -> str:
    """Where an article stands on this site."""
    return f"/{language}/articles/{slug}/"


def is_picture(address: str) -> bool:
    """Whether an address is that of a picture, by its ending."""
    return _PICTURE.search(urlsplit_or_none(address).path) is not None


def full_size(address: str) -> str:
    """A picture's address without the size that WordPress adds to smaller copies."""
    return _SIZE.sub("", address)


def urlsplit_or_none(address: str) -> SplitResult:
    """The parts of an address; none of one that is no address."""
    try:
        return urlsplit(address.strip())
    except ValueError:
        return SplitResult("", "", "", "", "")


class OldAddresses:
    """What stood where. `base` is the old blog's address, `addresses` those of each post beside its own."""

    def __init__(self, base: str, posts: Iterable[Post], addresses: Mapping[Id, Iterable[str]], language: str) -> None:
        self._base = base if urlsplit_or_none(base).scheme in ("http", "https") else ""
        self._language = language
        self._hosts = {host for host in [_host(base)] if host}
        self._new: dict[str, str] = {}
        self._answers: dict[str, str] = {}  # menus and footers repeat the same links in each post
        posts = list(posts)
        self._hosts |= {host for host in (_host(post.address) for post in posts) if host}
        for post in posts:
            new = article_address(post.slug, language)
            for address in (post.address, *addresses.get(post.id, ())):
                for key in self._keys(address):
                    self._new.setdefault(key, new)

    def rewritten(self, address: str) -> str:
        """The same place on this site; whole addresses of what only the old blog has."""
        known = self._answers.get(address)
        if known is None:
            known = self._rewritten(address)
            if len(self._answers) < 100_000:
                self._answers[address] = known
        return known

    def _rewritten(self, address: str) -> str:
        parts = urlsplit_or_none(address)
        if parts.scheme not in ("", "http", "https") or not (parts.path or parts.query or parts.netloc):
            return address
        host = _host(address)
        is_own = not host or host in self._hosts
        for key in self._keys(address):
            # A file that does not tell where the blog stood has but the path, which with its date is no other's.
            if key in self._new and (is_own or (not self._hosts and key.count("/") > 3)):
                return self._new[key] + (f"#{parts.fragment}" if parts.fragment else "")
        return self.whole(address) if is_own else address

    def whole(self, address: str) -> str:
        """An address that was written without its host, with it; where the old blog stood is not always known."""
        parts = urlsplit_or_none(address)
        if not self._base or parts.scheme or parts.netloc or not parts.path:
            return address
        try:
            return urljoin(self._base if self._base.endswith("/") else self._base + "/", address)
        except ValueError:
            return address

    def _keys(self, address: str) -> list[str]:
        """By what an address is found, the surest first."""
        parts = urlsplit_or_none(address)
        keys = []
        numbered = _NUMBERED.search(parts.query)
        if numbered is not None:
            keys.append(f"?{numbered[2]}")
        # Dotclear without rewriting of addresses writes the path as the query: ?post/2009/…
        path = parts.path + (f"/{parts.query}" if "/" in parts.query and "=" not in parts.query else "")
        path = re.sub(r"/+", "/", "/" + unquote(path)).replace("/index.php", "").rstrip("/").casefold()
        path = path.removeprefix(self._root()) if self._root() and path.startswith(self._root() + "/") else path
        if path and not numbered:
            inner = path[path.find("/post/") :] if "/post/" in path else ""
            keys += [path, _WITHIN.sub("", path), inner]
        return [key for key in dict.fromkeys(keys) if key]

    def _root(self) -> str:
        path = urlsplit_or_none(self._base).path
        return path.replace("/index.php", "").rstrip("/").casefold()


def _host(address: str) -> str:
    try:
        return (urlsplit_or_none(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
