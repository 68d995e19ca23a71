"""A clerk in LibreOffice: opens workbooks, types into cells, saves them as .xlsx. Runs under LibreOffice's Python.

Usage: fill.py PIPE JOBS where JOBS is a JSON list of {"path": …, "save": …, "cells": [[sheet, cell, value], …]}.
"""

import contextlib
import importlib
import json
import sys
import time
from pathlib import Path

# Only LibreOffice's own Python has it; nobody else needs to import it to read this file.
uno = importlib.import_module("uno") if __name__ == "__main__" else None


def option(name, value):
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    refused = uno.getClass("com.sun.star.connection.NoConnectException")
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except refused:
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not answer")


def type_into(cell, value):
    if isinstance(value, str):
        cell.setFormula(value)  # what a key press does: "15/11/1999" becomes a date
    else:
        cell.setValue(value)


def main():
    pipe, jobs = sys.argv[1:]
    context = connect(pipe)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    for job in json.loads(Path(jobs).read_text(encoding="utf-8")):
        hidden = (option("Hidden", True),)
        document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(job["path"]), "_blank", 0, hidden)
        for sheet, name, value in job["cells"]:
            type_into(document.Sheets.getByName(sheet).getCellRangeByName(name), value)
        saved = (option("FilterName", "Calc MS Excel 2007 XML"),)
        document.storeToURL(uno.systemPathToFileUrl(job["save"]), saved)
        document.close(True)
    with contextlib.suppress(Exception):  # the bridge ends with the office
        desktop.terminate()


if __name__ == "__main__":
    main()
