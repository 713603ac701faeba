from backend.vectorizing.markdown_tasks import markdown_tasks
from backend.vectorizing.task import Task

TEXT = """# Plan
- [x] first
## Phase 1
### 1.1 Audit
- [ ] **1.1.1** look
```
- [ ] code
```
## Phase 2
* [X] write
#### [ ] Section that is a box
"""


def test_boxes_stand_below_their_headings() -> None:
    assert list(markdown_tasks("plan.md", TEXT))[:3] == [
        Task("first", "done", ("Plan",), "plan.md", 2),
        Task("**1.1.1** look", "open", ("Plan", "Phase 1", "1.1 Audit"), "plan.md", 5, "1.1.1"),
        Task("write", "done", ("Plan", "Phase 2"), "plan.md", 10),
    ]


def test_a_heading_that_is_a_box_stands_not_below_itself() -> None:
    last = list(markdown_tasks("plan.md", TEXT))[-1]
    assert (last.text, last.headings) == ("Section that is a box", ("Plan", "Phase 2"))


def test_text_without_boxes_has_no_tasks() -> None:
    assert list(markdown_tasks("a.md", "# Title\n\nprose\n")) == []
