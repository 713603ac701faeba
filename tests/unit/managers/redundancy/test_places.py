from hypothesis import given
from hypothesis import strategies as st

from backend.managers.redundancy.places import covered
from backend.model.redundancy import Site

SITES = st.builds(
    lambda manager, path, line, more: Site(manager, path, line, line + more),
    *(st.sampled_from("ab"), st.sampled_from("cd"), st.integers(1, 9), st.integers(0, 5)),
)


@given(st.lists(SITES))
def test_each_line_counts_once_however_many_sites_cover_it(sites: list[Site]) -> None:
    lines = {
        (site.manager, site.path, line) for site in sites for line in range(site.line, site.end + 1)
    }
    assert covered(sites) == len(lines)
