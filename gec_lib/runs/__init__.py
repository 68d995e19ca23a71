"""Editions, the execution of notebooks, and batches of them."""
