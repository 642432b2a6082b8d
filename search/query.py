"""The one place that asks the search.

The engine says which pages have the words; whether they are public, in which language version a reader gets them and how
many each choice would find comes from the catalogue (``search.catalogue``), so it is the same on every engine.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from . import engines
from .catalogue import (
    KIND,
    LANGUAGE,
    Catalogue,
    Row,
    View,
    as_set,
    catalogue,
    chosen_in,
    descriptions_of,
    models_of,
)
from .expression import Expression, clean, expression_of, legible
from .findable import Found
from .folding import fold
from .passages import Passage, passage_in, pattern_of

FACETS = (KIND, "format", "theme", "group", "state", LANGUAGE, "country", "year")
RELEVANCE, NEWEST, OLDEST, TITLE = SORTS = ("relevance", "newest", "oldest", "title")
# For feeds, which tell what was published last; no order of a page.
LATEST = "latest"
SIZES = (10, 20, 50)
# So much text of files, in characters, is looked through for the passages of one answer.
LOOKED_THROUGH = 2_000_000

Chosen = Mapping[str, frozenset[str]]
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class SearchRequest:
    """What a reader asks for. ``chosen``: facet → values of which one will do; ``sort`` "" is the usual one;
    ``crossed``: two facets of which the pairs are counted too; ``has_passages``: whether the words are shown in the texts.
    """

    words: str
    language: str
    chosen: Chosen = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    size: int = SIZES[0]
    has_unknown: bool = False
    crossed: tuple[str, str] | tuple[()] = ()
    has_passages: bool = True

    @property
    def usual_sort(self) -> str:
        return RELEVANCE if self.words else NEWEST


@dataclass(frozen=True)
class InFile:
    """Where in a file a passage stands; ``page`` is ``None`` in a format without pages."""

    title: str
    url: str
    language: str
    page: int | None


@dataclass(frozen=True)
class Hit:
    """One work, by the page that the reader gets, the languages in which it is public, and its values in each facet.

    ``passage`` stands in the text of the version in ``passage_language``, or in the file of it that ``in_file`` names.
    """

    found: Found
    kind: str
    languages: tuple[str, ...]
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    description: str = ""
    passage: Passage | None = None
    passage_language: str = ""
    in_file: InFile | None = None


@dataclass(frozen=True)
class Promoted:
    """What the Secretariat put first for some words: a public work, or an address elsewhere (then without ``found``)."""

    title: str
    url: str
    description: str
    found: Found | None = None


@dataclass(frozen=True)
class SearchPage:
    """One page of what was found. ``request`` is what was understood; ``has_unknown`` where a part of it was ignored.

    ``facets``: facet → value → how many works it would find, ignoring the facet's own choice. ``group_titles``: value of
    the facet "group" → the title of that group's page for the reader. ``crossed``: two values, of the facets that were
    asked for → how many of the works found have both. ``promoted``: what the Secretariat put first for
    these words. ``suggestion``: other words that find something, where these find nothing. ``is_wordless`` where
    signs alone were typed. ``is_from_database`` where the search server did not answer.
    """

    request: SearchRequest
    hits: list[Hit]
    total: int
    facets: Counts
    group_titles: Mapping[str, str] = field(default_factory=dict)
    crossed: Mapping[tuple[str, str], int] = field(default_factory=dict)
    promoted: list[Promoted] = field(default_factory=list)
    suggestion: str = ""
    was_cut: bool = False
    is_wordless: bool = False
    has_unknown: bool = False
    is_from_database: bool = False


@dataclass(frozen=True)
class _Matched:
    """What an engine found: the version of each work that has the words, the best first."""

    rows: Mapping[int, Row]
    order: list[Row]
    works: int
    answer: engines.Answer


def read_request(query: Mapping[str, list[str]], language: str) -> SearchRequest:
    """Read the parameters of an address: lists of texts by name. What is no number, order or size is ignored, and said."""
    sort, page, size = (next(iter(query.get(name, ())), "") for name in ("sort", "page", "size"))
    number = _number(page or "1")
    length = _number(size or str(SIZES[0]))
    return SearchRequest(
        words=next(iter(query.get("q", ())), ""),
        language=language,
        chosen={facet: frozenset(filter(None, query.get(facet, ()))) for facet in FACETS},
        sort=sort if sort in SORTS else "",
        page=number or 1,
        size=length if length in SIZES else SIZES[0],
        has_unknown=number is None or length not in SIZES or bool(sort and sort not in SORTS),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 and int(text) else None


def search(asked: SearchRequest) -> SearchPage:
    """What everybody may find, ten, twenty or fifty works a page; a page past the end is the last one.

    Never raises for what somebody typed. An unknown value of a facet is left out, and said.
    """
    known = catalogue()
    view = known.view(asked.language)
    words, was_cut = clean(asked.words)
    chosen = {
        facet: frozenset(code for code in asked.chosen.get(facet, ()) if code in known.facets.get(facet, {}))
        for facet in FACETS
    }
    is_unknown = asked.has_unknown or any(chosen[facet] != values for facet, values in asked.chosen.items() if values)
    expression = expression_of(words, known.synonyms.get(asked.language, {}))
    matched = _matched(known, view, engines.match(expression, asked.language)) if expression else None
    among = matched.works if matched else view.all
    found = among & _with(known, chosen)
    total = found.bit_count()
    last = max(1, -(-total // asked.size))
    request = replace(
        asked,
        words=legible(asked.words) if words else "",
        chosen=chosen,
        sort=_sort(asked.sort, words),
        page=min(max(asked.page, 1), last),
    )
    rows = chosen_in(_order(view, matched, request.sort), found)
    shown = rows[(request.page - 1) * request.size : request.page * request.size]
    return SearchPage(
        request=request,
        hits=_hits(known, shown, matched, expression, request),
        total=total,
        facets=_counts(known, among, chosen),
        suggestion="" if total or not words else _meant(known, view, words, chosen, asked.language),
        promoted=promoted_for(known, view, words) if request.page == 1 else [],
        group_titles=group_titles(known, view),
        crossed=_crossed(known, found, request.crossed),
        was_cut=was_cut,
        is_wordless=not words and bool(asked.words.strip()),
        has_unknown=is_unknown or asked.page > last,
        is_from_database=matched is not None and matched.answer.is_from_database,
    )


def _meant(known: Catalogue, view: View, words: str, chosen: Chosen, language: str) -> str:
    """The words with those mended that nobody wrote, where that finds something among what is chosen."""
    mended = " ".join(view.vocabulary.mend(words.replace('"', "").split()))
    if fold(mended) == fold(words.replace('"', "")):
        return ""
    expression = expression_of(mended, known.synonyms.get(language, {}))
    works = _matched(known, view, engines.match(expression, language)).works
    return mended if works & _with(known, chosen) else ""


def promoted_for(known: Catalogue, view: View, words: str) -> list[Promoted]:
    """A page that is not public any more is left out; of one in several languages the reader gets the own version."""
    found = []
    for choice in known.promotions.get(fold(words), ()):
        row = known.by_key.get(choice.page) if choice.page else None
        shown = view.shown[row.number] if row else None
        if shown:
            found.append(Promoted(shown.found.title, shown.found.url_path, choice.description, shown.found))
        elif choice.url:
            found.append(Promoted(choice.title or choice.url, choice.url, choice.description))
    return found


def group_titles(known: Catalogue, view: View) -> dict[str, str]:
    """Value of the facet "group" → the title of the group's page as the reader gets it."""
    groups = known.facets[KIND].get("group", 0)
    found = {}
    for code, works in known.facets.get("group", {}).items():
        row = view.shown[(works & groups).bit_length() - 1] if works & groups else None
        if row:
            found[code] = row.found.title
    return found


