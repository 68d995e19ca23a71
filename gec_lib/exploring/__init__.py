"""What people call in JupyterLab: one indicator of the district or of a ward, or any table in the CSV layout.

The same functions as the reports: a number seen here is the number printed there.
"""

from gec_lib.exploring.datasets import Dataset
from gec_lib.exploring.district import View
from gec_lib.exploring.listing import ExploreError, Listing
from gec_lib.exploring.opening import explore, open_dataset

__all__ = ["Dataset", "ExploreError", "Listing", "View", "explore", "open_dataset"]
