"""The sections of a report: from results to blocks of whole sentences, tables and figures, all of them claimed."""
