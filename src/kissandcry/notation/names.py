"""The names of elements: the abbreviation, its family, and the rules' own words for it.

Sources: the lists of abbreviations of the ISU Judging System, the scales of values (ISU
Communications 1396 to 2707 for single and pair skating, 1621 to 2705 for ice dance, 2693 for
synchronized skating), and the codes that official protocols printed from 2005-06 to 2024-25. The
meaning of the codes that only 2005-06 printed (CCiSt, CSeSt, FSTw, BSTw) is recalled, not read.
"""

from typing import Final

from kissandcry.notation.element import Family

JUMPS: Final = {
    "T": "toe loop",
    "S": "Salchow",
    "Lo": "loop",
    "F": "flip",
    "Lz": "Lutz",
    "A": "Axel",
    "Eu": "Euler",
}
EDGE_JUMPS: Final = frozenset({"F", "Lz"})  # their take-off edge is what an edge call is about
ROTATIONS: Final = {1: "single", 2: "double", 3: "triple", 4: "quadruple", 5: "quintuple"}

THROWS: Final = {f"{jump}Th": f"throw {JUMPS[jump]}" for jump in ("T", "S", "Lo", "F", "Lz", "A")}
TWISTS: Final = {
    "Tw": "twist lift",
    **{
        f"{jump}Tw": f"{JUMPS[jump]} twist lift" for jump in ("T", "S", "Lo", "F", "Lz", "A")
    },  # named by their take-off until 2011-12
}

LIFT_HOLDS: Final = {
    "": "",
    "A": "Axel lasso lift",
    "B": "backward lasso lift",
    "H": "hand to hand lift",
    "Lo": "loop lasso lift",
    "R": "reverse lasso lift",
    "S": "step in lasso lift",
    "T": "toe lasso lift",
}
LIFTS: Final = {
    **{f"{group}Li": f"group {group} lift" for group in range(1, 6)},
    **{f"5{hold}Li": f"group 5 {words}" for hold, words in LIFT_HOLDS.items() if hold},
}

DEATH_SPIRALS: Final = {
    "FiDs": "forward inside death spiral",
    "FoDs": "forward outside death spiral",
    "BiDs": "backward inside death spiral",
    "BoDs": "backward outside death spiral",
}
PIVOTS: Final = {"PiF": "pivot figure"}

_POSITIONS: Final = {
    "U": "upright",
    "L": "layback",
    "C": "camel",
    "S": "sit",
    "Co": "combination",
}
SPINS: Final = {
    **{f"{p}Sp": f"{words} spin" for p, words in _POSITIONS.items()},
    **{f"F{p}Sp": f"flying {words} spin" for p, words in _POSITIONS.items()},
    **{f"C{p}Sp": f"change foot {words} spin" for p, words in _POSITIONS.items()},
    **{f"FC{p}Sp": f"flying change foot {words} spin" for p, words in _POSITIONS.items()},
    "Sp": "spin",
    "DSp": "dance spin",
    "PSp": "pair spin",
    "PCoSp": "pair combination spin",
}

SPIRALS: Final = {"SpSq": "spiral sequence", "SpSt": "spiral step sequence"}

_PATTERNS: Final = {
    "Ci": "circular",
    "Di": "diagonal",
    "Mi": "midline",
    "Se": "serpentine",
    "Sl": "straight line",
}
_PARTNERS: Final = {"": "", "W": "woman's ", "M": "man's ", "L": "lady's "}
_HALVED: Final = {
    **{f"{p}St": f"{words} step sequence" for p, words in _PATTERNS.items()},
    "PSt": "pattern dance type step sequence",
    "OFSt": "one foot step sequence",
    "OFT": "one foot turns sequence",
}
STEPS: Final = {
    "StSq": "step sequence",
    **{
        f"{s}{p}": f"{half}{words}" for s, words in _HALVED.items() for p, half in _PARTNERS.items()
    },
    **{f"Nt{p}St": f"not touching {words} step sequence" for p, words in _PATTERNS.items()},
    **{f"{p}StNt": f"not touching {words} step sequence" for p, words in _PATTERNS.items()},
    "CCiSt": "curved circular step sequence",  # 2005-06
    "CSeSt": "curved serpentine step sequence",  # 2005-06
}

_TWIZZLES: Final = {"SqTw": "sequential twizzles", "SyTw": "synchronized twizzles"}
TWIZZLES: Final = {
    "STw": "synchronized twizzles",
    "FSTw": "synchronized twizzles, forward entry",  # 2005-06
    "BSTw": "synchronized twizzles, backward entry",  # 2005-06
    "NtMiTw": "not touching midline twizzles",
    **{
        f"{t}{p}": f"{half}{words}"
        for t, words in _TWIZZLES.items()
        for p, half in _PARTNERS.items()
    },
}

