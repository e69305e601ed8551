"""`python -m kissandcry` is the command `kissandcry`."""

import sys

from kissandcry.cli import main

if __name__ == "__main__":
    sys.exit(main(prog_name="kissandcry"))
