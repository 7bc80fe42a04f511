"""Run the command line: `python -m sitroom`."""

import sys

from sitroom.cli import main

if __name__ == "__main__":
    sys.exit(main())
