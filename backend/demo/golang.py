"""Go source of the sample managers: small, of our own making, and compilable."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import Template
from zlib import crc32

from backend.demo.spec import ACTIVITIES, ROOTS, Code, Sample, pascal, samples, table

_STANDARD = {
    "context": "context",
    "errors": "errors",
    "fmt": "fmt",
    "json": "encoding/json",
    "log": "log",
    "os": "os",
    "slog": "log/slog",
    "sort": "sort",
    "strings": "strings",
    "sync": "sync",
    "testing": "testing",
    "time": "time",
}
_USED = re.compile(rf"(?<![\w.\"])({'|'.join(_STANDARD)})\.[A-Z]")

_ENTITY = {"ID": "string", "Priority": "int", "Done": "bool", "Updated": "time.Time"}
_STATE = {
    "mu": "sync.Mutex",
    "items": "map[string]$Entity",
    "journal": "[]string",
    "stopped": "bool",
}


def go_files(sample: Sample) -> Iterator[tuple[str, str]]:
    """Every Go file of a manager, path (relative to the ecosystem) and text."""
    if sample.code is None:
        return
    code = sample.code
    links = [_Link(name) for name in sample.uses]
    state = {"config": "Config"} if _has_config(sample) else {}
    yield from _code_files(code, sample.logging, state, links)
    if sample.lifecycle:
        variants = table("templates")["lifecycle"]
        bodies = (variants[name][number] for name, number in sample.lifecycle)
        yield _file(code, "lifecycle.go", "\n".join(_fill(code, body) for body in bodies))
    if sample.redeclares:
        shapes = table("shapes")
        load = _template("load_config") if "loads_config" in sample.flags else ""
        texts = [shapes[name][number] for name, number in sample.redeclares]
        yield _file(code, "types.go", "\n".join([*texts, _fill(code, load)]))
    if links:
        yield _file(code, "links.go", _links(code, links), links)
    if "mentions_all" in sample.flags:
        names = "\n".join(f'	"{name}",' for name in samples())
        yield _file(code, "discovery.go", _fill(code, _template("discovery"), names=names))
    if "test" in sample.flags:
        used = [_Link(name) for name in sample.test_uses]
        checks = "".join(f"\nvar _ {link.type} = nil\n" for link in used)
        text = _fill(code, _template("test")) + checks
        yield _file(code, f"{code.package}_test.go", text, used)
    if sample.legacy:
        yield f"{sample.path}/legacy/bridge.go", _legacy(sample.legacy)
    for part in sample.parts:
        yield from _code_files(part, "log", {})


class _Link:
    """What one package needs to call another."""

    def __init__(self, name: str) -> None:
        manager, _, part = name.partition("/")
        self.name = pascal(part or manager.removesuffix("-manager"))
        self.field = self.name[:1].lower() + self.name[1:] + "Link"
        if manager == "interfaces":
            path = f"{ROOTS['managers']}/interfaces"
            self.code = Code(path, "interfaces", "interfaces", "", "", {}, {})
            self.type, self.method = "interfaces.Manager", "Execute"
            return
        sample = samples()[manager]
        codes = {code.package: code for code in sample.parts} if part else {"": sample.code}
        code = codes[part]
        if code is None:
            raise ValueError(f"{name} has no Go to call")
        self.code = code
        self.type = f"*{code.package}.{code.type}"
        self.method = code.methods["execution"][0]


def _code_files(
    code: Code, logging: str, state: Mapping[str, str], links: Sequence[_Link] = ()
) -> Iterator[tuple[str, str]]:
    linked = {link.field: link.type for link in links}
    text = _fill(
        code,
        _template("manager"),
        fields=_aligned({**_ENTITY, **code.fields}),
        state=_fill(code, _aligned({**_STATE, **state, **linked})),
        note=_fill(code, table("templates")["notes"][logging]),
    )
    comment = f"// Package {code.package}: {code.purpose[:1].lower()}{code.purpose[1:]}\n"
    path, source = _file(code, f"{code.name.replace('-', '_')}.go", text, links)
    yield path, comment + source
    for activity in ACTIVITIES:
        if methods := code.methods[activity]:
            callees = links if activity == "execution" else ()
            bodies = (
                _method(code, activity, i, callees[i :: len(methods)]) for i in range(len(methods))
            )
            yield _file(code, f"{activity}.go", "".join(bodies))


def _method(code: Code, activity: str, index: int, links: Sequence[_Link]) -> str:
    body, method = table("templates")[activity], code.methods[activity][index]
    key = f"{code.name}.{method}"
    guard = _pick(body["guards"], key)
    core = _pick(body["cores"], code.name, index)  # no two alike in one manager, while they last
    end = _pick(body["ends"], key[::-1])
    calls = "".join(
        f"	if err := m.through{link.name}(ctx, id); err != nil {{\n		return err\n	}}\n"
        for link in links
    )
    text = (
        f"\n// $method {body['comment']}\n{body['signature']} {{\n	m.mu.Lock()\n"
        f"	defer m.mu.Unlock()\n{guard}\n{core}\n{calls}{end}\n}}\n"
    )
    limit = 3 + crc32(key.encode()) % 12
    return _fill(code, text, method=method, what=_words(method), limit=str(limit))


def _links(code: Code, links: Iterable[_Link]) -> str:
    parameters = ", ".join(f"{link.field} {link.type}" for link in links)
    assignments = "".join(f"	m.{link.field} = {link.field}\n" for link in links)
    text = (
        "// Connect hands over the managers to work with.\n"
        f"func (m *$Type) Connect({parameters}) {{\n{assignments}}}\n"
    )
    for link in links:
        through = Template(_template("through"))
        text += "\n" + through.safe_substitute(link=link.name, field=link.field, callee=link.method)
    return _fill(code, text)


def _legacy(paths: Sequence[str]) -> str:
    imports = "\n".join(f'	former{i} "{path}"' for i, path in enumerate(sorted(paths)))
    uses = "\n".join(f"	_ = former{i}.Name" for i in range(len(paths)))
    return Template(_template("legacy")).substitute(imports=imports, uses=uses)


def _template(name: str) -> str:
    text: str = table("templates")["files"][name]
    return text


def _file(code: Code, name: str, text: str, links: Iterable[_Link] = ()) -> tuple[str, str]:
    """A file of a package, its imports found in its text."""
    standard = sorted(_STANDARD[word] for word in set(_USED.findall(text)))
    own = [
        f'	{link.code.package} "{link.code.import_path}"'
        for link in sorted(links, key=lambda link: link.code.import_path)
    ]
    groups = ["\n".join(f'	"{path}"' for path in standard), "\n".join(own)]
    imports = "\n\n".join(group for group in groups if group)
    head = f"import (\n{imports}\n)\n\n" if imports else ""
    return f"{code.path}/{name}", f"package {code.package}\n\n{head}{text.strip()}\n"


def _aligned(fields: Mapping[str, str]) -> str:
    width = max(map(len, fields))
    return "\n".join(f"	{name:{width}} {kind}" for name, kind in fields.items())


def _fill(code: Code, text: str, **words: str) -> str:
    kinds = {kind: name for name, kind in reversed(list(code.fields.items()))}
    items = re.sub(r"(?<=[^aeiou])y$", "ie", code.entity.lower()) + "s"
    return Template(text).substitute(
        {
            "Type": code.type,
            "Entity": code.entity,
            "items": items,
            "name": code.name,
            "text": kinds["string"],
            "number": kinds["int"],
        }
        | words
    )


def _pick(choices: Sequence[str], key: str, offset: int = 0) -> str:
    return choices[(crc32(key.encode()) + offset) % len(choices)].strip("\n")


def _words(method: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", method).lower()


def _has_config(sample: Sample) -> bool:
    return any(name == "Config" for name, _ in sample.redeclares)
