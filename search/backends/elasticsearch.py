"""Elasticsearch 9: each language with its own analysis. Its index is a copy of the database's (docs/adr/0015)."""

import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from time import time
from typing import Any

from django.conf import settings
from django.db.models import Q
from elasticsearch.helpers import streaming_bulk
from modelsearch.backends.elasticsearch9 import Elasticsearch9Index, Elasticsearch9SearchBackend
from modelsearch.backends.elasticsearchbase import ElasticsearchAtomicIndexRebuilder
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from ..breaker import ask
from ..expression import Expression, Phrase, Term
from ..findable import searched_types
from ..folding import fold
from ..models import IndexWrite, Pending
from .analysis import STEMMERS, analysis
from .database import content_types

logger = logging.getLogger("search")
# Seconds that a reader waits for the words that match, and then, half as long, for how they stand in the texts.
PATIENCE = 0.6
WRITE_TIMEOUT = 10
# What one answer holds at most; more than that is no answer.
MOST = 1_000_000
# Digests that are read at a time.
DIGESTS = 10_000
PAGES_AT_ONCE = 200
# After so many seconds an index without a name is one that nobody finishes.
LEFT_OVER = 60 * 60 * 24
MOST_BYTES = 10 * 1024 * 1024
# A form of a word by the rules of another language may be a false friend: it comes last.
TITLE_WEIGHT, OTHER_LANGUAGE, FOLDED = 8, 0.02, 0.3
# How much a word weighs of which only the beginning was typed.
BEGINNING = 0.1
MARK, END = "\ue000", "\ue001"
MARKED = re.compile(f"{MARK}(.+?){END}", re.DOTALL)


class Index(Elasticsearch9Index):
    """The works, by the keys of their pages. Other types of Wagtail's go nowhere: the database finds them."""

    # That of the write which makes the index; those that began before it change nothing any more.
    version = 0

    def add_model(self, model: type) -> None:
        """The mapping is that of the whole index."""

    def add_item(self, item: Page) -> None:
        self.add_items(type(item), [item])

    def add_items(self, model: type, items: Iterable[Page]) -> None:
        """Mostly while the index is made anew. What the server refuses is noted, and does not stop it."""
        if model not in searched_types():
            return
        documents = self.backend.documents([page.pk for page in items])
        refused = self.backend.send(documents, every_change(self.name, self.version))
        for key, why in refused.items():
            logger.error("The search server refused page %s: %s", key, why)
            Pending.objects.create(page_key=key, error=why)


class Rebuilder(ElasticsearchAtomicIndexRebuilder):
    """Makes a new index beside the one in use, which stays until the new one takes its name, in one step."""

    # Of the pages that it is given, the keys count.
    reads_itself = True

    def start(self) -> Index:
        self._delete_leftovers()
        self.begun = IndexWrite.objects.create()
        index = super().start()
        index.version = self.begun.pk
        self._refresh_every("-1")
        return index

    def _delete_leftovers(self) -> None:
        """What others began to make and did not finish within a day."""
        indices = self.index.es.indices
        for name, index in indices.get(index=f"{self.alias.name}_*").items():
            age = time() - int(index["settings"]["index"]["creation_date"]) / 1000
            if not index["aliases"] and age > LEFT_OVER:
                indices.delete(index=name)

    def _refresh_every(self, interval: str | None) -> None:
        self.index.es.indices.put_settings(index=self.index.name, settings={"refresh_interval": interval})

    def finish(self) -> None:
        """What was written to the old one meanwhile is due again, and what a worker may be writing to it just now."""
        self._refresh_every(None)
        self.index.refresh()
        old = self.index.es.indices.get(index=self.alias.name, ignore_unavailable=True).body
        self.index.es.indices.update_aliases(
            actions=[
                *({"remove_index": {"index": name}} for name in old),
                {"add": {"index": self.index.name, "alias": self.alias.name}},
            ]
        )
        keys = Pending.objects.filter(Q(write__gt=self.begun) | Q(write=None)).values_list("page_key", flat=True)
        # New entries: a worker marks only those that it took.
        Pending.objects.bulk_create(Pending(page_key=key) for key in keys.order_by("page_key").distinct())


