"""What stayed the same in two sequences, in a time that grows with their length and not with its cube."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter
from typing import Any

# How much is compared each with each, as the product of the two lengths: a paragraph with a paragraph.
MOST_COMPARED = 10_000
# How often landmarks are looked for between landmarks.
DEPTH = 3
KINDS = {"equal": "same", "insert": "added", "delete": "removed", "replace": "replaced"}

# A kind, and where it begins and ends on both sides.
Step = tuple[str, int, int, int, int]


def steps(before: Sequence[str], after: Sequence[str]) -> Iterator[Step]:
    """How ``before`` becomes ``after``: what stayed the ``same``, was ``added``, ``removed`` or ``replaced``.

    Short ones are compared each with each. In long ones what stands once on both sides comes first, as landmarks, then
    likewise what stands once in a long stretch between them; a stretch that has none was replaced as a whole.
    """
    for kind, parts in groupby(_parts(before, after, DEPTH), key=itemgetter(0)):
        _kinds, starts, ends, other_starts, other_ends = zip(*parts, strict=True)
        yield kind, starts[0], ends[-1], other_starts[0], other_ends[-1]


def _parts(before: Sequence[str], after: Sequence[str], depth: int) -> Iterator[Step]:
    if len(before) * len(after) <= MOST_COMPARED:
        for kind, *bounds in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            yield (KINDS[kind], *bounds)
        return
    landmarks = _landmarks(before, after) if depth else []
    if not landmarks:
        yield "replaced", 0, len(before), 0, len(after)
        return
    at = other_at = 0
    for place, other in (*landmarks, (len(before), len(after))):
        for kind, start, end, other_start, other_end in _parts(before[at:place], after[other_at:other], depth - 1):
            yield kind, at + start, at + end, other_at + other_start, other_at + other_end
        if place < len(before):
            yield "same", place, place + 1, other, other + 1
        at, other_at = place + 1, other + 1


def _landmarks(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Where on both sides stands what stands once on each: the most that come in the same order."""
    once, others_once = ({item for item, number in Counter(side).items() if number == 1} for side in (before, after))
    others = {item: place for place, item in enumerate(after) if item in others_once}
    # For each length the chain of that many that ends earliest, as its last pair and the chain before it.
    chains: list[Any] = []
    ends: list[int] = []
    for place, item in enumerate(before):
        if item in once and item in others:
            length = bisect_left(ends, others[item])
            ends[length : length + 1] = [others[item]]
            chains[length : length + 1] = [((place, others[item]), chains[length - 1] if length else None)]
    found = []
    chain = chains[-1] if chains else None
    while chain:
        pair, chain = chain
        found.append(pair)
    return found[::-1]
