"""Which parts of a page are not the article's text, whatever they hold: by their names, and by what they look like."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from spacenews.reading.generic.names import Extra, is_label, is_picture
from spacenews.reading.generic.outline import Block, Node, Outline
from spacenews.reading.generic.phrases import COMMENTS, ENDS, LEADS_ELSEWHERE
from spacenews.reading.generic.weight import HEADINGS, PROSE

# A part that holds more than this share of a page's prose is the text, whatever it is called: templates name a part
# after a feature that it has ("paywall", "skip", "print"). What is never text has a share that it cannot reach.
_FORGIVEN = {
    Extra.ASIDE: 0.5,
    Extra.BUTTON: 0.2,
    Extra.BYLINE: 0.4,
    Extra.CAPTION: 0.5,
    Extra.CHROME: 0.2,
    Extra.COMMENTS: 0.9,
    Extra.FOOTER: 0.95,
    Extra.FORM: 0.2,
    Extra.HIDDEN: 0.5,
    Extra.MEDIA: 0.3,
    Extra.META: 0.2,
    Extra.NAVIGATION: 0.15,
    Extra.PROMOTION: 0.35,
    Extra.RELATED: 0.8,
    Extra.SHARE: 0.25,
}
_MOST = 0.5
_STRICT = frozenset({Extra.COMMENTS, Extra.RELATED, Extra.FOOTER})  # forgiven only where next to nothing is left
_LEFT = 250  # letters of prose: less is no article
_LEFT_OF_LONG = 0.05  # of all prose: a long text in a footer leaves its introduction outside
_RELATED_MOST = 0.6
_LINKED = 0.3  # share of link text from which a part is no prose
# Many small parts of one kind may together be the text: paragraphs that are all named alike.
_TOGETHER = {Extra.HIDDEN: 0.75, Extra.RELATED: 0.75}
_TOGETHER_MOST = 0.6
_NEVER_TOGETHER = frozenset({Extra.COMMENTS, Extra.FOOTER, Extra.ASIDE, Extra.FORM})
# A heading may be named after its place in a table of contents; it is a heading still.
_NOT_OF_HEADINGS = frozenset(
    {Extra.NAVIGATION, Extra.CHROME, Extra.META, Extra.SHARE, Extra.MEDIA, Extra.PROMOTION},
)
_CAPTION = 400  # letters; a picture with more text beside it is no picture
_CAPTION_BLOCKS = 5
_TEASER_TAGS = frozenset({"li", "article", "div", "section"})
_MORE = 40  # letters of a link such as "full story", with which each teaser of a list ends
_TEASER = 600
_TEASER_BLOCKS = 8
_TEASERS = 3
_ALL_TEASERS = 0.9  # of the prose: then the list is the article
_BOX = 700
_LABEL = 60
_END_LABEL = 80
_BEFORE_END = 200
_MOST_ENDS = 100  # such headings, each of which is weighed against all that is before and behind it


@dataclass(slots=True)
class _Sums:
    prose: list[float]
    chars: list[float]
    links: list[float]

    def is_linked(self, node: int) -> bool:
        return self.links[node] >= _LINKED * self.chars[node]


def mark_extras(page: Outline) -> None:
    """Mark the blocks that stand in an extra; needs their values."""
    _mark_teasers(page)
    sums = _Sums(
        page.sum_up([block.value if block.value > PROSE else 0.0 for block in page.blocks]),
        page.sum_up([float(len(block.text)) for block in page.blocks]),
        page.sum_up([float(block.links) for block in page.blocks]),
    )
    _forgive_together(page, sums)
    for number, node in enumerate(page.nodes):
        outer = page.nodes[node.parent].extra if node.parent >= 0 else None
        node.extra = outer or _judge(page, number, node, sums)
    for block in page.blocks:
        block.extra = page.nodes[block.node].extra
    _mark_boxes(page)


def _judge(page: Outline, number: int, node: Node, sums: _Sums) -> Extra | None:
    extra = node.extra
    if extra and (_is_forgiven(number, extra, sums) or (node.tag in HEADINGS and extra in _NOT_OF_HEADINGS)):
        extra = None
    if extra is Extra.CHROME and node.tag == "pre":
        extra = None  # a listing with its toolbar is still a listing
    if extra is None and sums.chars[number] < _CAPTION and _is_caption(page, number, node):
        extra = Extra.CAPTION
    return extra


def _is_forgiven(number: int, extra: Extra, sums: _Sums) -> bool:
    total = sums.prose[0] + 0.01
    share = sums.prose[number] / total
    if extra in _STRICT:
        left = total - sums.prose[number]
        is_nearly_all = left < _LEFT or (extra is Extra.FOOTER and left < _LEFT_OF_LONG * total)
        return share > _MOST and (is_nearly_all or (extra is Extra.RELATED and share > _RELATED_MOST))
    return share > _MOST or (share > _FORGIVEN[extra] and not sums.is_linked(number))


def _forgive_together(page: Outline, sums: _Sums) -> None:
    amounts: Counter[Extra] = Counter()
    covered = -1
    for number, node in enumerate(page.nodes):
        if node.extra and node.first >= covered and node.last > node.first:
            covered = node.last
            amounts[node.extra] += 0 if sums.is_linked(number) else int(sums.prose[number])
    for extra, amount in amounts.items():
        if extra in _NEVER_TOGETHER or amount <= _TOGETHER.get(extra, _TOGETHER_MOST) * sums.prose[0]:
            continue
        for node in page.nodes:
            node.extra = None if node.extra is extra else node.extra


def _is_caption(page: Outline, number: int, node: Node) -> bool:
    """Whether a part is a picture or a video with a few words, and no quotation or listing set as a figure."""
    if node.last - node.first >= _CAPTION_BLOCKS or node.tag in {"p", "h1", "h2", "h3"}:
        return False
    if node.tag != "figure" and not is_picture(node.names):
        return False
    inner = (each for each in page.nodes[number + 1 : number + 8] if each.last <= node.last)
    return not any(each.tag in {"blockquote", "pre", "table"} for each in inner)


def _mark_teasers(page: Outline) -> None:
    """Mark three or more alike parts, each a linked heading and a line or two: they announce other articles."""
    groups: dict[tuple[str, str], list[int]] = {}
    for number, node in enumerate(page.nodes):
        if node.tag in _TEASER_TAGS and 1 <= node.last - node.first <= _TEASER_BLOCKS and _is_teaser(page, number):
            groups.setdefault((node.tag, node.names.partition(" ")[0]), []).append(number)
    teasers = [number for group in groups.values() if len(group) >= _TEASERS for number in group]
    covered = {place for number in teasers for place in range(page.nodes[number].first, page.nodes[number].last)}
    prose = sum(page.blocks[place].value for place in covered if page.blocks[place].value > PROSE)
    if prose > _ALL_TEASERS * sum(block.value for block in page.blocks if block.value > PROSE):
        return
    for number in teasers:
        page.nodes[number].extra = page.nodes[number].extra or Extra.RELATED


def _is_teaser(page: Outline, number: int) -> bool:
    blocks = page.inside(number)
    if sum(len(block.text) for block in blocks) > _TEASER:
        return False
    return any(page.tag(block) in HEADINGS and block.links > 0.8 * len(block.text) for block in blocks)


def _mark_boxes(page: Outline) -> None:
    """Mark "Read more" boxes, and what stands under headings such as "Related articles" or "Comments"."""
    before, ends = 0.0, 0
    for place, block in enumerate(page.blocks):
        if block.extra:
            continue
        if len(block.text) < _LABEL and LEADS_ELSEWHERE.match(block.text) and _mark_box(page, block):
            continue
        if before > _BEFORE_END and ends < _MOST_ENDS and _is_end(page, block):
            ends += 1
            if _mark_rest(page, place):
                continue
        before += max(0.0, block.value)


def _mark_box(page: Outline, label: Block) -> bool:
    node = page.nodes[_around(page, label)]
    if page.blocks[node.first] is not label or node.last - node.first > _BOX:
        return False
    box = page.blocks[node.first : node.last]
    size = sum(len(block.text) for block in box)
    links = sum(block.links for block in box)
    if size >= _BOX or links <= 0.2 * (size - len(label.text)):
        return False
    for block in box:
        block.extra = Extra.RELATED
    return True


def _is_end(page: Outline, block: Block) -> bool:
    if len(block.text) >= _END_LABEL or not ENDS.match(block.text):
        return False
    if page.tag(block) in HEADINGS or block.bold > 0.8 * len(block.text):
        return True
    node = page.nodes[block.node]
    return is_label(node.names) and node.last - node.first == 1


def _mark_rest(page: Outline, place: int) -> bool:
    """Mark a part from an ending heading on, unless that would be most of it or of the page."""
    heading = page.blocks[place]
    number = _around(page, heading)
    node = page.nodes[number]
    rest = page.blocks[place : node.last]
    if not COMMENTS.match(heading.text):
        rest = rest[: _resumption(page, node, place)]
    before = _prose(page.blocks[node.first : place])
    if (_prose(rest) > before > 0 and not _announces(rest)) or (before == 0 and node.tag in {"body", "main"}):
        return False
    for block in rest:
        block.extra = block.extra or Extra.RELATED
    return True


def _announces(rest: list[Block]) -> bool:
    """Whether the same link (`full story`) stands just below each of the paragraphs: each is of another article."""
    prose = [place for place, block in enumerate(rest) if block.value > PROSE and not block.extra]
    links = (next(filter(_is_more, rest[place + 1 : place + 3]), None) for place in prose)
    texts = {"" if link is None else link.text.casefold() for link in links}
    return len(prose) >= _TEASERS and len(texts) == 1 and "" not in texts


def _is_more(block: Block) -> bool:
    return len(block.text) <= _MORE and block.links > 0.8 * len(block.text)


def _resumption(page: Outline, node: Node, place: int) -> int:
    """Return how many blocks a list of links in the midst of the text has: the text goes on beside its paragraphs."""
    above = page.blocks[max(node.first, place - 4) : place]
    level = {page.nodes[each.node].parent for each in above if _is_paragraph(page, each)}
    rest = page.blocks[place : node.last]
    resumed = (
        number
        for number, each in enumerate(rest)
        if _is_paragraph(page, each) and page.nodes[each.node].parent in level
    )
    return next(resumed, len(rest))


def _is_paragraph(page: Outline, block: Block) -> bool:
    return block.value > 2 * PROSE and page.tag(block) == "p"


def _prose(blocks: list[Block]) -> float:
    return sum(block.value for block in blocks if block.value > PROSE and not block.extra)


def _around(page: Outline, block: Block) -> int:
    """Return the innermost part around a block that holds more than it."""
    number = block.node
    while page.nodes[number].parent >= 0 and page.nodes[number].last - page.nodes[number].first == 1:
        number = page.nodes[number].parent
    return number
