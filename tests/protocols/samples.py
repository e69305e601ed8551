"""One real protocol without the reference material: three of the six skates of the men's short
program at the Grand Prix Final 2016 in Marseille, and its panel. Source: the published protocol and
panel of judges, 8 December 2016."""

from pathlib import Path

import msgspec

from kissandcry.core import Points
from kissandcry.protocols import Performance, PrintedDeduction, Protocol
from kissandcry.protocols.writers import read_json

SAMPLE = Path(__file__).parent / "data" / "gpf2016_men_short.json"


def marseille() -> Protocol:
    """The protocol: Hanyu 106.53, Fernandez 91.76 with a fall, Rippon 83.93."""
    (protocol,) = read_json(SAMPLE.read_bytes(), SAMPLE.name)
    return protocol


def performance(**changes: object) -> Performance:
    """The first performance of the sample, changed."""
    return msgspec.structs.replace(marseille().performances[0], **changes)


def odd() -> Protocol:
    """The sample with everything that a protocol may hold and that is rare."""
    protocol = marseille()
    first, second, third = protocol.performances
    elements = list(first.elements)
    elements[0] = msgspec.structs.replace(elements[0], number=None, code="")
    elements[1] = msgspec.structs.replace(
        elements[1], code="3Lz+1Eu+3S<+2T*+SEQ", info="<< ! F q|!", marks=(None,) * 9
    )
    elements[2] = msgspec.structs.replace(elements[2], marks=elements[2].marks[:7])
    return msgspec.structs.replace(
        protocol,
        notes=("REVISED", "Judge 7 was removed from the panel"),
        performances=(
            msgspec.structs.replace(
                first,
                elements=tuple(elements),
                name="Юлия ЛИПНИЦКАЯ Ελένη Nguyễn Łukasz d'Éon",
                club="IFK Västerås Konståkningsklubb",
                status="REVISED",
                notes=("Element 4 was reviewed after the segment", "Second note"),
            ),
            msgspec.structs.replace(
                second,
                rank=None,
                status="DSQ",
                name="Anastasia-Alexandrovna SKVORTSOVA-KUZNETSOVA / Alexander-Max KRASNODARSKIY",
                deduction_items=(
                    PrintedDeduction("Costume / prop violation", Points(1), 1, "4 of 10"),
                    PrintedDeduction("Time violation", Points(0), None, "2 of 10"),
                    PrintedDeduction("Falls", Points(3), 2),
                ),
            ),
            msgspec.structs.replace(
                third,
                rank=None,
                status="WD",
                starting_number=None,
                elements=(),
                components=(),
                base_value=None,
                deduction_items=(),
            ),
        ),
    )
