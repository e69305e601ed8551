"""One bad folder for each way to break the format; each is refused with one sentence."""

from pathlib import Path

import pytest

from kissandcry import rulebooks
from kissandcry.core import BadRulebook, UnknownOnDate

FOLDERS = Path(__file__).parents[1] / "bad_input" / "rulebooks"
STATUSES = "derived, official, recalled, single source, verified"

_SEGMENTS = (
    "'segments' names none; expected some of compulsory_dance, free_dance, free_skating,"
    " original_dance, rhythm_dance, short_dance, short_program"
)

SENTENCES = {
    "content_without_segments": f"content.toml entry 1: {_SEGMENTS}",
    "content_of_unknown_kind": (
        "content.toml entry 1: 'most' 'hop' is not known; allowed: choreographic, "
        "dance_lift, dance_spin, death_spiral, jump, lift, pair_spin, pattern_dance, "
        "pivot, solo_spin, spin, spiral_sequence, step_sequence, throw, twist, twizzles"
    ),
    "content_less_than_none": (
        "content.toml entry 1: 'most' holds jump = 0; expected a whole number from 1 on"
    ),
    "content_least_above_most": (
        "content.toml entry 1: 'least' holds jump = 4 and 'most' 3; expected no more than the most"
    ),
    "content_total_too_high": (
        "content.toml entry 1: 'total' is 9; expected no more than the 3 elements of "
        "'most' together, and no fewer than any of them"
    ),
    "jumps_solo_of_eulers": (
        "jump_elements.toml entry 1: 'solo_jump' 'Eu' is not known; allowed: A, F, Lo, Lz, S, T"
    ),
    "pairs_unknown_lift_group": (
        "pair_elements.toml entry 1: 'lift_groups' '6' is not known; allowed: 1, 2, 3, 4, 5"
    ),
    "pairs_none_of_a_group": (
        "pair_elements.toml entry 1: 'most_of_a_group' holds 5 = 0; expected a whole number from 1"
        " on"
    ),
    "pairs_spin_with_level": (
        "pair_elements.toml entry 1: 'spins' holds 'PCoSp4'; expected a code without level, such as"
        " 'PCoSp'"
    ),
    "pairs_death_spiral_that_is_none": (
        "pair_elements.toml entry 1: 'death_spirals' 'BDs' is not known; allowed: BiDs, BoDs, FiDs,"
        " FoDs"
    ),
    "dance_steps_without_places": (
        "dance_elements.toml entry 1: 'steps' holds 'MiSt'; expected for each step sequence the"
        " codes that fill its place, such as ['MiSt', 'DiSt']"
    ),
    "dance_choreographic_that_is_none": (
        "dance_elements.toml entry 1: 'choreographic' holds 'ChSq'; expected a code without level,"
        " such as 'ChSl'"
    ),
    "jumps_unknown_euler": (
        "jump_elements.toml entry 1: 'euler' '2Lo' is not known; allowed: 1Eu, 1Lo, Eu"
    ),
    "jumps_in_no_sequence": (
        "jump_elements.toml entry 1: 'jumps_in_sequence' is for sequences, and 'sequence' is 'none'"
    ),
    "jumps_truth_as_word": (
        "jump_elements.toml entry 1: 'three_jumps_of_sequence' is 'yes'; expected true or false"
    ),
    "jumps_fewest_above_most": (
        "jump_elements.toml entry 1: 'solo_rotations' is [3, 2]; expected the fewest and "
        "the most turns, such as [2, 3]"
    ),
    "jumps_pair_upside_down": (
        "jump_elements.toml entry 1: 'combination_pairs' holds '2+3'; expected the turns "
        "of two jumps, the higher first, such as '3+2'"
    ),
    "jumps_axel_that_is_none": (
        "jump_elements.toml entry 1: 'axel_codes' '2Lz' is not known; allowed: 1A, 2A, 3A, 4A, 5A"
    ),
    "repetition_unknown_mark": (
        "repetition.toml entry 1: 'mark' 'TWICE' is not known; allowed: REP, SEQ"
    ),
    "spins_of_unknown_kind": (
        "spins.toml entry 1: 'required' 'fast' is not known; allowed: choreographic, "
        "combination, flying, one_position"
    ),
    "spins_code_with_level": (
        "spins.toml entry 1: 'codes' holds flying = ['FSSp4']; expected spins without "
        "level, such as ['CCoSp']"
    ),
    "duration_shorter_than_nothing": (
        "durations.toml entry 1: 'shorter' is 200; expected less than the 200 seconds of "
        "the program"
    ),
    "table_instead_of_entries": (
        "panel.toml: 'panel' is one table; expected each entry under [[panel]]"
    ),
    "words_instead_of_entries": (
        "panel.toml: 'panel' is ['five judges']; expected each entry under [[panel]]"
    ),
    "based_on_words": (
        "authority.toml: 'based_on' is ['isu']; expected each entry under [[based_on]]"
    ),
    "based_on_itself": (
        "authority.toml based_on: panel would come from based_on_itself and from there again;"
        " expected an authority with a file of its own"
    ),
    "based_on_nobody": (
        "authority.toml based_on: no authority is named 'nobody'; known: example_federation, isu"
    ),
    "components_without_segments": f"components.toml entry 1: {_SEGMENTS}",
    "second_half_without_segments": f"second_half.toml entry 1: {_SEGMENTS}",
    "ties_without_segments": f"ties.toml entry 1: {_SEGMENTS}",
    "final_ties_with_segments": (
        "ties.toml entry 1: the key 'segments' is unknown; allowed: disciplines, first, from,"
        " levels, note, rule, scope, source, status, to"
    ),
    "panel_with_segments": (
        "panel.toml entry 1: the key 'segments' is unknown; allowed: disciplines, draw_scope,"
        " drawn, from, largest_panel, levels, maximum, note, rule, source, status, to, trim_from,"
        " trim_high, trim_low"
    ),
    "panel_trims_all": "panel.toml entry 1: 'trim_from' is 2; expected 3 or more",
    "panel_trims_less_than_none": "panel.toml entry 1: 'trim_low' is -1; expected 0 or more",
    "panel_counts_more_than_sit": (
        "panel.toml entry 1: 'maximum' is 10; of 9 judges no more than all may count"
    ),
    "panel_draws_more_than_sit": (
        "panel.toml entry 1: 'drawn' holds 7 = 8; a panel has at most 9 judges, and of them 1 to 9"
        " count"
    ),
    "panel_draw_without_a_draw": (
        "panel.toml entry 1: 'drawn' is for a draw, and 'draw_scope' is 'none'"
    ),
    "grades_not_symmetric": (
        "grades.toml entry 1: grades from -5 to +3; expected as many below 0 as above"
    ),
    "last_of_none": "second_half.toml entry 1: 'last' is 0; expected 1 or more",
    "factor_of_zero": "components.toml entry 1: 'composition' is 0.00; expected more than 0",
    "calculation_factor_below_zero": (
        "calculation.toml entry 1: 'sequence_factor' is -0.80; expected more than 0"
    ),
    "deduction_of_nothing": ("deductions.toml entry 1: a deduction is 0.00; expected more than 0"),
    "marks_without_whole_steps": (
        "marks.toml entry 1: marks from 0.25 to 10.00 by 0.30; expected whole steps from the lowest"
        " up to the highest"
    ),
    "panel_drawn": ("panel.toml entry 1: 'drawn' holds 12 = 'nine'; expected whole numbers"),
    "factor_as_number": (
        "components.toml entry 1: composition is 1.67; expected a text like '1.25'"
    ),
    "unknown_component": (
        "components.toml entry 1: 'factors' 'charm' is not known; allowed: composition,"
        " interpretation, performance, presentation, skating_skills, timing, transitions"
    ),
    "empty_schedule": ("deductions.toml entry 1: 'schedule' is empty; expected points like '1.00'"),
    "place_points": (
        "grand_prix.toml entry 1: 'points' holds '13'; expected whole numbers above 0"
    ),
    "unknown_tie_break": (
        "grand_prix.toml entry 1: 'ties' 'charm' is not known; allowed: best_free_score,"
        " best_place, free_scores, number_of_events, participants, short_scores, total_scores"
    ),
    "tie_break_twice": (
        "grand_prix.toml entry 1: 'ties' names a criterion twice; expected each once"
    ),
    "reduction_without_factor": (
        "reductions.toml entry 1: the method 'factor', and no other, has a 'factor'"
    ),
    "reduction_without_like": (
        "reductions.toml entry 1: the method 'like', and no other, has a 'like'"
    ),
    "empty_text": ("deductions.toml entry 1: 'decided_by' is empty; expected a text"),
    "date_with_time": (
        "deductions.toml entry 1: 'from' is 2020-07-01 12:00:00; expected a date without a time"
    ),
    "source_without_title": ("sources.toml: handbook is ''; expected the title of the source"),
    "bad_date": "deductions.toml entry 1: 'from' is '1 July 2020'; expected a date like 2018-07-01",
    "ends_before_it_begins": (
        "deductions.toml entry 1: 'to' 2019-06-30 lies before 'from' 2020-07-01"
    ),
    "missing_key": "deductions.toml entry 1: the key 'per' is missing; expected a text",
    "no_source": ("deductions.toml entry 1: a value has no source; expected a key of sources.toml"),
    "overlapping_dates": (
        "grades.toml entry 2 overlaps overlapping_dates/grades.toml entry 1: both hold on"
        " 2020-07-01 for senior men; one value a day is allowed"
    ),
    "points_as_number": ("deductions.toml entry 1: 1.0 is not a text of points like '1.00'"),
    "points_with_comma": (
        "deductions.toml entry 1: '1,00' is not a number of points: expected a decimal like 8.75"
    ),
    "scale_bad_date": (
        "jumps.csv line 2: '2020-02-30' is not a date; expected one like 2018-07-01"
    ),
    "scale_bad_doubts": "jumps.csv line 2: 'doubts' is 'perhaps'; expected e.g. 'derived -3 +3'",
    "scale_bad_points": (
        "jumps.csv line 2: '4.2O' is not a number of points: expected a decimal like 8.75"
    ),
    "scale_columns": (
        "jumps.csv line 1: the columns are code,from,to,base,-2,-1,+1,+1,status,doubts,source;"
        " expected code,from,to,base, each grade once and status,doubts,source"
    ),
    "scale_no_source": ("jumps.csv line 2: a value has no source; expected a key of sources.toml"),
    "scale_outside_the_folder": (
        "scales.toml entry 1: 'file' is '../../secret.csv'; expected a name like jumps_2018.csv"
    ),
    "scale_overlapping_rows": (
        "jumps.csv line 4: 3T overlaps line 2: both hold on 2022-06-30; one row a day is allowed"
    ),
    "scale_short_row": "jumps.csv line 2: 10 cells; expected 11, code first",
    "scale_unknown_status": (
        f"jumps.csv line 2: the status 'sure' is not known; allowed: {STATUSES}"
    ),
    "taken_over_and_own": (
        "deductions.toml: authority.toml takes deductions over from another authority;"
        " a subject is either taken over or has a file of its own"
    ),
    "unknown_key": (
        "deductions.toml entry 1: the key 'decidedby' is unknown; allowed: decided_by,"
        " disciplines, from, kind, levels, note, per, rule, schedule, source, status, to"
    ),
    "unknown_source": (
        "deductions.toml entry 1: the source 'hearsay' is not listed in sources.toml"
    ),
    "unknown_status": (
        f"deductions.toml entry 1: 'status' 'certain' is not known; allowed: {STATUSES}"
    ),
    "unknown_table": "deductions.toml: the table 'deduction' is unknown; allowed: deductions",
    "unknown_word": (
        "deductions.toml entry 1: 'disciplines' 'ladies' is not known;"
        " allowed: ice_dance, men, pairs, synchronized, women"
    ),
}


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_the_sentence(name: str) -> None:
    with pytest.raises(BadRulebook) as caught:
        rulebooks.load(FOLDERS / name)
    assert str(caught.value) == f"{name}/{SENTENCES[name]}"


