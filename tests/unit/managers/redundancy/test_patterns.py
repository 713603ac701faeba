from collections.abc import Callable, Mapping

from backend.model.redundancy import Pattern, Redundancy

Redundant = Callable[[Mapping[str, str]], Redundancy]


def patterns(redundancy: Redundancy) -> dict[str, Pattern]:
    return {pattern.name: pattern for pattern in redundancy.patterns}


def ways(pattern: Pattern) -> dict[str, tuple[tuple[str, ...], int]]:
    return {way.name: (way.managers, way.count) for way in pattern.variants}


def test_logging_by_imports_calls_and_types(redundant: Redundant) -> None:
    found = patterns(
        redundant(
            {
                "a/a.go": 'package a\nimport "go.uber.org/zap"\nimport "go.uber.org/zap/zapcore"\n',
                "b/b.go": 'package b\nimport "log"\nfunc f() {\n\tlog.Println("x")\n}\n',
                "c/c.go": 'package c\nfunc f() {\n\tfmt.Println("x")\n\tfmt.Errorf("y")\n}\n',
                "c/own.go": "package c\ntype FileLogger struct{}\n",
                "d/d.go": 'package d\nimport "go.uber.org/zap"\n',
                "d/d_test.go": 'package d\nimport "log/slog"\n',
            }
        )
    )["logging"]
    assert ways(found) == {
        "zap": (("a", "d"), 3),
        "log": (("b",), 1),
        "fmt.Print": (("c",), 1),
        "a Logger of its own": (("c",), 1),
    }
    assert next(iter(ways(found))) == "zap"
    assert found.managers == ("a", "b", "c", "d")
    assert [(site.path, site.line) for site in found.variants[0].sites] == [
        ("a/a.go", 2),
        ("d/d.go", 2),
    ]


def test_a_call_counts_within_the_functions_it_is_asked_of(redundant: Redundant) -> None:
    source = (
        "package a\n"
        "func LoadConfig() {\n\tjson.Unmarshal(x, &y)\n}\n"
        "func Send() {\n\tyaml.Unmarshal(x, &y)\n}\n"
    )
    found = patterns(redundant({"a/a.go": source}))["configuration"]
    assert set(ways(found)) == {"JSON by hand", "a LoadConfig of its own"}


def test_each_signature_of_a_lifecycle_is_a_way(redundant: Redundant) -> None:
    found = patterns(
        redundant(
            {
                "a/a.go": "package a\nfunc (m *M) Start(c context.Context) error { return nil }\n",
                "b/b.go": "package b\nfunc (m *M) Start() error { return nil }\n",
                "c/c.go": "package c\nfunc (m *N) Start(c context.Context) error { return nil }\n",
                "d/d.go": "package d\nfunc (m *MockN) Start() {}\n",
            }
        )
    )["lifecycle"]
    assert ways(found) == {
        "Start(context.Context) error": (("a", "c"), 2),
        "Start() error": (("b",), 1),
    }


def test_fields_of_managers_and_of_nothing_else(redundant: Redundant) -> None:
    source = "package a\ntype Options struct {\n\tMaxRetries int\n\tName string\n}\n"
    files = {"a/a.go": source, "shared/s.go": source, "loose.go": source}
    found = patterns(redundant(files))["retry"]
    (way,) = found.variants
    assert (way.name, way.managers, way.sites[0].line) == ("a field of a struct", ("a",), 3)


def test_cost_counts_what_does_not_do_it_the_common_way(redundant: Redundant) -> None:
    source = {
        "a/a.go": 'package a\nimport "log"\n',
        "b/b.go": 'package b\nimport "log"\n',
        "c/c.go": "package c\n\nfunc f() {\n\tfmt.Print(1); fmt.Print(2)\n\tfmt.Print(3)\n}\n",
    }
    cost = patterns(redundant(source))["logging"].cost
    assert (cost.lines, cost.managers, cost.drift) == (2, 3, round(1 / 3, 4))


def test_a_client_of_qdrant_shows_by_its_type_its_address_and_its_requests(
    redundant: Redundant,
) -> None:
    found = patterns(
        redundant(
            {
                "a/a.go": "package a\ntype QdrantVectorManager struct{}\n",
                "b/b.go": "package b\ntype RAGClient struct {\n\tqdrantURL string\n}\n",
                "c/c.go": "package c\nfunc askQdrant() {\n\thttp.NewRequestWithContext()\n}\n",
                "d/d.go": "package d\ntype QdrantPoint struct {\n\tID int\n}\n",
            }
        )
    )["Qdrant client"]
    assert ways(found) == {
        "HTTP by hand": (("c",), 1),
        "a type of its own": (("a",), 1),
        "its address in a field": (("b",), 1),
    }


def test_settings_in_a_type_are_a_way_of_configuration(redundant: Redundant) -> None:
    source = "package a\ntype CacheConfig struct{}\ntype Configurable struct{}\n"
    found = patterns(redundant({"a/a.go": source}))["configuration"]
    assert ways(found) == {"a Config type of its own": (("a",), 1)}
