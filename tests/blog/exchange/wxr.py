"""Exports of WordPress for tests: what a real one says, and no more."""

from __future__ import annotations

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.1" -->
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
	<title>Bricks &amp; more</title>
	<link>https://old.example</link>
	<language>en-US</language>
	<wp:wxr_version>1.2</wp:wxr_version>
	<wp:base_site_url>https://old.example</wp:base_site_url>
	<wp:base_blog_url>https://old.example</wp:base_blog_url>
"""
TAIL = "</channel>\n</rss>\n"


def field(name: str, value: object) -> str:
    return f"<{name}><![CDATA[{value}]]></{name}>\n"


def item(number: object = 1, body: str = "", *more: str, **fields: object) -> str:
    """A post; `more` is XML of its own, fields are those of `wp:` but `title`, `link`, `creator` and `excerpt`."""
    said = {"post_type": "post", "status": "publish", "post_date_gmt": "2019-05-04 10:30:00", **fields}
    own = {"title": "A title", "link": f"https://old.example/?p={number}", "creator": "ada", "excerpt": ""}
    own |= {name: said.pop(name) for name in list(said) if name in own}
    return (
        "<item>\n"
        + field("title", own["title"])
        + f"<link>{own['link']}</link>\n"
        + field("dc:creator", own["creator"])
        + field("content:encoded", body.replace("]]>", "]]]]><![CDATA[>"))
        + field("excerpt:encoded", own["excerpt"])
        + (f"<wp:post_id>{number}</wp:post_id>\n" if number is not None else "")
        + "".join(field(f"wp:{name}", value) for name, value in said.items())
        + "".join(more)
        + "</item>\n"
    )


def comment(number: object, approved: object = 1, parent: object = 0, text: str = "Nice", kind: str = "") -> str:
    return (
        "<wp:comment>\n"
        + f"<wp:comment_id>{number}</wp:comment_id>\n"
        + field("wp:comment_author", "Bob")
        + field("wp:comment_date_gmt", "2019-05-05 08:00:00")
        + field("wp:comment_content", text)
        + field("wp:comment_approved", approved)
        + field("wp:comment_type", kind)
        + f"<wp:comment_parent>{parent}</wp:comment_parent>\n</wp:comment>\n"
    )


def term(name: str, domain: str = "post_tag", nicename: str = "") -> str:
    nicename = nicename or name.lower()
    return f'<category domain="{domain}" nicename="{nicename}"><![CDATA[{name}]]></category>\n'


def attachment(number: int, address: str, **fields: object) -> str:
    return item(number, "", post_type="attachment", status="inherit", attachment_url=address, **fields)


def wxr(*items: str) -> bytes:
    return (HEAD + "".join(items) + TAIL).encode()
