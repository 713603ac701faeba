"""What brackets are for, and how they are judged: apart from the code around them.

In that code a pair of brackets with all that is inside is one symbol, which stands for the least
that may stand there and nowhere else. So where the grammar takes that, it takes whatever may be in
brackets of this role.
"""

from typing import NamedTuple

from backend.managers.go_outline.alphabet import NOTHING, TEXTS

UNKNOWN = NOTHING
(
    NO_CALL,
    NO_INDEX,
    NO_BRACES,
    NAMED,
    NAMED_INDEX,
    ANY_TYPE,
    ANY_LENGTH,
    ONE,
    ARGUMENTS,
    PARAMETERS,
    ASSERTED,
    MADE,
    INDEX,
    SLICE,
    KEY,
    VARIABLES,
    CONSTANTS,
    STRUCT,
    INTERFACE,
    LITERAL,
    BLOCK,
    CASES,
    TYPE_CASES,
    CHANNEL_CASES,
    NONE,
) = range(len(TEXTS), len(TEXTS) + 25)


class Judged(NamedTuple):
    """How brackets of a role are judged.

    Attributes:
        least: What stands for them.
        frame: What the grammar takes just where it takes what stands at `%` in such brackets;
            empty where `least` is all that there is.
    """

    least: str
    frame: str = ""


JUDGED = {
    NO_CALL: Judged("( )"),
    NO_INDEX: Judged("[ ]"),
    NO_BRACES: Judged("{ }"),
    NAMED: Judged("( a )"),
    NAMED_INDEX: Judged("[ a ]"),
    ANY_TYPE: Judged("( type )"),
    ANY_LENGTH: Judged("[ ... ]"),
    ONE: Judged("( 0 )", "a = ( % )"),
    ARGUMENTS: Judged("( a , a ... )", "a ( % )"),
    PARAMETERS: Judged("( a a )", "a = func ( % ) { }"),
    ASSERTED: Judged("( [ ] a )", "a = a . ( % )"),
    MADE: Judged("( [ ] a , 0 )", "a = make ( % )"),
    INDEX: Judged("[ 0 ]", "a = ( % )"),
    SLICE: Judged("[ 0 : 0 ]", "a = a [ % ]"),
    KEY: Judged("[ [ ] a ]", "var a map [ % ] a"),
    VARIABLES: Judged("( a a = 0\n)", "var ( %\n)"),
    CONSTANTS: Judged("( a = 0\n)", "const ( %\n)"),
    STRUCT: Judged("{ a a }", "var a struct { % }"),
    INTERFACE: Judged("{ a ( ) a }", "var a interface { % }"),
    LITERAL: Judged("{ a , }", "a = a { % }"),
    BLOCK: Judged("{ return }", "{ %\n}"),
    CASES: Judged("{ case 0 , 0 : }", "switch { %\n}"),
    TYPE_CASES: Judged("{ case [ ] a : }", "switch a . ( type ) { %\n}"),
    CHANNEL_CASES: Judged("{ case a := <- a : }", "select { %\n}"),
    NONE: Judged("", "}\n%\nfunc a ( ) {"),
}

FRAMES = {role: judged.frame.encode() for role, judged in JUDGED.items()}

LINE = 0x80
"""Set in a symbol before which a line ends."""


def _shown() -> list[bytes]:
    texts = [*TEXTS, *(judged.least for judged in JUDGED.values())]
    texts += [""] * (LINE - len(texts))
    return [*map(str.encode, texts), *(f"\n{text}".encode() for text in texts)]


SHOWN = _shown()
"""What the grammar is shown for each symbol."""
