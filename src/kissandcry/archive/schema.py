"""The tables of an archive: what was printed, and who is meant by it. Nothing here is a result.

Points are `DECIMAL`, exact to the hundredth. Identifiers are numbers of this archive alone; the
`key` of an event, a skater or a judge is its name to the outside, in addresses and in files.
The tables hold the current version of each segment; an older one is kept whole in `superseded`.
"""

import re
from hashlib import sha256
from typing import Final

TABLES: Final = """
CREATE TABLE meta (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);

-- Where each thing came from. The file itself is not kept. `problem` is why it was refused.
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    address VARCHAR NOT NULL,          -- path or URL as collected
    sha256 VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,             -- protocol, entries, results, panel
    event INTEGER,
    collected TIMESTAMP NOT NULL,      -- UTC
    problem VARCHAR NOT NULL DEFAULT '',
    category VARCHAR NOT NULL DEFAULT '',  -- of a page; as in segments
    segment VARCHAR NOT NULL DEFAULT ''
);

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    key VARCHAR NOT NULL UNIQUE,       -- gpf2012, wc2014; else a slug of name and season
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,             -- see archive.events
    season VARCHAR NOT NULL,           -- 2012-13
    first_day DATE,
    last_day DATE,
    place VARCHAR NOT NULL DEFAULT '',
    note VARCHAR NOT NULL DEFAULT '',  -- what is doubtful about it
    authority VARCHAR NOT NULL
);

-- A person; a couple has two, a team of synchronized skating none.
CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    key VARCHAR NOT NULL UNIQUE,       -- yuzuru-hanyu
    name VARCHAR NOT NULL,             -- as printed last, given name first: Yuzuru HANYU
    nation VARCHAR NOT NULL            -- as printed last
);

-- Who competes: one person, a couple, or a team.
CREATE TABLE skaters (
    id INTEGER PRIMARY KEY,
    key VARCHAR NOT NULL UNIQUE,       -- yuzuru-hanyu, tessa-virtue-scott-moir
    name VARCHAR NOT NULL,             -- Tessa VIRTUE / Scott MOIR
    nation VARCHAR NOT NULL,
    discipline VARCHAR NOT NULL,
    members INTEGER[] NOT NULL         -- people, in the order printed
);

-- Each form of a name that was met, and who is meant by it.
CREATE TABLE name_forms (
    name VARCHAR NOT NULL,             -- as printed
    nation VARCHAR NOT NULL,
    discipline VARCHAR NOT NULL,
    isu_id VARCHAR NOT NULL DEFAULT '',-- number of the biography that the entries link, if any
    skater INTEGER NOT NULL,
    first_day DATE,
    last_day DATE,
    parts INTEGER[] NOT NULL           -- printed_names of the persons in it, in the order printed
);

-- Each form of one person's name that was met; what it may be found by; and which others it may be
-- the same person as, by the rules of archive.people.
CREATE TABLE printed_names (
    id INTEGER PRIMARY KEY,
    name VARCHAR NOT NULL,
    nation VARCHAR NOT NULL,
    sex VARCHAR NOT NULL,              -- m, f; t: a team; o: an official
    judge INTEGER                      -- of an official: the row in judges
);
CREATE TABLE name_keys (key VARCHAR NOT NULL, printed INTEGER NOT NULL);
CREATE TABLE name_near (
    one INTEGER NOT NULL,
    other INTEGER NOT NULL,
    joins BOOLEAN NOT NULL             -- a rule may join them; else they are only alike
);

-- Printed names that somebody who knows should look at, and the rule that says so.
CREATE TABLE doubts (
    one INTEGER NOT NULL,
    other INTEGER NOT NULL,
    rule VARCHAR NOT NULL,             -- D1 ...
    because VARCHAR NOT NULL
);

-- Keys that were given and are no more: the row that they lead to.
CREATE TABLE old_keys (kind VARCHAR NOT NULL, key VARCHAR NOT NULL, id INTEGER NOT NULL);

-- What the search looks through, and finds: `text` has the folded words of all forms of a name,
-- each after a space.
CREATE TABLE sought (
    kind VARCHAR NOT NULL USING COMPRESSION uncompressed,   -- skaters, judges, events: a table
    id INTEGER NOT NULL,                                    -- of that table
    text VARCHAR NOT NULL USING COMPRESSION uncompressed,   -- read whole at each letter typed
    key VARCHAR NOT NULL USING COMPRESSION uncompressed,
    name VARCHAR NOT NULL USING COMPRESSION uncompressed,
    detail VARCHAR NOT NULL USING COMPRESSION uncompressed  -- JPN, men; the season of an event
);

CREATE TABLE judges (
    id INTEGER PRIMARY KEY,
    key VARCHAR NOT NULL UNIQUE,
    name VARCHAR NOT NULL,
    nation VARCHAR NOT NULL            -- as printed last; ISU where the site prints that
);

CREATE TABLE segments (
    id INTEGER PRIMARY KEY,
    event INTEGER NOT NULL,
    category VARCHAR NOT NULL,         -- men, junior-men, team-men
    discipline VARCHAR NOT NULL,
    level VARCHAR NOT NULL,
    team BOOLEAN NOT NULL,
    segment VARCHAR NOT NULL,
    day DATE NOT NULL,                 -- first day printed, else the day the audit settled on
    dated BOOLEAN NOT NULL,            -- whether the paper prints its day
    season VARCHAR NOT NULL,           -- the one whose rules hold, as 2012-13
    printed_season VARCHAR NOT NULL,   -- of the day printed; else as the files and folders say
    grades UTINYINT NOT NULL,          -- 3: GOE from -3 to +3; 5: from -5 to +5
    judges UTINYINT NOT NULL,          -- columns of marks
    skaters USMALLINT NOT NULL,        -- performances
    version USMALLINT NOT NULL,        -- 1, and one more each time a revised paper comes
    unverified USMALLINT NOT NULL,     -- performances that the print does not determine
    source INTEGER NOT NULL,
    digest VARCHAR NOT NULL,           -- SHA-256 of all that is printed
    layout VARCHAR NOT NULL,
    venue VARCHAR NOT NULL,
    printed VARCHAR NOT NULL,
    headline VARCHAR NOT NULL,         -- the event as the paper prints it
    notes VARCHAR[] NOT NULL,
    authority VARCHAR NOT NULL
);

-- The papers of a segment that are not its current one.
CREATE TABLE superseded (
    segment INTEGER NOT NULL,
    version USMALLINT NOT NULL,
    source INTEGER NOT NULL,
    reason VARCHAR NOT NULL,           -- why it is not the current one, in a few words
    digest VARCHAR NOT NULL,
    protocol BLOB NOT NULL             -- the whole `Protocol` as JSON
);

-- Columns after `holds` repeat those of the segment, so that a question reads one table.
CREATE TABLE performances (
    id INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    skater INTEGER NOT NULL,
    position USMALLINT NOT NULL,       -- order in the paper, from 1
    name VARCHAR NOT NULL,             -- as printed
    nation VARCHAR NOT NULL,
    rank USMALLINT,
    starting_number USMALLINT,
    tss DECIMAL(9,2) NOT NULL,
    tes DECIMAL(9,2) NOT NULL,
    pcs DECIMAL(9,2) NOT NULL,
    deductions DECIMAL(9,2) NOT NULL,  -- positive
    base_value DECIMAL(9,2),           -- printed sum
    status VARCHAR NOT NULL,           -- WD, DSQ ...; empty for a result
    notes VARCHAR[] NOT NULL,
    club VARCHAR NOT NULL,
    holds BOOLEAN NOT NULL,            -- everything that can be verified adds up
    event INTEGER NOT NULL,
    category VARCHAR NOT NULL,
    discipline VARCHAR NOT NULL,
    level VARCHAR NOT NULL,
    team BOOLEAN NOT NULL,
    segment_name VARCHAR NOT NULL,     -- short_program ...
    day DATE NOT NULL,
    season VARCHAR NOT NULL,
    grades UTINYINT NOT NULL
);

-- Columns after `marks` are what the code says, read by `notation`; all NULL or false where it
-- cannot be read.
CREATE TABLE elements (
    performance INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    skater INTEGER NOT NULL,
    position UTINYINT NOT NULL,        -- order in the paper, from 1
    number USMALLINT,                  -- as printed
    code VARCHAR NOT NULL,
    info VARCHAR NOT NULL,
    base_value DECIMAL(9,2) NOT NULL,
    second_half BOOLEAN NOT NULL,      -- printed with the x
    goe DECIMAL(9,2) NOT NULL,
    panel_score DECIMAL(9,2) NOT NULL,
    marks TINYINT[] NOT NULL,          -- one a judge; NULL where none is printed
    family VARCHAR,                    -- notation.Family of the first part
    name VARCHAR,                      -- without calls and levels: 4T+3T, CCoSp, StSq
    level VARCHAR,                     -- B, 1 .. 4 of the first part
    jumps UTINYINT,                    -- jumps in it, throws and twists among them
    rotations UTINYINT,                -- of the first part
    rotation_call VARCHAR,             -- the worst of '', q, <, <<
    edge_call VARCHAR,                 -- the worst of '', !, e
    fall BOOLEAN NOT NULL,             -- an F is printed with it
    invalid BOOLEAN NOT NULL           -- * on every part
);

CREATE TABLE components (
    performance INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    skater INTEGER NOT NULL,
    position UTINYINT NOT NULL,
    name VARCHAR NOT NULL,             -- as printed
    component VARCHAR NOT NULL,        -- skating_skills ...: see `rows.COMPONENTS`
    factor DECIMAL(9,2),
    panel_score DECIMAL(9,2) NOT NULL,
    marks DECIMAL(9,2)[] NOT NULL
);

CREATE TABLE deduction_items (
    performance INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    position UTINYINT NOT NULL,
    reason VARCHAR NOT NULL,
    points DECIMAL(9,2) NOT NULL,
    times USMALLINT,
    votes VARCHAR NOT NULL
);

-- What the audit found; `performance` is NULL where the segment itself is meant.
CREATE TABLE findings (
    segment INTEGER NOT NULL,
    performance INTEGER,
    check_name VARCHAR NOT NULL,
    sentence VARCHAR NOT NULL
);

CREATE TABLE officials (
    segment INTEGER NOT NULL,
    position UTINYINT NOT NULL,
    role VARCHAR NOT NULL,
    seat UTINYINT,                     -- of a judge: the number of the column
    name VARCHAR NOT NULL,
    nation VARCHAR NOT NULL,
    judge INTEGER NOT NULL,            -- every official stands in `judges`
    page BOOLEAN NOT NULL DEFAULT false -- named by a result page, for the paper names none
);

-- As the site prints them.
CREATE TABLE entries (
    event INTEGER NOT NULL,
    category VARCHAR NOT NULL,
    number USMALLINT,
    name VARCHAR NOT NULL,
    nation VARCHAR NOT NULL,
    isu_id VARCHAR NOT NULL,
    skater INTEGER NOT NULL
);

CREATE TABLE final_results (
    event INTEGER NOT NULL,
    category VARCHAR NOT NULL,
    place USMALLINT,
    status VARCHAR NOT NULL,           -- WD, FNR ...
    name VARCHAR NOT NULL,
    nation VARCHAR NOT NULL,
    points DECIMAL(9,2),
    segments VARCHAR NOT NULL,         -- JSON: heading and place of each
    skater INTEGER NOT NULL,
    isu_id VARCHAR NOT NULL            -- number of the biography that the page links, if any
);

-- Panels and results of segments as the site prints them, for `officials` and `findings`.
CREATE TABLE panels (
    event INTEGER NOT NULL,
    category VARCHAR NOT NULL,
    segment VARCHAR NOT NULL,
    position UTINYINT NOT NULL,
    role VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    nation VARCHAR NOT NULL,
    source INTEGER NOT NULL
);

-- Before a segment begins they are its starting order.
CREATE TABLE segment_results (
    event INTEGER NOT NULL,
    category VARCHAR NOT NULL,
    segment VARCHAR NOT NULL,
    place USMALLINT,
    status VARCHAR NOT NULL,
    qualified VARCHAR NOT NULL,        -- Q where printed
    name VARCHAR NOT NULL,
    nation VARCHAR NOT NULL,
    starting_number USMALLINT,
    tss DECIMAL(9,2),
    tes DECIMAL(9,2),
    pcs DECIMAL(9,2),
    deductions DECIMAL(9,2),           -- positive
    source INTEGER NOT NULL
);

-- Derived from the tables above by `archive.derived`, so that profiles and judges answer at once;
-- a test makes them again and compares.

-- What was marked in a performance, as JSON: what a page of it reads at once.
CREATE TABLE sheets (
    segment INTEGER NOT NULL,
    performance INTEGER NOT NULL,
    elements VARCHAR NOT NULL,
    components VARCHAR NOT NULL,
    deductions VARCHAR NOT NULL
);

-- Elements that fell or may have fallen, and popped jumps; see docs/profile.md. No row: neither.
CREATE TABLE slips (
    segment INTEGER NOT NULL,
    performance INTEGER NOT NULL,
    position UTINYINT NOT NULL,
    fell BOOLEAN,                      -- NULL: a fall was deducted for, and it cannot be told where
    inferred BOOLEAN NOT NULL,         -- whether `fell` follows from marks and deductions
    popped BOOLEAN NOT NULL
);

-- The field of a segment, element by element.
CREATE TABLE field (
    segment INTEGER NOT NULL,
    name VARCHAR NOT NULL,             -- elements.name, or the code where it cannot be read
    family VARCHAR NOT NULL,
    half UTINYINT NOT NULL,            -- 1 or 2 by the order in the program; 0: the one between
    attempts INTEGER NOT NULL,
    base_value DECIMAL(18,2) NOT NULL, -- this and the next four are sums
    goe DECIMAL(18,2) NOT NULL,
    panel_score DECIMAL(18,2) NOT NULL,
    grade DOUBLE NOT NULL,             -- of mean grades as shares of the highest grade
    graded INTEGER NOT NULL,           -- attempts with a grade
    falls INTEGER NOT NULL,
    open_falls INTEGER NOT NULL,       -- attempts of which it cannot be told
    under_rotated INTEGER NOT NULL,
    wrong_edge INTEGER NOT NULL,
    popped INTEGER NOT NULL,
    invalid INTEGER NOT NULL
);

CREATE TABLE field_components (
    segment INTEGER NOT NULL,
    component VARCHAR NOT NULL,
    performances INTEGER NOT NULL,
    panel_score DECIMAL(18,2) NOT NULL -- sum
);

-- A judge in a segment whose columns name judges: differences from the rest of the panel.
CREATE TABLE seats (
    segment INTEGER NOT NULL,
    judge INTEGER NOT NULL,
    seat UTINYINT NOT NULL,
    nation VARCHAR NOT NULL,           -- of the judge; empty where it is not known
    goe_marks INTEGER NOT NULL,
    goe_sum DOUBLE NOT NULL,           -- of differences, in grades
    goe_squares DOUBLE NOT NULL,
    component_marks INTEGER NOT NULL,
    component_sum DOUBLE NOT NULL,     -- of differences, in marks
    component_squares DOUBLE NOT NULL,
    performances INTEGER NOT NULL,
    points_sum DOUBLE NOT NULL,        -- of differences of the totals
    own INTEGER NOT NULL,              -- performances of skaters of the judge's nation
    weight DOUBLE NOT NULL,            -- 0 where the segment cannot say anything of them
    freedom DOUBLE NOT NULL,           -- degrees of freedom of the segment
    goe_own DOUBLE NOT NULL,           -- weight times effect, and weight times variance
    goe_variance DOUBLE NOT NULL,
    component_own DOUBLE NOT NULL,
    component_variance DOUBLE NOT NULL,
    points_own DOUBLE NOT NULL,
    points_variance DOUBLE NOT NULL
);

-- The same differences by family of elements and by component.
CREATE TABLE seat_parts (
    segment INTEGER NOT NULL,
    judge INTEGER NOT NULL,
    kind VARCHAR NOT NULL,             -- goe, component
    part VARCHAR NOT NULL,             -- jump ..., skating_skills ...
    marks INTEGER NOT NULL,
    total DOUBLE NOT NULL,             -- sum of differences
    squares DOUBLE NOT NULL
);

CREATE INDEX performances_skater ON performances (skater);
CREATE INDEX name_forms_name ON name_forms (name);
"""

# Kept in `meta`: an archive whose tables are others is refused.
_STATEMENTS: Final = re.sub(r"--[^\n]*|\s+", " ", TABLES)
VERSION: Final = sha256(" ".join(_STATEMENTS.split()).encode()).hexdigest()[:12]

# What belongs to one segment, and goes with it when a revised paper comes.
OF_A_SEGMENT: Final = (
    "performances",
    "elements",
    "components",
    "deduction_items",
    "findings",
    "officials",
    "sheets",
    "slips",
    "field",
    "field_components",
    "seats",
    "seat_parts",
)
