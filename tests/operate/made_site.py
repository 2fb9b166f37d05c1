"""A small news site of its own making: two sections, a feed or none, and pages about itself."""

from __future__ import annotations

from tests.operate.served_pages import HTML

HOME = "https://orbitdaily.example/"
Answer = tuple[int, tuple[tuple[str, str], ...], bytes]
_NAV = (
    "<nav><a href='/'>Home</a> <a href='/news/'>News</a> <a href='/science/'>Science</a> <a href='/about'>About us</a>"
    " <a href='/contact'>Contact</a></nav>"
)
_SENTENCE = "The crew opened every valve of tank {tank} and read the gauges twice before the last bus left the hall. "
_XML = (("Content-Type", "application/rss+xml"),)
NUMBERS = range(1, 13)


def html(text: str, status: int = 200) -> Answer:
    """Return a page as an answer."""
    return status, HTML, text.encode()


def path_of(number: int) -> str:
    """Return the path of an article."""
    return f"{('science', 'news')[number % 2]}/pump-{number}-is-tried-out"


def paragraphs(number: int) -> list[str]:
    """Return the text of an article."""
    return [
        _SENTENCE.format(tank=number + part) + f"Line {part} tells of pump {number * 7 + part}." for part in range(8)
    ]


def article(number: int, *, body: str = "text", before: str = "", after: str = "") -> Answer:
    """Return an article's page; `before` and `after` stand around its text, in the same element as `<main>` has."""
    text = "".join(f"<p>{each}</p>" for each in paragraphs(number))
    return html(
        f"<html lang=en><head><title>Pump {number} is tried out | Orbit Daily</title>"
        f"<meta property='og:site_name' content='Orbit Daily'>"
        f"<meta property='article:published_time' content='{stamp(number)}'></head>"
        f"<body class=art>{_NAV}<main><article><h1>Pump {number} is tried out</h1><div class=by>By Ada Nowak</div>"
        f"{before}<div class={body}>{text}</div>{after}</article></main><footer>(c)</footer></body></html>"
    )


def stamp(number: int) -> str:
    """Return when an article was published, in New York."""
    return f"2024-{number:02d}-20T10:00:00{'-04:00' if 3 <= number <= 10 else '-05:00'}"


def listing(numbers: range, more: str) -> Answer:
    """Return a page of teasers."""
    items = "".join(
        f"<div class=item><h3><a href='/{path_of(number)}'>Pump {number} is tried out</a></h3>"
        f"<p>{_SENTENCE.format(tank=number)}</p>{f'<a href=/{path_of(number)}>{more}</a>' if more else ''}</div>"
        for number in numbers
    )
    return html(f"<html lang=en><head><title>Orbit Daily</title></head><body class=l>{_NAV}<main>{items}</main></body>")


def feed() -> Answer:
    """Return a feed with whole texts."""
    items = "".join(
        f"<item><title>Pump {number} is tried out</title><link>{HOME}{path_of(number)}</link>"
        f"<dc:date>{stamp(number)}</dc:date><content:encoded><![CDATA["
        f"{''.join(f'<p>{each}</p>' for each in paragraphs(number))}]]></content:encoded></item>"
        for number in NUMBERS
    )
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    text = (
        f'<rss version="2.0" {spaces}><channel><title>Orbit Daily</title><language>en</language>{items}</channel></rss>'
    )
    return 200, _XML, text.encode()


def pages(*, more: str = "Read more", with_feed: bool = False, **layout: str) -> dict[str, Answer]:
    """Return the whole site by address."""
    site = {
        HOME: listing(NUMBERS, more),
        f"{HOME}news/": listing(range(1, 13, 2), more),
        f"{HOME}science/": listing(range(2, 13, 2), more),
        f"{HOME}about": html(
            f"<title>About | Orbit Daily</title><body>{_NAV}<h1>About us</h1><p>We are five people.</p>"
        ),
    }
    site |= {HOME + path_of(number): article(number, **layout) for number in NUMBERS}
    return site | ({f"{HOME}rss.xml": feed()} if with_feed else {})
