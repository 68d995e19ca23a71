"""The page of an edition as an nbconvert exporter."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import TemplateExporter

from gec_lib.publish.document import document_from_notebook
from gec_lib.publish.html import render_page


class EditionExporter(TemplateExporter):
    """Writes the page from the blocks of an executed notebook; neither preprocessors nor nbconvert's templates run.

    Usable as ``jupyter nbconvert --to gec_lib.publish.exporter.EditionExporter report.ipynb``.
    """

    export_from_notebook = "GEC edition"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    @property
    def default_config(self) -> Any:
        """No configuration of nbconvert: the page comes from the blocks alone."""
        return self.config.__class__()

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Render the page of an executed notebook.

        Raises
        ------
        DocumentError
            When the notebook is no finished edition.
        """
        return render_page(document_from_notebook(nb)), self._init_resources(resources)
