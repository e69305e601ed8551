"""What a question gives: a Polars frame that also says, in a sentence, what it means and knows."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which events an answer rests on. `known` and `missing` are keys of events, and so is
    `partly`: those known of which segments are missing. `sentence` says it for a reader."""

    known: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    sentence: str = ""
    partly: tuple[str, ...] = ()


class Answer(pl.DataFrame):
    """A Polars frame with `sentence`, what a coach would say of it, and `coverage`, the events that
    it knows and misses. `to_pandas()` and `to_arrow()` are those of Polars. What Polars makes of an
    answer (a filter, a sort) has the rows and not the sentence."""

    sentence: str = ""
    coverage: Coverage = Coverage()

    @classmethod
    def of(cls, frame: pl.DataFrame, sentence: str, coverage: Coverage) -> "Answer":
        """The frame as an answer."""
        answer = cls(frame)
        answer.sentence = sentence
        answer.coverage = coverage
        return answer
