"""A skate file scored: the segment's result, what differs from the published totals, a protocol."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from msgspec import structs

from kissandcry.core import KissAndCryError, Points, UnknownOnDate, season_of
from kissandcry.protocols.audit.checks import open_ranks
from kissandcry.protocols.model import (
    Performance,
    PrintedComponent,
    PrintedDeduction,
    PrintedElement,
    Protocol,
)
from kissandcry.protocols.skate_file.sheet import Published, Sheet, TypedSkate
from kissandcry.protocols.skate_file.words import deduction_title, title
from kissandcry.rulebooks import Rulebook
from kissandcry.scoring import (
    SkateScore,
    Step,
    deduction_rule,
    explain_total,
    score_segment,
    segment_places,
    total_segment_score,
)

_AS_TYPED: Final = "as typed, not checked"


@dataclass(frozen=True, slots=True)
class Scored:
    """A sheet with what its marks give: a score and a place for each skate, in the file's order.

    `excerpt` says why these are not the places of the segment, where too few of its skaters are in
    the file; else it is empty.
    """

    sheet: Sheet
    book: Rulebook
    scores: tuple[SkateScore, ...]
    places: tuple[int, ...]
    excerpt: str = ""

    @property
    def order(self) -> tuple[int, ...]:
        """The skates (counted from 0) by place."""
        return tuple(sorted(range(len(self.places)), key=lambda index: self.places[index]))

    def differences(self, index: int) -> tuple[str, ...]:
        """What the published totals of a skate say otherwise, a sentence each."""
        score, given = self.scores[index], self.sheet.skates[index].published
        pairs: list[tuple[str, Points | None, Points]] = [
            ("TES", given.tes, score.tes),
            ("PCS", given.pcs, score.pcs),
            ("deductions", given.deductions, score.deductions),
            ("TSS", given.tss, score.tss),
        ]
        found = [
            f"{name} {published} published, {mine} from the marks"
            for name, published, mine in pairs
            if published is not None and published != mine
        ]
        return (*found, *self._misplaced(index))

    def _misplaced(self, index: int) -> Iterator[str]:
        """The published place, where the marks give another; of an excerpt its order only."""
        given = [one.published.place for one in self.sheet.skates]
        place, mine = given[index], self.places[index]
        if place is None:
            return
        if not self.excerpt:
            if place != mine:
                yield f"place {place} published, {mine} from the marks"
            return
        placed = [n for n, other in enumerate(given) if other is not None]
        shown = 1 + sum((given[n] or 0) < place for n in placed)
        earned = 1 + sum(self.places[n] < mine for n in placed)
        if shown != earned:
            yield (
                f"place {place} published, which is {shown} of the {len(placed)} here, {earned}"
                " from the marks"
            )

    def notes(self, index: int) -> tuple[str, ...]:
        """What could not be checked of a skate, a sentence each."""
        one = self.sheet.skates[index]
        found = [f"{each.reason} {each.points} is taken as typed" for each in one.deductions]
        if one.published.place is not None and self.excerpt:
            found.append(f"place {one.published.place} is not verifiable: {self.excerpt}")
        return tuple(found)

    def total_steps(self, index: int) -> tuple[Step, ...]:
        """How the total of a skate came about; see `kissandcry.scoring.explain_total`."""
        one, score = self.sheet.skates[index], self.scores[index]
        typed = [Step(each.reason, each.points, _AS_TYPED) for each in one.deductions]
        by_rules = _with_deductions(score, -_typed_points(one))
        (*steps, last) = explain_total(self.book, by_rules, one.skate.calls)
        return (*steps, *typed, replace(last, value=score.tss))

    @property
    def checked(self) -> bool:
        """Whether every skate has a published total to be checked against."""
        return all(one.published != Published() for one in self.sheet.skates)

    def protocol(self) -> Protocol:
        """The protocol of the segment, with the totals that the marks give, best first."""
        sheet = self.sheet
        return Protocol(
            event=sheet.event,
            discipline=sheet.discipline,
            level=sheet.level,
            segment=sheet.segment,
            date=sheet.date,
            season=season_of(sheet.date),
            layout="skate_file",
            performances=tuple(self._performance(index) for index in self.order),
            officials=sheet.officials,
            venue=sheet.venue,
            authority=sheet.authority,
        )

    def _performance(self, index: int) -> Performance:
        one, score = self.sheet.skates[index], self.scores[index]
        return Performance(
            rank=one.published.place if self.excerpt else self.places[index],
            name=one.name,
            nation=one.nation,
            starting_number=one.starting_number,
            tss=score.tss,
            tes=score.tes,
            pcs=score.pcs,
            deductions=score.deductions,
            elements=_elements(one, score),
            components=tuple(
                PrintedComponent(title(given.name), earned.factor, given.marks, earned.panel)
                for given, earned in zip(one.skate.components, score.components, strict=True)
            ),
            deduction_items=tuple(
                [
                    PrintedDeduction(
                        deduction_title(kind), deduction_rule(self.book, kind).total(count), count
                    )
                    for kind, count in one.skate.calls.items()
                ]
                + [PrintedDeduction(each.reason, each.points) for each in one.deductions]
            ),
            base_value=sum((each.value.base_value for each in score.elements), Points(0)),
            club=one.club,
        )


def _elements(one: TypedSkate, score: SkateScore) -> tuple[PrintedElement, ...]:
    rows = zip(one.skate.elements, score.elements, strict=True)
    return tuple(
        PrintedElement(
            number=number,
            code=given.code,
            info=given.info,
            base_value=earned.value.base_value,
            second_half=given.second_half,
            goe=earned.goe,
            marks=given.marks,
            panel_score=earned.score,
        )
        for number, (given, earned) in enumerate(rows, start=1)
    )


def score(sheet: Sheet) -> Scored:
    """Score a sheet under the rules of its day.

    Raises what `kissandcry.scoring.score_segment` raises, with the event and segment in front; a
    tie that no known rule parts is an `UnknownOnDate`.
    """
    book = sheet.rulebook
    skates = [one.skate for one in sheet.skates]
    if book.panel.draw_scope != "none":
        raise UnknownOnDate(
            f"{sheet.date}: part of the panel was drawn by lot then ({book.panel.provenance.rule}),"
            " and typed marks do not say who; a whole protocol does, and can be audited"
        )
    try:
        by_rules = score_segment(book, sheet.segment, skates)
    except KissAndCryError as error:
        raise type(error)(f"{sheet.event or 'the skate'}: {error}") from None
    scores = tuple(
        _with_deductions(earned, _typed_points(one))
        for earned, one in zip(by_rules, sheet.skates, strict=True)
    )
    tss, tes, pcs = (
        np.array([getattr(one, total).hundredths for one in scores], np.int64)
        for total in ("tss", "tes", "pcs")
    )
    places = segment_places(tss, tes, pcs, book.ties[sheet.segment]) if len(scores) > 1 else [1]
    done = Scored(sheet, book, scores, tuple(int(place) for place in places))
    return replace(done, excerpt=_excerpt(done))


def _excerpt(done: Scored) -> str:
    printed = _with_published(done)
    last = max(one.rank or 0 for one in printed.performances)
    alone = f"of {last} places 1 is here" if len(done.scores) == 1 < last else ""
    return alone or open_ranks(printed)


def _typed_points(one: TypedSkate) -> Points:
    """What is taken off by deductions whose points were typed."""
    return sum((each.points for each in one.deductions), Points(0))


def _with_deductions(score: SkateScore, points: Points) -> SkateScore:
    """The score with so many points more taken off."""
    taken = score.deductions + points
    total = total_segment_score(score.tes, score.pcs, taken)
    return replace(score, deductions=taken, tss=total)


def protocol_of(sheet: Sheet, file: str = "") -> Protocol:
    """The protocol that a skate file prints: where it gives published totals, these, so that an
    audit compares them with the marks."""
    return structs.replace(_with_published(score(sheet)), file=file)


def _with_published(done: Scored) -> Protocol:
    """The protocol with the published totals, where the file gives them."""
    protocol = done.protocol()
    performances = []
    for index, performance in zip(done.order, protocol.performances, strict=True):
        given = done.sheet.skates[index].published
        totals = {
            "tes": given.tes,
            "pcs": given.pcs,
            "deductions": given.deductions,
            "tss": given.tss,
            "rank": given.place,
        }
        known = {name: value for name, value in totals.items() if value is not None}
        performances.append(structs.replace(performance, **known))
    return structs.replace(protocol, performances=tuple(performances))