def _sort(asked: str, words: str) -> str:
    usual = RELEVANCE if words else NEWEST
    return usual if not asked or (asked == RELEVANCE and not words) else asked


def _matched(known: Catalogue, view: View, answer: engines.Answer) -> _Matched:
    """Of each work once: those whose shown version has the words before those that have them in another language."""
    first: dict[int, Row] = {}
    second: dict[int, Row] = {}
    for key in answer.keys:
        row = known.by_key.get(key)
        if row is None or view.shown[row.number] is None:
            continue
        (first if view.shown[row.number] is row else second).setdefault(row.number, row)
    rows = first | {number: row for number, row in second.items() if number not in first}
    order = [shown for number in rows if (shown := view.shown[number])]
    return _Matched(rows, order, as_set(rows), answer)


def _order(view: View, matched: _Matched | None, sort: str) -> list[Row]:
    if matched and sort == RELEVANCE:
        return matched.order
    match sort:
        case "title":
            return view.by_title
        case "oldest":
            return view.oldest_first
        case "latest":
            return view.latest_first
    return view.newest_first


def _works(known: Catalogue, facet: str, codes: Iterable[str]) -> int:
    """The works that have one of the values."""
    works = 0
    for code in codes:
        works |= known.facets.get(facet, {}).get(code, 0)
    return works


