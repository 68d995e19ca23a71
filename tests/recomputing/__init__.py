"""Published claims computed a second time, from the workbooks as received, without a line of the library.

For an evaluator who does not want to take the library's word. What is read: the workbooks in ``data/archive`` (by
openpyxl), ``data/ledger.jsonl`` (which file counts, when it came), ``data/register/units.csv`` (which unit was there)
and the edition's own ``claims.json``, ``manifest.json`` and ``report.ipynb``. Neither the library nor ``params/`` nor
the snapshot is read: rows, definitions, targets and deadlines are written out by hand in ``definitions`` and
``judging``, from the plan, the forms and the method as a person understands them.

``python -m tests.recomputing HOME EDITION...`` prints what is equal, what differs and what was not recomputed.
"""
