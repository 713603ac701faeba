"""YAML that people write: themes, settings, manifests. Whatever is wrong with it is one error."""

from typing import Any


class NotYaml(ValueError):  # noqa: N818  (it names what the text is)
    """The text cannot be read.

    Attributes:
        line: Where, from 1; 0 where the parser does not say.
    """

    def __init__(self, line: int) -> None:
        super().__init__("not valid YAML")
        self.line = line


def read_yaml(text: str | bytes) -> Any:
    """What the text says, in plain values.

    Raises:
        NotYaml: It says nothing, or something that no value can be made of.
    """
    import yaml  # noqa: PLC0415  (only who has such a file pays for it)

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise NotYaml(mark.line + 1 if mark else 0) from None
    except (ValueError, AttributeError, RecursionError):
        # Dates such as 2001-99-99, `!!timestamp x`, and brackets in a thousand others.
        raise NotYaml(0) from None
