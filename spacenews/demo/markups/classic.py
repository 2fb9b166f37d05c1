"""A classic theme: body_class and post_class, `.hentry`, `.entry-title`, `.entry-content`, previous and next."""

from __future__ import annotations

from spacenews.demo.lexicon import CATEGORY_SLUGS, SITE_NAME, TAGLINE
from spacenews.demo.markups.markup import (
    MORE_LABEL,
    NUMERIC,
    Listing,
    PlainPage,
    Shell,
    Teaser,
    escape,
    head_title,
    paragraph_html,
    picture_path,
)
from spacenews.demo.story import Block
from spacenews.demo.world import Post

_STYLE = (
    "body{margin:0;font:17px/1.6 Georgia,serif;color:#222}#page{max-width:68rem;margin:auto;display:grid;"
    "grid-template-columns:1fr 18rem;gap:2rem}.site-header,.site-footer{grid-column:1/-1}.entry-meta{color:#777}"
    ".widget{margin-bottom:2rem}.widget ul{list-style:none;padding:0}.wp-caption{margin:0 0 1.5em}"
    ".wp-caption-text{font-size:.85em;color:#777}.related-item{border-top:1px solid #ddd;padding:1em 0}"
)


class Classic:
    """See the module."""

    name = "classic"

    def article(self, shell: Shell, post: Post) -> tuple[str, str]:
        """Return what stands before and after the related teasers."""
        classes = f"post-{post.id} post type-post status-publish format-standard hentry" + "".join(
            f" category-{CATEGORY_SLUGS[name]}" for name in post.categories
        )
        links = (
            f'<link rel="canonical" href="{shell.base}{post.path}" />\n'
            f'<link rel="shortlink" href="{shell.base}/?p={post.id}" />\n'
        )
        before = (
            _top(shell, post.title, f"single single-post postid-{post.id} single-format-standard", links)
            + f'<article id="post-{post.id}" class="{classes}">\n<header class="entry-header">\n'
            f'<h1 class="entry-title">{_text(post.title)}</h1>\n<div class="entry-meta">\n'
            + (f'<span class="posted-on">{post.printed_date}</span>\n' if post.says_date else "")
            + (_categories(shell, post) if post.categories else "")
            + '</div>\n</header>\n<div class="entry-content">\n'
            + "\n".join(_block(shell, post, block) for block in post.blocks)
            + f'\n<div class="more-from-category">\n<h3>{MORE_LABEL}</h3>\n'
        )
        newest = shell.recent[0]
        after = (
            "</div>\n</div>\n</article>\n"
            '<nav class="navigation post-navigation" aria-label="Posts">\n<div class="nav-links">'
            f'<div class="nav-next"><a href="{shell.base}{newest[1]}" rel="next">{_text(newest[0])}</a></div>'
            "</div>\n</nav>\n" + _bottom(shell)
        )
        return before, after

    def related(self, shell: Shell, teaser: Teaser) -> str:
        """Return one related teaser."""
        return (
            f'<div class="related-item">\n<p class="related-date">{teaser.date}</p>\n<p>{_text(teaser.excerpt)}</p>\n'
            f'<p><a class="more-link" href="{_href(shell, teaser.href)}">full story</a></p>\n</div>\n'
        )

    def listing(self, shell: Shell, listing: Listing) -> str:
        """Return a page of teasers."""
        heading = f'<h1 class="page-title">{_text(listing.title)}</h1>' if listing.title else ""
        items = "".join(
            f'<article class="post type-post hentry">\n<h2 class="entry-title"><a href="{_href(shell, each.href)}" '
            f'rel="bookmark">{_text(each.title)}</a></h2>\n<div class="entry-meta"><span class="posted-on">{each.date}'
            f'</span></div>\n<div class="entry-summary"><p>{_text(each.excerpt)}</p>\n<p><a class="more-link" '
            f'href="{_href(shell, each.href)}">full story</a></p></div>\n</article>\n'
            for each in listing.teasers
        )
        pages = "".join(
            f'<div class="{name}"><a href="{shell.base}{path}">{label}</a></div>'
            for name, path, label in (
                ("nav-previous", listing.older, "&larr; Older posts"),
                ("nav-next", listing.newer, "Newer posts &rarr;"),
            )
            if path
        )
        turning = (
            f'<nav class="navigation posts-navigation"><div class="nav-links">{pages}</div></nav>\n' if pages else ""
        )
        return _top(shell, listing.title, listing.kind, "") + f"{heading}\n{items}{turning}" + _bottom(shell)

    def page(self, shell: Shell, page: PlainPage) -> str:
        """Return a page of another kind."""
        return (
            _top(shell, page.title, page.kind, f'<link rel="canonical" href="{shell.base}{page.path}" />\n')
            + f'<article class="{page.kind} hentry">\n<h1 class="entry-title">{_text(page.title)}</h1>\n'
            f'<div class="entry-content">\n{page.content}\n</div>\n</article>\n' + _bottom(shell)
        )


