"""What did the body do? Frames, poses, motion, elements, music, comparison, review."""