def _with(known: Catalogue, chosen: Chosen, but: str = "") -> int:
    """The works that have one of the chosen values in each facet that has any; ``but`` is a facet to leave out."""
    works = -1
    for facet, codes in chosen.items():
        if codes and facet != but:
            works &= _works(known, facet, codes)
    return works


def _counts(known: Catalogue, among: int, chosen: Chosen) -> Counts:
    return {
        facet: {
            code: number
            for code, works in known.facets.get(facet, {}).items()
            if (number := (works & others).bit_count()) or code in chosen[facet]
        }
        for facet in FACETS
        for others in [among & _with(known, chosen, but=facet)]
    }


def _crossed(known: Catalogue, found: int, facets: tuple[str, str] | tuple[()]) -> dict[tuple[str, str], int]:
    """Only pairs that some work has."""
    first, second = (known.facets.get(facet, {}) for facet in facets) if facets else ({}, {})
    return {
        (one, other): number
        for one, works in first.items()
        for other, others in second.items()
        if (number := (works & others & found).bit_count())
    }


# --- What is shown of a work ------------------------------------------------------------------------------------


def _hits(
    known: Catalogue,
    rows: list[Row],
    matched: _Matched | None,
    expression: Expression,
    request: SearchRequest,
) -> list[Hit]:
    having = [matched.rows[row.number] if matched else row for row in rows]
    passages = (
        _passages(rows, having, matched.answer.engine, expression, request.language)
        if matched and request.has_passages
        else {}
    )
    without = [row for row, has in zip(rows, having, strict=True) if has.found.key not in passages]
    descriptions = descriptions_of(without)
    return [
        Hit(
            row.found,
            row.kind,
            known.languages_of(row.number),
            known.values_of(row.number),
            descriptions.get(row.found.key, ""),
            *(passages.get(has.found.key) or (None, "", None)),
        )
        for row, has in zip(rows, having, strict=True)
    ]


def _passages(
    shown: list[Row], having: list[Row], engine: engines.Engine, expression: Expression, language: str
) -> dict[int, tuple[Passage, str, InFile | None]]:
    """Key of a page that has the words → passage, its language, and where it stands in a file. Where only the title has
    them: none if that is the title which is shown, else the title.
    """
    keys = [row.found.key for row in having]
    forms = engine.forms(keys, expression, language)
    texts = engine.texts(keys)
    found: dict[int, tuple[Passage, str, InFile | None]] = {}
    in_files: dict[int, Row] = {}
    left = LOOKED_THROUGH
    patterns = {key: pattern_of(forms.get(key, ())) for key in keys}
    for row in having:
        key = row.found.key
        pattern = patterns[key]
        own, _separator, of_files = texts.get(key, "").partition("\f")
        if passage := passage_in(own, pattern):
            found[key] = passage, row.found.language, None
        elif passage_in(of_files[:left], pattern):
            in_files[key] = row
        left -= 0 if key in found else min(left, len(of_files))
    for model in models_of(in_files.values()) if in_files else ():
        for key, pages in model.file_passages(list(in_files)).items():
            for place, text in pages:
                if passage := passage_in(text, patterns[key]):
                    found[key] = passage, place.language, place
                    break
    for row in (row for row, other in zip(having, shown, strict=True) if row is not other):
        key = row.found.key
        if key not in found and (passage := passage_in(row.found.title, patterns[key])):
            found[key] = passage, row.found.language, None
    return found
