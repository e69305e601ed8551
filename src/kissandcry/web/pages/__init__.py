"""One module for each question; each has its `ROUTES`."""
