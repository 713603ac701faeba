from collections.abc import Callable, Mapping

from backend.model.redundancy import Group, Redundancy

Redundant = Callable[[Mapping[str, str]], Redundancy]

MAIL = "Message Sender Receiver Queue Template Attachment Address Subject Delivery Bounce Inbox"
DISK = "Volume Snapshot Backup Partition Sector Mount Device Filesystem Quota Block Inode"
VERBS = "Send Queue Bounce Deliver Attach Address Filter Archive Forward Reply Digest"


def source(nouns: str, verbs: str) -> str:
    types = "".join(f"type {noun} struct{{}}\n" for noun in nouns.split())
    return types + "".join(f"func {verb}Later() {{}}\n" for verb in verbs.split())


def overlaps(redundancy: Redundancy) -> list[Group]:
    return [group for group in redundancy.groups if group.kind == "overlap"]


def test_managers_that_speak_of_the_same(redundant: Redundant) -> None:
    files = {
        "email/a.go": "package a\n" + source(MAIL, VERBS),
        "notify/b.go": "package b\n" + source(MAIL, VERBS.replace("Digest", "Alert")),
        "storage/c.go": "package c\n" + source(DISK, DISK.lower().title()),
        "shared/d.go": "package d\n" + source(MAIL, VERBS),
        "tiny/e.go": "package e\ntype Message struct{}\n",
    }
    (group,) = overlaps(redundant(files))
    assert group.name == "email ~ notify"
    assert [site.path for site in group.sites] == ["email", "notify"]
    assert group.similarity > 0.8
    assert group.detail.endswith("; 21 of 23 exported names")
    assert (group.cost.lines, group.cost.managers) == (0, 2)


def test_headings_count_where_code_has_the_word(redundant: Redundant) -> None:
    files = {
        "email/a.go": "package a\n" + source(MAIL, VERBS),
        "storage/c.go": "package c\n" + source(DISK, DISK),
        "other/d.go": "package d\n" + source("Colour Shade Hue", "Mix Blend"),
    }
    assert overlaps(redundant(files)) == []
    headings = "".join(f"# {word}\n# Unheard\n" for word in f"{MAIL} {VERBS}".split()) * 3
    (group,) = overlaps(redundant({"storage/README.md": headings}))
    assert group.name == "email ~ storage"
    assert "unheard" not in group.detail
