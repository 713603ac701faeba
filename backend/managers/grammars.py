"""The tree-sitter grammars, each loaded when the first file of its language is met."""

from functools import cache

from tree_sitter import Language


@cache
def grammar(name: str) -> Language:
    """The grammar `python`, `typescript` or `tsx`, which reads JavaScript, too."""
    if name == "python":
        import tree_sitter_python  # noqa: PLC0415

        return Language(tree_sitter_python.language())
    import tree_sitter_typescript  # noqa: PLC0415

    return Language(getattr(tree_sitter_typescript, f"language_{name}")())
