"""The same document gives the same Word file and the same workbook; no clock, no order of a set reaches them."""

from __future__ import annotations

import zipfile

import pytest

from gec_lib.publish.docx import render_docx
from gec_lib.publish.workbook import render_workbook
from gec_lib.publish.zipped import EPOCH, rewritten

RENDER = {"docx": render_docx, "xlsx": render_workbook}


@pytest.mark.parametrize("kind", RENDER)
def test_two_renderings_are_equal(kind, document, monkeypatch):
    first = RENDER[kind](document)
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert RENDER[kind](document) == first


@pytest.mark.parametrize("name", ["word", "workbook"])
def test_entries_are_sorted_and_undated(name, request):
    with zipfile.ZipFile(request.getfixturevalue(name)) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


@pytest.mark.parametrize("name", ["word", "workbook"])
def test_the_day_of_the_data_stands_for_the_day_of_making(name, request):
    with zipfile.ZipFile(request.getfixturevalue(name)) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2025-12-20T00:00:00Z") == 2


def test_a_file_of_another_library_is_made_to_repeat():
    import io

    import openpyxl

    def saved() -> bytes:
        book, buffer = openpyxl.Workbook(), io.BytesIO()
        book.active["A1"] = "x"
        book.save(buffer)
        return buffer.getvalue()

    one, two = saved(), saved()
    assert rewritten(one, created=EPOCH) == rewritten(two, created=EPOCH)
    assert openpyxl.load_workbook(io.BytesIO(rewritten(one, created=EPOCH))).active["A1"].value == "x"
