"""A skate file scored: the segment's result, what differs from the published totals, a protocol."""

from dataclasses import dataclass

import numpy as np

from kissandcry.core import KissAndCryError, Points, UnknownOnDate, season_of
from kissandcry.protocols.model import (
    Performance,
    PrintedComponent,
    PrintedDeduction,
    PrintedElement,
    Protocol,
)
from kissandcry.protocols.skate_file.sheet import Published, Sheet, TypedSkate
from kissandcry.protocols.skate_file.words import title
from kissandcry.rulebooks import Rulebook
from kissandcry.scoring import SkateScore, deduction_rule, score_segment, segment_places


@dataclass(frozen=True, slots=True)
class Scored:
    """A sheet with what its marks give: a score and a place for each skate, in the file's order."""

    sheet: Sheet
    book: Rulebook
    scores: tuple[SkateScore, ...]
    places: tuple[int, ...]

    @property
    def order(self) -> tuple[int, ...]:
        """The skates (counted from 0) by place."""
        return tuple(sorted(range(len(self.places)), key=lambda index: self.places[index]))

    def differences(self, index: int) -> tuple[str, ...]:
        """What the published totals of a skate say otherwise, a sentence each."""
        score, given = self.scores[index], self.sheet.skates[index].published
        pairs: list[tuple[str, Points | int | None, Points | int]] = [
            ("TES", given.tes, score.tes),
            ("PCS", given.pcs, score.pcs),
            ("deductions", given.deductions, score.deductions),
            ("TSS", given.tss, score.tss),
        ]
        if len(self.scores) > 1:  # one skate alone has no place
            pairs.append(("place", given.place, self.places[index]))
        return tuple(
            f"{name} {published} published, {mine} from the marks"
            for name, published, mine in pairs
            if published is not None and published != mine
        )

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
        )

    def _performance(self, index: int) -> Performance:
        one, score = self.sheet.skates[index], self.scores[index]
        return Performance(
            rank=self.places[index],
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
                PrintedDeduction(
                    "Falls" if kind == "fall" else kind.replace("_", " ").capitalize(),
                    deduction_rule(self.book, kind).total(count),
                    count,
                )
                for kind, count in one.skate.calls.items()
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
        scores = score_segment(book, sheet.segment, skates)
    except KissAndCryError as error:
        raise type(error)(f"{sheet.event or 'the skate'}: {error}") from None
    tss, tes, pcs = (
        np.array([getattr(one, total).hundredths for one in scores], np.int64)
        for total in ("tss", "tes", "pcs")
    )
    places = segment_places(tss, tes, pcs, book.ties[sheet.segment]) if len(scores) > 1 else [1]
    return Scored(sheet, book, scores, tuple(int(place) for place in places))


def protocol_of(sheet: Sheet, file: str = "") -> Protocol:
    """The protocol that a skate file prints: where it gives published totals, these, so that an
    audit compares them with the marks."""
    from msgspec.structs import replace

    done = score(sheet)
    protocol = done.protocol()
    performances = []
    for index, performance in zip(done.order, protocol.performances, strict=True):
        given = sheet.skates[index].published
        totals = {
            name: value
            for name, value in (
                ("tes", given.tes),
                ("pcs", given.pcs),
                ("deductions", given.deductions),
                ("tss", given.tss),
                ("rank", given.place),
            )
            if value is not None
        }
        performances.append(replace(performance, **totals))
    return replace(protocol, performances=tuple(performances), file=file)
