"""What editors add to the search: words that mean the same, and what stands first for some words."""

from collections import defaultdict
from dataclasses import dataclass

from wagtail.contrib.search_promotions.models import SearchPromotion

from .expression import Phrase, Synonyms, clean
from .folding import fold
from .models import Synonym, folded


@dataclass(frozen=True)
class Promotion:
    """A choice of the Secretariat: a page by its key, or an address elsewhere with its title."""

    page: int | None
    url: str
    title: str
    description: str


def read_synonyms() -> dict[str, Synonyms]:
    """Language → each phrase → those that mean the same. One query."""
    found: defaultdict[str, dict[Phrase, tuple[Phrase, ...]]] = defaultdict(dict)
    for row in Synonym.objects.all():
        phrases = row.phrases()
        for phrase in phrases:
            found[row.language][folded(phrase)] = tuple(other for other in phrases if other != phrase)
    return dict(found)


def read_promotions() -> dict[str, list[Promotion]]:
    """Words as the search reads them → what was chosen for them, in its order. One query."""
    found: defaultdict[str, list[Promotion]] = defaultdict(list)
    for row in SearchPromotion.objects.select_related("query").order_by("query", "sort_order", "pk"):
        words, _was_cut = clean(row.query.query_string)
        choice = Promotion(row.page_id, row.external_link_url, row.external_link_text or "", row.description)
        found[fold(words)].append(choice)
    return dict(found)
