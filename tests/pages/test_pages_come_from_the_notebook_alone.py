"""The page is made of the outputs of an executed notebook, and an unfinished notebook makes no page."""

from __future__ import annotations

import itertools

import nbformat
import pytest

from gec_lib import blocks as b
from gec_lib.blocks import MIME, Span
from gec_lib.publish.document import DocumentError, document_from_notebook
from gec_lib.publish.exporter import EditionExporter
from gec_lib.publish.html import render_page
from gec_lib.publish.show import show

NUMBER = itertools.count()


def cell(data: object) -> nbformat.NotebookNode:
    output = nbformat.v4.new_output("execute_result", {MIME: data, "text/plain": ""}, execution_count=1)
    return nbformat.v4.new_code_cell("x", outputs=[output], id=f"cell-{next(NUMBER)}")


@pytest.fixture
def notebook(sample) -> nbformat.NotebookNode:
    cells = [nbformat.v4.new_code_cell('lang = "vi"\nsnapshot: str = "9f3a"', metadata={"tags": ["parameters"]})]
    for block in sample.BLOCKS:
        cells.append(cell(show(block, sample.BOOK, lang="vi")._repr_mimebundle_()[MIME]))
    return nbformat.v4.new_notebook(cells=cells)


def test_blocks_come_in_the_order_of_the_cells(notebook, sample):
    document = document_from_notebook(notebook)
    assert [block["kind"] for block in document.blocks] == [block.kind for block in sample.BLOCKS]
    assert document.lang == "vi"
    assert document.meta.snapshot == "9f3a"
    assert document.profile == "internal"
    assert document.title == "Đánh giá cuối kỳ 2021–2025: bình đẳng giới trong giáo dục"
    assert document.synthetic == sample.SYNTHETIC


def test_injected_parameters_and_the_runner_have_the_last_word(notebook):
    injected = nbformat.v4.new_code_cell('lang = "en"', metadata={"tags": ["injected-parameters"]})
    notebook.cells.insert(1, injected)
    assert document_from_notebook(notebook).lang == "en"
    notebook.metadata["gec"] = {"lang": "vi", "version": "1.0", "files": ["report.docx"]}
    document = document_from_notebook(notebook)
    assert (document.lang, document.meta.version, document.meta.files) == ("vi", "1.0", ("report.docx",))


def test_the_exporter_writes_the_same_page(notebook):
    body, resources = EditionExporter().from_notebook_node(notebook)
    assert body == render_page(document_from_notebook(notebook))
    assert resources["output_extension"] == ".html"


def test_a_notebook_read_from_disk_gives_the_same_bytes(notebook, tmp_path):
    path = tmp_path / "report.ipynb"
    nbformat.write(notebook, path)
    body, _ = EditionExporter().from_filename(str(path))
    assert body == EditionExporter().from_notebook_node(notebook)[0]


def test_a_failed_cell_stops_the_page(notebook):
    error = nbformat.v4.new_output("error", ename="KeyError", evalue="'T3'", traceback=[])
    notebook.cells.append(nbformat.v4.new_code_cell("x", outputs=[error], id="bad"))
    with pytest.raises(DocumentError, match=r"\(id bad\) failed with KeyError: 'T3'"):
        document_from_notebook(notebook)


def test_a_notebook_that_was_not_executed_stops_the_page():
    with pytest.raises(DocumentError, match="execute the notebook"):
        document_from_notebook(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x")]))


def test_two_numbers_under_one_claim_stop_the_page(notebook):
    block = b.plain(b.Sentences((b.Sentence("S", (Span("5", claim="T3-09"),)),)))
    notebook.cells.append(cell({"block": block, "claims": {"T3-09": {"id": "T3-09", "value": "5"}}}))
    with pytest.raises(DocumentError, match="claim 'T3-09' is 5, an earlier cell has 1"):
        document_from_notebook(notebook)


def test_a_page_without_masthead_is_refused(notebook):
    del notebook.cells[1]
    with pytest.raises(DocumentError, match="0 mastheads"):
        document_from_notebook(notebook)