def _categories(shell: Shell, post: Post) -> str:
    links = ", ".join(
        f'<a href="{shell.base}/category/{CATEGORY_SLUGS[name]}/" rel="category tag">{_text(name)}</a>'
        for name in post.categories
    )
    return f'<div class="cat-links">Categories: {links}</div>\n'


def _block(shell: Shell, post: Post, block: Block) -> str:
    if block.kind == "heading":
        return f"<h2>{_text(block.texts[0])}</h2>"
    if block.kind == "quote":
        return f"<blockquote>\n<p>{_text(block.texts[0])}</p>\n</blockquote>"
    if block.kind == "items":
        return "<ul>\n" + "".join(f"<li>{_text(text)}</li>\n" for text in block.texts) + "</ul>"
    if block.kind == "picture":
        return (
            f'<figure id="attachment_{post.id + 1}" class="wp-caption alignnone"><a href="{shell.base}'
            f'{picture_path(post)}"><img src="{shell.base}/wp-content/uploads/picture-{post.id + 1}.png" width="600" '
            f'height="400" alt="" /></a><figcaption class="wp-caption-text">'
            f"{_text(block.texts[0])}</figcaption></figure>"
        )
    return f"<p>{paragraph_html(block, shell, NUMERIC)}</p>"


def _top(shell: Shell, title: str, classes: str, links: str) -> str:
    menu = "".join(
        f'<li class="menu-item"><a href="{shell.base}{path}">{_text(name)}</a></li>'
        for name, path in (("Home", "/"), *shell.sections, ("About", "/about/"))
    )
    name = f'<a href="{shell.base}/" rel="home">{SITE_NAME}</a>'
    site = f'<p class="site-title">{name}</p>' if title else f'<h1 class="site-title">{name}</h1>'
    return (
        '<!DOCTYPE html>\n<html lang="en-US">\n<head>\n<meta charset="UTF-8" />\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1" />\n'
        f"<title>{_text(head_title(title))}</title>\n{links}"
        f'<link rel="alternate" type="application/rss+xml" title="{SITE_NAME} &raquo; Feed" '
        f'href="{shell.base}/feed/" />\n'
        f"<style>{_STYLE}</style>\n"
        f'<link rel="https://api.w.org/" href="{shell.base}/wp-json/" />\n'
        '<meta name="generator" content="WordPress 6.1" />\n'
        f'</head>\n<body class="{classes}">\n<div id="page">\n<header id="masthead" class="site-header">\n{site}\n'
        f'<p class="site-description">{TAGLINE}</p>\n<nav id="site-navigation" class="main-navigation">'
        f'<ul class="menu">{menu}</ul></nav>\n</header>\n<main id="main" class="site-main">\n'
    )


def _bottom(shell: Shell) -> str:
    def widget(title: str, links: tuple[tuple[str, str], ...]) -> str:
        items = "".join(f'<li><a href="{shell.base}{path}">{_text(name)}</a></li>\n' for name, path in links)
        return f'<section class="widget"><h2 class="widget-title">{title}</h2>\n<ul>\n{items}</ul></section>\n'

    return (
        '</main>\n<aside id="secondary" class="widget-area">\n'
        + widget("Recent Posts", shell.recent)
        + widget("Archives", tuple((str(year), f"/{year}/") for year in shell.years))
        + widget("Tags", shell.tags)
        + "</aside>\n"
        f'<footer id="colophon" class="site-footer"><a href="{shell.base}/author/newsdesk/">'
        f'All stories of the news desk</a> <a href="{shell.base}/?s=soyuz">Search: soyuz</a> '
        f"<span>&copy; {SITE_NAME}</span></footer>\n"
        "</div>\n</body>\n</html>\n"
    )


def _href(shell: Shell, path: str) -> str:
    return path if "://" in path else f"{shell.base}{path}"


def _text(text: str) -> str:
    return escape(text, NUMERIC).replace("&amp;", "&#038;")
