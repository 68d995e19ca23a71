"""How long and how often something is tried."""

TIMEOUT = 600  # seconds that one cell may take
LONGEST = 3600  # seconds that an edition may take; beyond them it hangs somewhere outside of its cells
TRIES = 2  # an edition whose process died is tried once more
