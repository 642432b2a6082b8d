"""What somebody may type who means no good, or nothing: strategies for ``test_hostile`` and ``bench.hostile``."""

from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

from bench.words import IN_NEARLY_ALL, IN_TEN_PERCENT
from search.query import FACETS, SORTS

# What the query languages of the engines, of SQL and of addresses are made of, between words that stand in the index.
PIECES = [
    *"\"'*^:(){}-+~\\/&|!%",
    "<->",
    ":*",
    "%s",
    "{0}",
    ";--",
    "NEAR",
    "AND",
    "OR",
    "NOT",
    "title:",
    "zeppelin",
    "cities",
    IN_TEN_PERCENT,
    IN_NEARLY_ALL,
]
PIECES += ["\0", "\n", "\u202e", "\ufeff", "🏙", "e\u0301"]
NAMES = ["q", "page", "size", "sort", *FACETS]
KNOWN = ["outcome", "report", "en", "fr", "2026", *SORTS, "1", "2", "0", "-1", "20", "999999999999", "²", "1.5"]
EXPORTS = ["csv/", "json/", "atom/", "rss/", "feed.json", "suggest/"]

places = st.sampled_from(["search/", "outcomes/", *(f"search/{export}" for export in EXPORTS)])
languages = st.sampled_from(["en", "fr", "de"])
words = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.integers(1, 2000).map(f"zeppelin {IN_NEARLY_ALL} ".__mul__),
)
filters = st.lists(st.tuples(st.sampled_from(NAMES), st.one_of(words, st.sampled_from(KNOWN))), max_size=8)


def _with(query: Any) -> Any:
    """Addresses of any list with such a query."""
    return st.builds("/{}/{}?{}".format, languages, places, query)


of_words = _with(st.builds(lambda typed: urlencode({"q": typed}), words))
of_filters = _with(st.builds(urlencode, filters))
of_bytes = _with(st.builds(lambda raw: f"q={quote(raw)}&page={quote(raw[:8])}", st.binary(max_size=120)))
of_paths = st.builds(
    "{}{}".format,
    st.sampled_from(["/en/", "/en/search/", "/en/outcomes/", "/", "/id/"]),
    st.text(max_size=80).map(quote),
)
ADDRESSES = {"words": of_words, "filters": of_filters, "bytes": of_bytes, "paths": of_paths}