DANCE_LIFTS: Final = {
    "Li": "lift",
    "StaLi": "stationary lift",
    "SlLi": "straight line lift",
    "CuLi": "curve lift",
    "RoLi": "rotational lift",
    "RRoLi": "reverse rotational lift",
    "SeLi": "serpentine lift",
}

CHOREOGRAPHIC: Final = {
    "ChSq": "choreographic sequence",
    "ChSt": "choreographic step sequence",
    "ChSp": "choreographic spinning movement",
    "ChPSp": "choreographic pair spin",
    "ChLi": "choreographic dance lift",
    "ChPLi": "choreographic pair lift",
    "ChTw": "choreographic twizzling movement",
    "ChSl": "choreographic sliding movement",
    "ChAJ": "choreographic assisted jump",
    "ChHy": "choreographic hydroblading movement",
    "ChRS": "choreographic rhythm sequence",
}

DANCES: Final = {
    "AT": "Argentine Tango",
    "AW": "American Waltz",
    "BL": "Blues",
    "CC": "Cha Cha",
    "CCC": "Cha Cha Congelado",
    "DW": "Dutch Waltz",
    "EW": "European Waltz",
    "FO": "Fourteenstep",
    "FS": "Finnstep",
    "FT": "Foxtrot",
    "GW": "Golden Waltz",
    "HHO": "Hickory Hoedown",
    "KI": "Kilian",
    "MB": "Midnight Blues",
    "OW": "Austrian Waltz",
    "PD": "Paso Doble",
    "QS": "Quickstep",
    "R": "Rhumba",
    "RB": "Rhythm Blues",
    "RF": "Rocker Foxtrot",
    "RH": "Rhumba",
    "RW": "Ravensburger Waltz",
    "S": "compulsory dance",
    "SD": "Swing Dance",
    "SS": "Silver Samba",
    "SW": "Starlight Waltz",
    "TA": "Tango",
    "TC": "Tango Canasta",
    "TF": "Tango Fiesta",
    "TFO": "Ten-Fox",
    "TR": "Tango Romantica",
    "TTF": "Tea-Time Foxtrot",
    "VW": "Viennese Waltz",
    "WW": "Westminster Waltz",
    "WiW": "Willow Waltz",
    "YP": "Yankee Polka",
}

SYNCHRONIZED: Final = {
    "AB": "artistic block",
    "AC": "artistic circle",
    "AL": "artistic line",
    "AW": "artistic wheel",
    "B": "block",
    "C": "circle",
    "CrI": "creative intersection",
    "CrL": "creative lift",
    "GL": "group lift",
    "I": "intersection",
    "L": "line",
    "ME": "move element",
    "Mi": "mixed element",
    "NHE": "no hold element",
    "PB": "pivoting block",
    "PL": "pivoting line",
    "Pa": "pair element",
    "SySp": "synchronized spin",
    "TC": "traveling circle",
    "TW": "traveling wheel",
    "TrE": "traveling element",
    "TwE": "twizzle element",
    "W": "wheel",
}
FEATURES: Final = {"pi": "point of intersection", "s": "step sequence"}

SUFFIXES: Final = {
    "SEQ": "in sequence",
    "REP": "repeated",
    "COMBO": "attempted as a combination",
    "TRANS": "as a transition",
    "EXEL": "as an extra element",
    "ExEl": "as an extra element",
}

# What a name without a leading figure stands for (of jumps, throws and twists it can be missing).
FAMILIES: Final[dict[str, Family]] = {
    **dict.fromkeys(SYNCHRONIZED, Family.SYNCHRONIZED),
    **dict.fromkeys(CHOREOGRAPHIC, Family.CHOREOGRAPHIC),
    **dict.fromkeys(DANCE_LIFTS, Family.DANCE_LIFT),
    **dict.fromkeys(TWISTS, Family.TWIST),
    **dict.fromkeys(TWIZZLES, Family.TWIZZLES),  # "STw3" is twizzles, "1STw3" a Salchow twist lift
    **dict.fromkeys(STEPS, Family.STEPS),
    **dict.fromkeys(SPIRALS, Family.SPIRALS),
    **dict.fromkeys(SPINS, Family.SPIN),
    **dict.fromkeys(PIVOTS, Family.PIVOT),
    **dict.fromkeys(DEATH_SPIRALS, Family.DEATH_SPIRAL),
    **dict.fromkeys(THROWS, Family.THROW),
    **dict.fromkeys(JUMPS, Family.JUMP),
    "EXEL": Family.EXTRA,
    "ExEl": Family.EXTRA,
}

# What to say of a name. A twist lift can share its name with twizzles and has its own table.
WORDS: Final[dict[str, str]] = {
    **SYNCHRONIZED,
    **CHOREOGRAPHIC,
    **DANCE_LIFTS,
    **LIFTS,
    **TWIZZLES,
    **STEPS,
    **SPIRALS,
    **SPINS,
    **PIVOTS,
    **DEATH_SPIRALS,
    **THROWS,
    **JUMPS,
    "EXEL": "extra element",
    "ExEl": "extra element",
}
