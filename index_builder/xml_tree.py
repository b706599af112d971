"""The one place that knows lxml: bytes in, a strictly parsed and hardened element tree out."""

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast


class Element(Protocol):
    """The part of an lxml element that we use. Comments and processing instructions never appear."""

    @property
    def tag(self) -> str: ...
    @property
    def text(self) -> str | None: ...
    def get(self, name: str) -> str | None: ...
    def find(self, path: str) -> "Element | None": ...
    def itertext(self) -> Iterator[str]: ...
    def __iter__(self) -> "Iterator[Element]": ...
    def __len__(self) -> int: ...


class MalformedXmlError(ValueError):
    """The bytes are not one well-formed XML element."""


class _Etree(Protocol):
    """The part of `lxml.etree` that we use; lxml ships no types."""

    XMLSyntaxError: type[Exception]

    def XMLParser(
        self,
        *,
        resolve_entities: bool,
        no_network: bool,
        load_dtd: bool,
        huge_tree: bool,
        recover: bool,
        remove_comments: bool,
        remove_pis: bool,
        collect_ids: bool,
    ) -> object: ...
    def fromstring(self, text: bytes, parser: object) -> Element: ...


_etree = cast(_Etree, import_module("lxml.etree"))
_PARSER = _etree.XMLParser(  # huge_tree=False caps a text node at 10 MB and the depth at 256
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    recover=False,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
)


def parse_element(xml: bytes) -> Element:
    """The element in `xml` (UTF-8, no declaration needed); raises MalformedXmlError, never repairs."""
    try:
        return _etree.fromstring(xml, _PARSER)
    except _etree.XMLSyntaxError as exc:
        raise MalformedXmlError(exc.args[0]) from exc  # without the file name that lxml appends