class SearchBackend(Elasticsearch9SearchBackend):
    """The engine, and what ``update_index`` asks of a backend."""

    index_class = Index
    atomic_rebuilder_class = Rebuilder

    def __init__(self, params: Mapping[str, Any]) -> None:
        options = {"max_retries": 0, **params.get("OPTIONS", {})}
        self.patience = params.get("PATIENCE", PATIENCE)
        super().__init__({"TIMEOUT": WRITE_TIMEOUT, **params, "OPTIONS": options})
        self.settings["settings"]["analysis"] = analysis()
        self.settings["settings"]["index"] = {**self.settings["settings"]["index"], "max_result_window": MOST}
        self.settings["mappings"] = mappings()
        self.shape = blake2b(json.dumps(self.settings, sort_keys=True).encode(), digest_size=16).hexdigest()
        self.settings["mappings"]["_meta"] = {"shape": self.shape}
        self.database = get_search_backend("default")

    def get_index_for_model(self, model: type) -> Index:
        return Index(self, f"{self.index_prefix}works")

    @property
    def alias(self) -> str:
        return f"{self.index_prefix}works"

    # --- Questions -------------------------------------------------------------------------------------------

    def match(self, expression: Expression, language: str) -> list[int]:
        """Raises ``Away`` where the server does not say."""
        return ask(lambda: self._keys(query_of(expression, language)))

    def forms(self, keys: Iterable[int], expression: Expression, language: str) -> dict[int, frozenset[str]]:
        """The words themselves, and the other forms of them that the server marks where it is not too late."""
        keys = list(keys)
        forms = self.database.forms(keys, expression, language)
        try:
            for key, marked in self._marked(keys, expression).items():
                forms[key] |= marked
        except Exception as error:  # It has just answered: this does not make it one that is away.
            logger.info("The search server did not mark the words: %s", error)
        return forms

    def texts(self, keys: Iterable[int]) -> dict[int, str]:
        return self.database.texts(keys)

    def _keys(self, query: dict[str, Any]) -> list[int]:
        answer = self._ask(
            self.patience, query=query, size=MOST, sort=["_score", {"key": "desc"}], docvalue_fields=["key"],
            stored_fields="_none_", filter_path="timed_out,hits.total,hits.hits.fields",
        )  # fmt: skip
        hits = _hits(answer)
        if len(hits) == MOST:
            raise ValueError("More pages match than one answer holds.")
        return [int(hit["fields"]["key"][0]) for hit in hits]

    def _marked(self, keys: list[int], expression: Expression) -> dict[int, frozenset[str]]:
        words = [
            phrase[0] for term in expression if not term.is_exact for phrase in term.phrases if len(phrase) == 1
        ]  # fmt: skip
        if not words or not keys:
            return {}
        texts = [f"text_{code}" for code in languages()]
        answer = self._ask(
            self.patience / 2, size=len(keys), source=False,
            query={"bool": {"filter": {"ids": {"values": [str(key) for key in keys]}}}},
            highlight={
                "fields": {field: {} for field in texts}, "pre_tags": [MARK], "post_tags": [END],
                "number_of_fragments": 10, "fragment_size": 40,
                "highlight_query": {"multi_match": {"query": " ".join(words), "fields": texts}},
            },
            filter_path="timed_out,hits.total,hits.hits._id,hits.hits.highlight",
        )  # fmt: skip
        return {int(hit["_id"]): frozenset(_marked_in(hit.get("highlight", {}))) for hit in _hits(answer)}

    def _ask(self, timeout: float, **question: Any) -> Any:
        client = self.es.options(request_timeout=timeout)
        return client.search(index=self.alias, allow_partial_search_results=False, **question)

    # --- Writing ---------------------------------------------------------------------------------------------

    def has_index(self) -> bool:
        return ask(self._has_index)

    def _has_index(self) -> bool:
        found = self.es.indices.get(index=self.alias, ignore_unavailable=True).values()
        return [index["mappings"].get("_meta") for index in found] == [{"shape": self.shape}]

    def look(self) -> None:
        """Raises ``Away`` too where nobody has run ``update_index`` yet."""
        ask(self._look)

    def _look(self) -> None:
        answer = self.es.options(request_timeout=self.patience).indices.get_alias(name=self.alias)
        for index in answer.body.values():
            index["aliases"][self.alias]

    def write(self, keys: Sequence[int], version: int) -> dict[int, str]:
        """Bring the pages up to date, unless a higher version did so. Returns key → why the server refused it."""
        every = every_change(self.alias, version)
        # An index that appeared by itself would know no language.
        return ask(lambda: self.send(self._changes(keys), every, require_alias=True))

    def _changes(self, keys: Sequence[int]) -> Iterator[dict[str, Any]]:
        """Each page as it is now, or that it is there no more."""
        for first in range(0, len(keys), PAGES_AT_ONCE):
            some = keys[first : first + PAGES_AT_ONCE]
            documents = {document["_id"]: document for document in self.documents(some)}
            for key in some:
                yield documents.get(str(key), {"_op_type": "delete", "_id": str(key)})

    def documents(self, keys: Sequence[int]) -> Iterator[dict[str, Any]]:
        """What the server gets to know of the pages that are live. Two queries."""
        texts = self.database.texts(keys)
        pages = Page.objects.filter(pk__in=keys, live=True, alias_of=None, content_type__in=content_types())
        for key, title, language in pages.values_list("pk", "title", "locale__language_code"):
            text = texts.get(key, "")
            yield {
                "_id": str(key), "key": key, "digest": digest_of(title, text, language),
                f"title_{language}": title, f"text_{language}": text,
            }  # fmt: skip

    def send(self, changes: Iterable[dict[str, Any]], every: Mapping[str, Any], **options: Any) -> dict[int, str]:
        """``every`` is said of each change. Returns key → why the server refused it."""
        refused: dict[int, str] = {}
        actions = ({**change, **every} for change in changes)
        answers = streaming_bulk(self.es, actions, max_chunk_bytes=MOST_BYTES, raise_on_error=False, **options)
        for is_done, answer in answers:
            (item,) = answer.values()
            error = item.get("error")
            # Another write was later, or what is deleted was not there.
            if is_done or not error or item["status"] == 409:
                continue
            refused[int(item["_id"])] = f"{error['type']}: {error['reason']}"[:500]
        return refused

    def digests(self) -> dict[int, str]:
        """Key of each page in the index → the digest of what was written of it."""
        return ask(self._digests)

    def _digests(self) -> dict[int, str]:
        self.es.indices.refresh(index=self.alias)
        digests: dict[int, str] = {}
        while part := self._digests_after(max(digests, default=0)):
            digests |= part
        return digests

    def _digests_after(self, key: int) -> dict[int, str]:
        answer = self._ask(
            WRITE_TIMEOUT, query={"match_all": {}}, size=DIGESTS, sort=[{"key": "asc"}], search_after=[key],
            docvalue_fields=["key", "digest"], stored_fields="_none_",
            filter_path="timed_out,hits.total,hits.hits.fields",
        )  # fmt: skip
        return {hit["fields"]["key"][0]: hit["fields"]["digest"][0] for hit in _hits(answer)}


