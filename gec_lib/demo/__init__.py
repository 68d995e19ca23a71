"""The synthetic district: about a hundred schools and ten wards, as seeded values and as workbooks."""

from gec_lib.demo.district import District, Return, build_district
from gec_lib.demo.write import make_demo_home, write_district, write_samples

__all__ = ["District", "Return", "build_district", "make_demo_home", "write_district", "write_samples"]
