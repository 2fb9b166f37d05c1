"""A page made by hand: tables and divs without a class, `<br>`, named entities, addresses without a host."""

from __future__ import annotations

from spacenews.demo.lexicon import CATEGORY_SLUGS, SITE_NAME, TAGLINE
from spacenews.demo.markups.markup import (
    MORE_LABEL,
    NAMED,
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


class Bare:
    """See the module."""

    name = "bare"

    def article(self, shell: Shell, post: Post) -> tuple[str, str]:
        """Return what stands before and after the related teasers."""
        lines = [post.printed_date] if post.says_date else []
        if post.categories:
            lines.append(f"Categories: {_categories(post)}")
        # Half of the pages part these lines with <br>, as half of them do with their paragraphs.
        broken = post.number % 2 == 0
        header = "<br>\n".join(lines) if broken else "".join(f"<div>{line}</div>\n" for line in lines)
        before = (
            _top(shell, post.title)
            + f"<h1>{_text(post.title)}</h1>\n"
            + (f"<div>{header}</div>\n" if broken and lines else header)
            + "<div>\n"
            + _body(shell, post, broken=broken)
            + f"\n<div><b>{MORE_LABEL}</b></div>\n<table cellpadding=4>\n"
        )
        return before, "</table>\n</div>\n" + _bottom(shell)

    def related(self, shell: Shell, teaser: Teaser) -> str:
        """Return one related teaser."""
        del shell  # its links are relative
        return (
            f"<tr><td>{teaser.date}<br><br>{_text(teaser.excerpt)}<br><br>"
            f'<a href="{teaser.href}">full  story &raquo;</a></td></tr>\n'
        )

    def listing(self, shell: Shell, listing: Listing) -> str:
        """Return a page of teasers."""
        heading = f"<h1>{_text(listing.title)}</h1>\n" if listing.title else ""
        items = "".join(
            f"<tr><td>{each.date}<br><b>{_text(each.title)}</b><br>{_text(each.excerpt)}<br>"
            f'<a href="{each.href}">FULL STORY</a></td></tr>\n'
            for each in listing.teasers
        )
        pages = " | ".join(
            f'<a href="{path}">{label}</a>'
            for path, label in ((listing.newer, "&laquo; Previous page"), (listing.older, "Next page &raquo;"))
            if path
        )
        return _top(shell, listing.title) + f"{heading}<table>\n{items}</table>\n<div>{pages}</div>\n" + _bottom(shell)

    def page(self, shell: Shell, page: PlainPage) -> str:
        """Return a page of another kind."""
        return _top(shell, page.title) + f"<h1>{_text(page.title)}</h1>\n<div>{page.content}</div>\n" + _bottom(shell)


def _categories(post: Post) -> str:
    if post.number % 3 == 0:
        return ", ".join(_text(name) for name in post.categories)
    return ", ".join(f'<a href="/category/{CATEGORY_SLUGS[name]}/">{_text(name)}</a>' for name in post.categories)


def _body(shell: Shell, post: Post, *, broken: bool) -> str:
    """Return the blocks; paragraphs that follow each other are parted by two `<br>` where `broken`."""
    pieces: list[str] = []
    for block, before in zip(post.blocks, (None, *post.blocks), strict=False):
        if block.kind != "paragraph":
            pieces.append(_block(post, block))
        elif broken:
            follows = before is not None and before.kind == "paragraph"
            pieces.append(("<br>\n<br>\n" if follows else "") + paragraph_html(block, shell, NAMED))
        else:
            pieces.append(f"<p>{paragraph_html(block, shell, NAMED)}</p>\n")
    return "".join(pieces)


def _block(post: Post, block: Block) -> str:
    if block.kind == "heading":
        return f"<h2>{_text(block.texts[0])}</h2>\n"
    if block.kind == "quote":
        return f"<blockquote>{_text(block.texts[0])}</blockquote>\n"
    if block.kind == "items":
        return "<ul>\n" + "".join(f"<li>{_text(text)}\n" for text in block.texts) + "</ul>\n"
    return (
        f'<figure><a href="{picture_path(post)}"><img src="/wp-content/uploads/picture-{post.id + 1}.png" border=0></a>'
        f"<figcaption>{_text(block.texts[0])}</figcaption></figure>\n"
    )


def _top(shell: Shell, title: str) -> str:
    menu = " | ".join(
        f'<a href="{path}">{_text(name)}</a>' for name, path in (("Home", "/"), *shell.sections, ("About", "/about/"))
    )
    return (
        '<html lang="en-US">\n<head>\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\n'
        f"<title>{_text(head_title(title))}</title>\n</head>\n<body bgcolor=white text=black>\n"
        f'<table width="100%" border=0>\n<tr><td colspan=2><a href="/"><b>{SITE_NAME}</b></a><br>{TAGLINE}</td></tr>\n'
        f'<tr><td colspan=2>{menu}</td></tr>\n<tr>\n<td valign=top width="70%">\n'
    )


def _bottom(shell: Shell) -> str:
    recent = "<br>\n".join(f'<a href="{path}">{_text(title)}</a>' for title, path in shell.recent)
    years = " ".join(f'<a href="/{year}/">{year}</a>' for year in shell.years)
    tags = " ".join(f'<a href="{path}">{_text(name)}</a>' for name, path in shell.tags)
    return (
        f"</td>\n<td valign=top>\n<div><b>Recent posts</b></div>\n<div>{recent}</div>\n<div>{years}</div>\n"
        f"<div>{tags}</div>\n</td>\n</tr>\n<tr><td colspan=2>\n"
        '<a href="/author/newsdesk/">All stories of the news desk</a> | <a href="/?s=soyuz">Search: soyuz</a> | '
        f"&copy; {SITE_NAME}\n</td></tr>\n</table>\n</body>\n</html>\n"
    )


def _text(text: str) -> str:
    return escape(text, NAMED)
