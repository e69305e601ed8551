"""Words of the sport, for somebody who meets them for the first time."""

from typing import Final

TERMS: Final = {
    "GOE": "Grade of execution: how well an element was done. Each judge gives a grade, from −3 to"
    " +3 in older seasons and from −5 to +5 today; their trimmed mean is added to the base value.",
    "base value": "What an element is worth before the judges look at how well it was done.",
    "panel score": "Base value and grade of execution of one element; for a component, the trimmed"
    " mean of the judges' marks.",
    "components": "Marks for the program as a whole, such as skating skills and composition.",
    "TSS": "Total segment score: elements and components, less the deductions.",
    "TES": "Total element score: the panel scores of all elements.",
    "PCS": "Program component score: the components, each times its factor.",
    "segment": "One of the programs of a competition: short program and free skating; in ice dance"
    " rhythm dance (before that short dance) and free dance.",
    "under-rotated": "A jump that lacks a quarter of a turn or more (<; from half a turn <<), so"
    " that it is worth less.",
    "wrong edge": "A flip or a Lutz that takes off from another edge than its own (e).",
    "popped": "A jump with fewer turns than meant: the skater opened in the air.",
    "invalid": "An element that the rules give nothing for (*), such as a jump done once too"
    " often.",
    "trimmed mean": "The mean of the judges' marks without the highest and the lowest.",
    "panel": "The judges of a segment.",
    "field": "All others who skated in the same segments.",
    "interval": "Where the true value lies nine times in ten, as far as these skates tell. A wide"
    " interval means that little is known.",
    "expected score": "What the model of this archive expects of this skater on that day, in that"
    " segment, at an event of that level.",
    "season's best": "The highest score of this skater in one season.",
    "alternate": "The next in the standing, who goes in the place of a qualifier that withdraws.",
}
