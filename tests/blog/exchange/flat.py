"""Flat files of Dotclear for tests, written as its `FlatExport` writes them."""

from __future__ import annotations

from collections.abc import Mapping

POST = {
    "post_id": "1",
    "blog_id": "default",
    "user_id": "ada",
    "cat_id": "",
    "post_dt": "2009-06-01 12:00:00",
    "post_tz": "Europe/Paris",
    "post_password": "",
    "post_type": "post",
    "post_format": "xhtml",
    "post_url": "2009/06/01/Le-titre",
    "post_lang": "fr",
    "post_title": "Le titre",
    "post_excerpt": "",
    "post_excerpt_xhtml": "",
    "post_content": "",
    "post_content_xhtml": "",
    "post_notes": "nobody's business",
    "post_status": "1",
}
COMMENT = {
    "comment_id": "1",
    "post_id": "1",
    "comment_dt": "2009-06-02 12:00:00",
    "comment_tz": "Europe/Paris",
    "comment_author": "Bob",
    "comment_email": "bob@example.org",
    "comment_site": "",
    "comment_content": "<p>Bien</p>",
    "comment_status": "1",
    "comment_trackback": "0",
}


def table(name: str, *rows: Mapping[str, str]) -> str:
    columns = list(rows[0])
    lines = [",".join(f'"{_escaped(str(row[column]))}"' for column in columns) for row in rows]
    return f"\n[{name} {','.join(columns)}]\n" + "\n".join(lines) + "\n"


def posts(*given: Mapping[str, str]) -> str:
    return table("post", *({**POST, **fields} for fields in given))


def comments(*given: Mapping[str, str]) -> str:
    return table("comment", *({**COMMENT, **fields} for fields in given))


def flat(*tables: str, first: str = "///DOTCLEAR|2.24|single") -> str:
    return f"{first}\n" + "".join(tables)


def _escaped(text: str) -> str:
    for sign, written in (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ('"', '\\"')):
        text = text.replace(sign, written)
    return text
