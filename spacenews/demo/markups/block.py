"""A block theme: the classes that the core blocks carry whatever the theme is called."""

from __future__ import annotations

from spacenews.demo.lexicon import CATEGORY_SLUGS, SITE_NAME, TAGLINE
from spacenews.demo.markups.markup import (
    MORE_LABEL,
    RAW,
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


class BlockTheme:
    """See the module."""

    name = "block"

    def article(self, shell: Shell, post: Post) -> tuple[str, str]:
        """Return what stands before and after the related teasers."""
        day = post.published.date().isoformat()  # a theme that prints the day alone says no time to machines either
        links = (
            f'<link rel="canonical" href="{shell.base}{post.path}" />\n'
            f'<link rel="shortlink" href="{shell.base}/?p={post.id}" />\n'
        )
        dated = f'<div class="wp-block-post-date"><time datetime="{day}">{post.printed_date}</time></div>\n'
        before = (
            _top(shell, post.title, f"single single-post postid-{post.id} single-format-standard", links)
            + f'<h1 class="wp-block-post-title">{_text(post.title)}</h1>\n<div class="wp-block-group is-layout-flex">\n'
            + (dated if post.says_date else "")
            + (_categories(shell, post) if post.categories else "")
            + '</div>\n<div class="entry-content wp-block-post-content is-layout-constrained">\n'
            + "\n\n".join(_block(shell, post, block) for block in post.blocks)
            + f'\n</div>\n<div class="wp-block-group">\n<h2 class="wp-block-heading">{MORE_LABEL}</h2>\n'
            '<ul class="wp-block-post-template">\n'
        )
        return before, "</ul>\n</div>\n" + _bottom(shell)

    def related(self, shell: Shell, teaser: Teaser) -> str:
        """Return one related teaser."""
        return _teaser(shell, teaser, "")

    def listing(self, shell: Shell, listing: Listing) -> str:
        """Return a page of teasers."""
        heading = f'<h1 class="wp-block-query-title">{_text(listing.title)}</h1>\n' if listing.title else ""
        items = "".join(
            _teaser(
                shell,
                each,
                f'<h2 class="wp-block-post-title"><a href="{_href(shell, each.href)}">{_text(each.title)}</a></h2>',
            )
            for each in listing.teasers
        )
        pages = "".join(
            f'<a href="{shell.base}{path}" class="wp-block-query-pagination-{name}">{label}</a>\n'
            for name, path, label in (
                ("previous", listing.newer, "Previous Page"),
                ("next", listing.older, "Next Page"),
            )
            if path
        )
        return (
            _top(shell, listing.title, listing.kind, "")
            + f'{heading}<div class="wp-block-query">\n<ul class="wp-block-post-template">\n{items}</ul>\n'
            f'<nav class="wp-block-query-pagination" aria-label="Pagination">\n{pages}</nav>\n</div>\n' + _bottom(shell)
        )

    def page(self, shell: Shell, page: PlainPage) -> str:
        """Return a page of another kind."""
        return (
            _top(shell, page.title, page.kind, f'<link rel="canonical" href="{shell.base}{page.path}" />\n')
            + f'<h1 class="wp-block-post-title">{_text(page.title)}</h1>\n'
            f'<div class="entry-content wp-block-post-content">\n{page.content}\n</div>\n' + _bottom(shell)
        )


def _teaser(shell: Shell, teaser: Teaser, heading: str) -> str:
    return (
        f'<li class="wp-block-post post type-post hentry">{heading}\n'
        f'<div class="wp-block-post-date">{teaser.date}</div>\n'
        f'<div class="wp-block-post-excerpt"><p class="wp-block-post-excerpt__excerpt">{_text(teaser.excerpt)}</p>'
        f'<p class="wp-block-post-excerpt__more-text"><a class="wp-block-post-excerpt__more-link" '
        f'href="{_href(shell, teaser.href)}">Full story →</a></p></div></li>\n'
    )


def _categories(shell: Shell, post: Post) -> str:
    links = '<span class="wp-block-post-terms__separator">, </span>'.join(
        f'<a href="{shell.base}/category/{CATEGORY_SLUGS[name]}/" rel="tag">{_text(name)}</a>'
        for name in post.categories
    )
    return (
        '<div class="taxonomy-category wp-block-post-terms"><span class="wp-block-post-terms__prefix">Categories: '
        f"</span>{links}</div>\n"
    )


def _block(shell: Shell, post: Post, block: Block) -> str:
    if block.kind == "heading":
        return f'<h2 class="wp-block-heading">{_text(block.texts[0])}</h2>'
    if block.kind == "quote":
        return f'<blockquote class="wp-block-quote"><p>{_text(block.texts[0])}</p></blockquote>'
    if block.kind == "items":
        return '<ul class="wp-block-list">' + "".join(f"<li>{_text(text)}</li>\n" for text in block.texts) + "</ul>"
    if block.kind == "picture":
        return (
            f'<figure class="wp-block-image size-large"><a href="{shell.base}{picture_path(post)}">'
            f'<img src="{shell.base}/wp-content/uploads/picture-{post.id + 1}.png" alt=""/></a>'
            f'<figcaption class="wp-element-caption">{_text(block.texts[0])}</figcaption></figure>'
        )
    return f"<p>{paragraph_html(block, shell, RAW)}</p>"


def _top(shell: Shell, title: str, classes: str, links: str) -> str:
    menu = "".join(
        f'<li class="wp-block-navigation-item"><a class="wp-block-navigation-item__content" href="{shell.base}{path}">'
        f"{_text(name)}</a></li>"
        for name, path in (("Home", "/"), *shell.sections, ("About", "/about/"))
    )
    return (
        '<!DOCTYPE html>\n<html lang="en-US">\n<head>\n\t<meta charset="UTF-8" />\n'
        '\t<meta name="viewport" content="width=device-width, initial-scale=1" />\n'
        f"<title>{_text(head_title(title))}</title>\n{links}"
        f'<link rel="alternate" type="application/rss+xml" title="{SITE_NAME} &raquo; Feed" '
        f'href="{shell.base}/feed/" />\n'
        "<style>:root{--wp--preset--color--base:#fff;--wp--preset--color--contrast:#111}"
        ".is-layout-flex{display:flex;gap:.5em}.is-layout-constrained>*{max-width:650px;margin:auto}</style>\n"
        f'</head>\n<body class="{classes} wp-embed-responsive">\n<div class="wp-site-blocks">\n'
        '<header class="wp-block-template-part">\n'
        f'<p class="wp-block-site-title"><a href="{shell.base}/" rel="home">{SITE_NAME}</a></p>\n'
        f'<p class="wp-block-site-tagline">{TAGLINE}</p>\n<nav class="wp-block-navigation" aria-label="Header">'
        f'<ul class="wp-block-navigation__container">{menu}</ul></nav>\n</header>\n<main class="wp-block-group">\n'
    )


def _bottom(shell: Shell) -> str:
    recent = "".join(
        f'<li><a class="wp-block-latest-posts__post-title" href="{shell.base}{path}">{_text(title)}</a></li>\n'
        for title, path in shell.recent
    )
    years = "".join(f'<li><a href="{shell.base}/{year}/">{year}</a></li>\n' for year in shell.years)
    tags = " ".join(
        f'<a href="{shell.base}{path}" class="tag-cloud-link">{_text(name)}</a>' for name, path in shell.tags
    )
    return (
        '</main>\n<aside class="wp-block-template-part">\n<h2 class="wp-block-heading">Recent Posts</h2>\n'
        f'<ul class="wp-block-latest-posts__list wp-block-latest-posts">\n{recent}</ul>\n'
        f'<ul class="wp-block-archives-list wp-block-archives">\n{years}</ul>\n'
        f'<p class="wp-block-tag-cloud">{tags}</p>\n'
        '</aside>\n<footer class="wp-block-template-part">\n'
        f'<p><a href="{shell.base}/author/newsdesk/">All stories of the news desk</a> · '
        f'<a href="{shell.base}/?s=soyuz">Search: soyuz</a> · © {SITE_NAME}</p>\n</footer>\n</div>\n</body>\n</html>\n'
    )


def _href(shell: Shell, path: str) -> str:
    return path if "://" in path else f"{shell.base}{path}"


def _text(text: str) -> str:
    return escape(text, RAW)
