"""CSS over a page that is asked many things: the elements are indexed once, and plain selectors read the index.

An XPath walks the whole tree for every question, 0.1 to 0.4 ms each; a page is asked about twenty. Selectors of tags,
ids, classes, attributes, `:not()`, descendants and children are answered from the index, all others by the XPath
that parsel makes of them. A test holds both ways to the same answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import cast

from cssselect.parser import Attrib, Class, CombinedSelector, Hash, Negation, Selector, parse
from cssselect.parser import Element as Tag
from lxml import etree
from parsel.csstranslator import HTMLTranslator

from spacenews.reading.blocks import Element

Test = Callable[[Element], bool]
_with_attributes = cast(
    "Callable[[Element], list[Element]]", etree.XPath("descendant-or-self::*[@*]", smart_strings=False)
)
_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda held, wanted: held == wanted,
    "~=": lambda held, wanted: bool(wanted) and wanted in held.split(),
    "^=": lambda held, wanted: bool(wanted) and held.startswith(wanted),
    "$=": lambda held, wanted: bool(wanted) and held.endswith(wanted),
    "*=": lambda held, wanted: bool(wanted) and wanted in held,
}


class ElementIndex:
    """The elements of a page by class and attribute, made in one pass over those that have any."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._by_class: defaultdict[str, list[Element]] = defaultdict(list)
        self._by_attribute: defaultdict[str, list[Element]] = defaultdict(list)
        by_class, by_attribute = self._by_class, self._by_attribute
        for element in _with_attributes(root):
            for name, value in cast("list[tuple[str, str]]", element.items()):
                by_attribute[name].append(element)
                if name == "class":
                    for token in set(value.split()):
                        by_class[token].append(element)

    @cached_property
    def order(self) -> Mapping[Element, int]:
        """The position of each element in the document."""
        return {element: number for number, element in enumerate(self.root.iter("*"))}

    def having(self, attribute: str) -> Sequence[Element]:
        """Return the elements that have an attribute, in document order."""
        return self._by_attribute.get(attribute, ())

    def find(self, compound: Compound) -> list[Element]:
        """Return the elements that a compound selector matches, in document order."""
        if compound.before is None:
            return [each for each in self._candidates(compound) if compound.fits(each)]
        outer, is_parent = compound.before
        around = set(self.find(outer))
        if not around:
            return []
        fitting = (each for each in self._candidates(compound) if compound.fits(each))
        if is_parent:
            return [each for each in fitting if each.getparent() in around]
        return [each for each in fitting if any(above in around for above in each.iterancestors())]

    def _candidates(self, compound: Compound) -> Iterable[Element]:
        """Return elements in document order, among them all that may match."""
        if compound.classes:
            return min((self._by_class.get(name, []) for name in compound.classes), key=len)
        if compound.attributes:
            return min((self._by_attribute.get(name, []) for name in compound.attributes), key=len)
        return self.root.iter(compound.tag or "*")


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element must be: `a.more[href]`.

    Attributes:
        tag: Its tag, or None for any.
        classes: All of which it must have.
        attributes: All of which it must have, whatever their values.
        tests: What else must hold.
        before: The compound that must hold of an element around it, and whether of its parent itself.
    """

    tag: str | None
    classes: tuple[str, ...]
    attributes: tuple[str, ...]
    tests: tuple[Test, ...]
    before: tuple[Compound, bool] | None = None

    def fits(self, element: Element) -> bool:
        """Whether an element itself fits, whatever stands around it."""
        if self.tag and element.tag != self.tag:
            return False
        # A single class is what the element was found by.
        if len(self.classes) > 1 and not set(self.classes) <= set((element.get("class") or "").split()):
            return False
        return all(test(element) for test in self.tests)


def find_elements(index: ElementIndex, css: str) -> list[Element]:
    """Return the elements that match a selector without `::`, in document order, each once."""
    compounds = _compounds(css)
    if compounds is None:
        found = compile_xpath(css)(index.root)
        return [each for each in found if isinstance(each, Element)] if isinstance(found, list) else []
    matched = [each for compound in compounds for each in index.find(compound)]
    if len(compounds) > 1 and len(matched) > 1:
        return sorted(set(matched), key=index.order.__getitem__)
    return matched


@cache
def compile_xpath(css: str) -> etree.XPath:
    """Return the XPath of a selector, `::text` and `::attr()` included."""
    return etree.XPath(HTMLTranslator().css_to_xpath(css), smart_strings=False)


@cache
def split_attribute(css: str) -> tuple[str, str] | None:
    """Return selector and attribute of `a.more::attr(href)`, or None for what is not of this form."""
    selector, _, rest = css.partition("::attr(")
    if rest.endswith(")") and "::" not in selector and "," not in css and rest[:-1].replace("-", "").isalnum():
        return selector, rest[:-1].lower()
    return None


@cache
def _compounds(css: str) -> tuple[Compound, ...] | None:
    parts = tuple(_compound(selector) for selector in parse(css))
    known = tuple(part for part in parts if part is not None)
    return known if len(known) == len(parts) else None


def _compound(selector: Selector) -> Compound | None:
    return None if selector.pseudo_element else _of_tree(selector.parsed_tree)


def _of_tree(tree: object) -> Compound | None:
    before: tuple[Compound, bool] | None = None
    if isinstance(tree, CombinedSelector):
        outer = _of_tree(tree.selector)
        if outer is None or tree.combinator not in {" ", ">"}:
            return None
        before = (outer, tree.combinator == ">")
        tree = tree.subselector
    classes: list[str] = []
    attributes: list[str] = []
    tests: list[Test] = []
    while not isinstance(tree, Tag):
        if isinstance(tree, Class):
            classes.append(tree.class_name)
        elif isinstance(tree, Hash):
            attributes.append("id")
            tests.append(_holds("id", "=", tree.id))
        elif isinstance(tree, Attrib) and (test := _of_attribute(tree)):
            attributes.append(tree.attrib.lower())
            tests.append(test)
        elif isinstance(tree, Negation) and (inner := _of_tree(tree.subselector)) and inner.before is None:
            tests.append(_lacks(inner))
        else:
            return None
        tree = tree.selector
    if tree.namespace:
        return None
    return Compound(
        tree.element.lower() if tree.element else None, tuple(classes), tuple(attributes), tuple(tests), before
    )


def _of_attribute(tree: Attrib) -> Test | None:
    name = tree.attrib.lower()
    if tree.namespace or getattr(tree, "flag", None):
        return None
    if tree.operator == "exists":
        return lambda element: element.get(name) is not None
    if tree.operator not in _OPERATORS or tree.value is None or tree.value.value is None:
        return None
    return _holds(name, tree.operator, tree.value.value)


def _holds(name: str, operator: str, wanted: str) -> Test:
    compare = _OPERATORS[operator]

    def test(element: Element) -> bool:
        held = element.get(name)
        return held is not None and compare(held, wanted)

    return test


def _lacks(inner: Compound) -> Test:
    wanted = set(inner.classes)
    return lambda element: not (inner.fits(element) and wanted <= set((element.get("class") or "").split()))