# What the reader of TOML says in between differs from one Python to the next.
@pytest.mark.parametrize(
    ("name", "begins", "place"),
    [
        ("duplicate_key", "duplicate_key/deductions.toml is not valid TOML: ", "line 4"),
        ("no_such_day", "no_such_day/deductions.toml is not valid TOML: ", "line 2"),
    ],
)
def test_what_toml_refuses_itself(name: str, begins: str, place: str) -> None:
    with pytest.raises(BadRulebook) as caught:
        rulebooks.load(FOLDERS / name)
    text = str(caught.value)
    assert text.startswith(begins)
    assert place in text
    assert text.endswith("each key stands there once, texts in quotes, dates like 2018-07-01")


def test_a_folder_without_its_head() -> None:
    with pytest.raises(BadRulebook, match=r"^the folder no_authority has no authority\.toml"):
        rulebooks.load(FOLDERS / "no_authority")


def test_a_table_that_is_not_there() -> None:
    with pytest.raises(BadRulebook, match=r"names scale_without_file/jumps\.csv, but there is no"):
        rulebooks.load(FOLDERS / "scale_without_file")


def test_a_file_that_is_no_subject() -> None:
    with pytest.raises(BadRulebook, match=r"^unknown_file: the file 'deduction' is unknown; allow"):
        rulebooks.load(FOLDERS / "unknown_file")


def test_every_bad_folder_is_refused_and_none_stays_known() -> None:
    for folder in FOLDERS.iterdir():
        with pytest.raises(BadRulebook):
            rulebooks.load(folder)
        with pytest.raises(UnknownOnDate, match=rf"authority named '{folder.name}'; known: "):
            rulebooks.library.find(folder.name)
