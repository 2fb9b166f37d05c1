"""WordPress: the signs that core prints whatever the theme (body_class, post_class, the core blocks, REST, feeds)."""

from __future__ import annotations

from urllib.parse import urljoin

from spacenews.model.link import LinkKind
from spacenews.specs.families.family import Family
from spacenews.specs.layout import Layout
from spacenews.specs.source import Source

# Only what listing needs: a tenth of the bytes, and the server does not render the bodies.
REST_FIELDS = "id,link,date_gmt,modified_gmt,title,categories"

FAMILY = Family(
    name="wordpress",
    layouts=(
        # Block themes (5.9+): the query and post blocks carry these classes whatever the theme.
        Layout(
            name="wordpress-block",
            marker="body.single .wp-block-post-content, body.single .wp-block-post-title",
            title="h1.wp-block-post-title",
            published=".wp-block-post-date time::attr(datetime)",
            byline=".wp-block-post-author-name, .wp-block-post-author__name",
            categories=".taxonomy-category a",
            tags=".taxonomy-post_tag a",
            body=".wp-block-post-content",
        ),
        # Classic themes: hentry and its parts are what core's post_class() and the theme handbook ask for.
        Layout(
            name="wordpress-classic",
            marker="body.single .hentry .entry-content, body.single article.post .entry-content",
            title=".entry-title",
            byline=".author.vcard .fn, .author.vcard a, .byline .author",
            categories="a[rel~=category]",
            tags="a[rel~=tag]:not([rel~=category])",
            body=".entry-content",
        ),
    ),
    article=("body.single-post",),
    other=(
        ("body.attachment", "an attachment page"),
        ("body.page", "a page, not a post"),
        ("body.author", "an author's archive"),
        ("body.category", "a category page"),
        ("body.tag", "a tag page"),
        ("body.date", "a date archive"),
        ("body.search", "a search page"),
        ("body.archive", "an archive page"),
        ("body.blog", "the list of posts"),
    ),
    missing=("body.error404",),
    protected=("form.post-password-form",),
    # `<!--nextpage-->`: wp_link_pages() prints the links, and body_class() the number from the second page on.
    parts=(".page-links a", ".post-nav-links a", "a.post-page-numbers"),
    later=("body[class*='single-paged-']",),
    teasers=("article.hentry", "li.wp-block-post", "div.hentry", "div.post"),
    next_page=(
        "a.wp-block-query-pagination-next",
        "a.next.page-numbers",
        ".nav-previous a",
        ".nav-links a.next",
        "a.next",
    ),
    categories=("a[rel~=category]", ".taxonomy-category a"),
    drop=(
        ".sharedaddy",
        ".jp-relatedposts",
        ".post-navigation",
        ".entry-footer",
        ".wp-block-post-terms",
        ".page-links",
        ".post-nav-links",
    ),
    # wp-sitemap-posts-post-1.xml (core 5.5+), post-sitemap.xml (Yoast, Rank Math), post-sitemap2.xml
    sitemap_parts=r".*/(?:wp-sitemap-posts-post-\d+|post-sitemap\d*)\.xml",
)


def sources(home: str, *, more: str = "", categories: tuple[str, ...] = ()) -> tuple[Source, ...]:
    """Return where a WordPress lists its posts: home, the named categories, feed, sitemap and REST.

    Args:
        home: Address of the site's home page, with its final slash.
        more: Text of the link from a teaser to its article, such as `full story`; empty where the title links.
        categories: Slugs of category pages known beforehand; the others are learnt from the articles.
    """
    listings = (home, *(urljoin(home, f"category/{slug}/") for slug in categories))
    return (
        *(Source(kind=LinkKind.LISTING, url=url, more=more, family=FAMILY.name) for url in listings),
        Source(kind=LinkKind.FEED, url=urljoin(home, "feed/"), family=FAMILY.name),
        Source(kind=LinkKind.SITEMAP, url=urljoin(home, "wp-sitemap.xml"), family=FAMILY.name),
        Source(
            kind=LinkKind.REST,
            url=urljoin(home, f"wp-json/wp/v2/posts?per_page=100&page=1&_fields={REST_FIELDS}"),
            family=FAMILY.name,
        ),
    )
