"""``python -m gec_lib.cli``."""

from gec_lib.cli import main

main()
