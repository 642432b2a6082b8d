"""How Elasticsearch takes texts apart: each language by its own rules, and all of them folded."""

from typing import Any

# The languages of the Union; the five without a stemmer are folded only.
STEMMERS = {
    "bg": "bulgarian", "cs": "czech", "da": "danish", "de": "light_german", "el": "greek", "en": "english",
    "es": "light_spanish", "et": "estonian", "fi": "finnish", "fr": "light_french", "ga": "irish", "hr": None,
    "hu": "hungarian", "it": "light_italian", "lt": "lithuanian", "lv": "latvian", "mt": None, "nl": "dutch",
    "pl": None, "pt": "light_portuguese", "ro": "romanian", "sk": None, "sl": None, "sv": "swedish",
}  # fmt: skip
STOP_WORDS = {language: (stemmer or "").removeprefix("light_") for language, stemmer in STEMMERS.items()}
# What a language needs before its stemmer, beside small letters.
BEFORE = {"de": ["german_normalization"], "en": ["possessive"]}
SMALL_LETTERS = {"el": "small_greek", "ga": "small_irish"}
# ``search.expression.clean`` leaves letters and digits: these stand between two words too.
BETWEEN_WORDS = "'’ʼ._:,·"
FOLDED = ["small_greek", "asciifolding"]


def analysis() -> dict[str, Any]:
    """The setting "analysis" of the index: an analyzer ``text_<language>`` for each, and ``text_folded``."""
    filters: dict[str, Any] = {
        "small_greek": {"type": "lowercase", "language": "greek"},
        "small_irish": {"type": "lowercase", "language": "irish"},
        "possessive": {"type": "stemmer", "language": "possessive_english"},
    }
    analyzers = {"text_folded": _analyzer(FOLDED)}
    for language, stemmer in STEMMERS.items():
        if not stemmer:
            analyzers[f"text_{language}"] = _analyzer(FOLDED)
            continue
        filters[f"stop_{language}"] = {"type": "stop", "stopwords": f"_{STOP_WORDS[language]}_"}
        filters[f"stem_{language}"] = {"type": "stemmer", "language": stemmer}
        small = SMALL_LETTERS.get(language, "lowercase")
        analyzers[f"text_{language}"] = _analyzer(
            [small, f"stop_{language}", *BEFORE.get(language, ()), f"stem_{language}", "asciifolding"]
        )
    apart = {"type": "mapping", "mappings": [f"{sign} => \\u0020" for sign in BETWEEN_WORDS]}
    return {"analyzer": analyzers, "filter": filters, "char_filter": {"apart": apart}}


def _analyzer(filters: list[str]) -> dict[str, Any]:
    return {"type": "custom", "tokenizer": "standard", "char_filter": ["apart"], "filter": filters}
