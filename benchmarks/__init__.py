"""What takes long to measure: `make bench` prints each ratio."""