def languages() -> list[str]:
    """Those in which pages may be."""
    return [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


def every_change(index: str, version: int) -> dict[str, Any]:
    """Nothing is written over what a later write wrote."""
    return {"_index": index, "version": version, "version_type": "external_gte"}


def digest_of(title: str, text: str, language: str) -> str:
    return blake2b("\0".join((language, title, text)).encode(), digest_size=16).hexdigest()


def mappings() -> dict[str, Any]:
    """A title and a text for each language, of which a page fills its own, and both of all languages folded."""
    folded = {"type": "text", "analyzer": "text_folded"}
    fields: dict[str, Any] = {
        "key": {"type": "long"},
        "digest": {"type": "keyword"},
        "title": folded,
        "text": folded,
    }
    for code in {*STEMMERS, *languages()}:
        analyzer = f"text_{code if code in STEMMERS else 'folded'}"
        fields[f"title_{code}"] = {"type": "text", "analyzer": analyzer, "copy_to": "title"}
        fields[f"text_{code}"] = {"type": "text", "analyzer": analyzer, "copy_to": "text", "index_options": "offsets"}
    return {"dynamic": "strict", "properties": fields}


def query_of(expression: Expression, language: str) -> dict[str, Any]:
    return {"bool": {"must": [{"dis_max": {"queries": _ways(term, language)}} for term in expression]}}


def _ways(term: Term, language: str) -> list[dict[str, Any]]:
    return [way for phrase in term.phrases for way in _of_phrase(term, phrase, language)]


def _of_phrase(term: Term, phrase: Phrase, language: str) -> Iterator[dict[str, Any]]:
    """As it was typed where it was quoted; else in its other forms too, and the longer words that it begins."""
    folded = [f"title^{TITLE_WEIGHT * FOLDED}", f"text^{FOLDED}"]
    stems = [] if term.is_exact else [field for code in languages() for field in _fields(code, code == language)]
    kind = {"type": "phrase"} if len(phrase) > 1 else {"type": "best_fields", "operator": "and"}
    yield {"multi_match": {"query": " ".join(phrase), "fields": stems + folded, "tie_breaker": 0.3, **kind}}
    if term.is_prefix(phrase) and len(phrase) > 1:
        begun = {"query": " ".join(phrase), "fields": ["title", "text"], "type": "phrase_prefix", "boost": BEGINNING}
        yield {"multi_match": begun}
    elif term.is_prefix(phrase):
        for field, weight in (("title", TITLE_WEIGHT), ("text", 1)):
            yield {"match_bool_prefix": {field: {"query": phrase[0], "boost": weight * BEGINNING, "operator": "and"}}}


def _fields(code: str, is_own: bool) -> tuple[str, str]:
    weight = 1 if is_own else OTHER_LANGUAGE
    return f"title_{code}^{TITLE_WEIGHT * weight}", f"text_{code}^{weight}"


def _hits(answer: Any) -> list[Any]:
    """Raises ``ValueError`` on an answer that is not whole."""
    if answer["timed_out"] or not isinstance(answer["hits"]["total"]["value"], int):
        raise ValueError("The search server gave a part of an answer.")
    return answer["hits"].get("hits", [])


def _marked_in(highlight: Mapping[str, list[str]]) -> Iterator[str]:
    for fragments in highlight.values():
        for fragment in fragments:
            yield from map(fold, MARKED.findall(fragment))
