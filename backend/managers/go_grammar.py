"""Go's grammar."""

import tree_sitter_go
from tree_sitter import Language, Parser

LANGUAGE = Language(tree_sitter_go.language())
GO = Parser(LANGUAGE)
"""Parses UTF-8."""
