"""Go's grammar."""

import tree_sitter_go
from tree_sitter import Language, Parser

GO = Parser(Language(tree_sitter_go.language()))
"""Parses UTF-8."""
