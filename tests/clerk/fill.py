"""A clerk in LibreOffice: opens workbooks, types into cells, saves them as .xlsx. Runs under LibreOffice's Python.

Usage: fill.py PIPE JOBS where JOBS is a JSON list of {"path": …, "save": …, "cells": [[sheet, cell, value], …]}.
"""

import contextlib
import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(200):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not answer")


def main():
    pipe, jobs = sys.argv[1:]
    context = connect(pipe)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    todo = json.loads(Path(jobs).read_text(encoding="utf-8"))
    for job in todo:
        document = desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(job["path"]), "_blank", 0, (option("Hidden", True),)
        )
        for sheet, name, value in job["cells"]:
            cell = document.Sheets.getByName(sheet).getCellRangeByName(name)
            if isinstance(value, str):
                cell.setFormula(value)  # what a key press does: "15/11/1999" becomes a date
            else:
                cell.setValue(value)
        saved = (option("FilterName", "Calc MS Excel 2007 XML"),)
        document.storeToURL(uno.systemPathToFileUrl(job["save"]), saved)
        document.close(True)
    with contextlib.suppress(Exception):  # the bridge ends with the office
        desktop.terminate()


main()
