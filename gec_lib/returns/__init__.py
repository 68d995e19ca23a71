"""The returns: layouts, the forms we send, reading what comes back, and the first checks."""
