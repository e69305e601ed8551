from kissandcry.video.alignment import Comparison


def test_playback_in_step_is_straight_between_corners_and_waits_at_the_ends() -> None:
    aligned = Comparison((), ((0.0, 1.0), (10.0, 6.0)), (), (), mirrored=False)
    assert aligned.in_step(4.0) == 3.0
    assert aligned.in_step(20.0) == 6.0


def test_nothing_aligned_has_no_step() -> None:
    assert Comparison((), (), (), (), mirrored=None).in_step(1.0) is None
