import math
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.qdrant.metrics import Sample, parse

ALL = re.compile("")


def samples(text: str) -> list[Sample]:
    return list(parse(text, ALL).samples)


def test_names_stay_as_the_server_wrote_them() -> None:
    text = "# TYPE cluster_term counter\ncluster_term 3\n"
    assert samples(text) == [Sample("cluster_term", {}, 3.0)]


def test_labels_in_order_and_out_of_it() -> None:
    assert samples('a{x="1",y="2"} 5\nb { y = "2" , x = "1", } 6\n') == [
        Sample("a", {"x": "1", "y": "2"}, 5.0),
        Sample("b", {"x": "1", "y": "2"}, 6.0),
    ]


def test_labels_may_hold_what_ends_labels() -> None:
    text = r'a{collection="od}d, \"x\" = \\ \n",le="1"} 5' + "\n"
    assert samples(text)[0].labels == {"collection": 'od}d, "x" = \\ \n', "le": "1"}


def test_an_unknown_escape_stays() -> None:
    assert samples('a{x="\\t"} 1\n')[0].labels == {"x": "\\t"}


def test_values_beyond_numbers() -> None:
    nan, inf, small = samples("a NaN\na +Inf\na -1.5e-3\n")
    assert math.isnan(nan.value)
    assert inf.value == math.inf
    assert small.value == -0.0015


def test_timestamps_are_passed_over() -> None:
    assert samples('a{x="1"} 5 1700000000000\n') == [Sample("a", {"x": "1"}, 5.0)]


def test_windows_line_ends() -> None:
    assert samples("a 1\r\n\r\nb 2\r\n") == [Sample("a", {}, 1.0), Sample("b", {}, 2.0)]


def test_bad_lines_cost_only_themselves() -> None:
    bad = ["{} 1", "a", 'a{x="1} 2', "a{x=1} 2", "9a 1", "a one", "a1", "<html>", 'a{x="1"y} 2']
    parsed = parse("\n".join(["good 1", *bad, "good 2"]) + "\n", ALL)
    assert [sample.value for sample in parsed.samples] == [1.0, 2.0]
    assert parsed.skipped == len(bad)


def test_a_text_without_its_last_line_end_is_cut_off() -> None:
    parsed = parse("a 1\na 12", ALL)
    assert not parsed.complete
    assert [sample.value for sample in parsed.samples] == [1.0]
    assert parse("a 1\n", ALL).complete


def test_only_what_is_wanted_is_kept() -> None:
    parsed = parse("my_a_total 1\nb_total 2\n", re.compile("a_total$"))
    assert [sample.name for sample in parsed.samples] == ["my_a_total"]
    assert parsed.skipped == 0


@settings(deadline=None)
@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    parsed = parse(text, ALL)
    assert len(parsed.samples) + parsed.skipped <= text.count("\n") + 1


@settings(deadline=None)
@given(st.dictionaries(st.from_regex("[a-z_]{1,8}", fullmatch=True), st.text(), max_size=4))
def test_any_label_comes_back(labels: dict[str, str]) -> None:
    def escaped(value: str) -> str:
        return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")

    text = ",".join(f'{name}="{escaped(value)}"' for name, value in labels.items())
    assert samples(f"a{{{text}}} 1\n") == [Sample("a", labels, 1.0)]
