"""The one registry of actions: bindings, footer, help and palette are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.binding import BindingType

EVERYWHERE = "everywhere"
PANE = "panes"
CURSOR = "cursor"
ROWS = "rows"
HELP = "help page"
PALETTE = "palette"
ENTRY = "entry"
CHOICE = "choice"

SHARED = frozenset({EVERYWHERE, PANE, CURSOR, ROWS})
"""Places whose keys work in many panes."""
MODAL = frozenset({HELP, PALETTE, ENTRY, CHOICE})
"""Places that have the keys to themselves."""
TYPING = frozenset({PALETTE, ENTRY})
"""Places where characters are typed."""


@dataclass(frozen=True)
class Action:
    """One thing a user can do.

    Attributes:
        id: Stable name.
        does: The call that does it: `quit` runs `action_quit`, `move(1)` runs `action_move(1)`.
        keys: Textual's names of the keys, the one to show first.
        description: A sentence for help and palette.
        where: `everywhere`, `panes`, `cursor` (panes with a cursor), `rows` (panes with rows to
            filter), the name of one pane, or what has the keys to itself: `help page`, `palette`,
            `entry` (a line that is asked for) and `choice` (one of several things).
        hint: A word for the footer; empty keeps it out of there.
        palette: Whether the palette offers it; cursor keys make no sense there.
    """

    id: str
    does: str
    keys: tuple[str, ...]
    description: str
    where: str
    hint: str = ""
    palette: bool = True


PANES = (
    ("1", "bridge", "Bridge: a verdict on each pane, the alerts that fire"),
    ("2", "graph", "Graph: managers and their dependencies"),
    ("3", "raci", "RACI matrix: who is answerable for what"),
    ("4", "redundancy", "Redundancy: what is kept more than once, and what that costs"),
    ("5", "consolidation", "Consolidation: what merging or moving managers would bring"),
    ("6", "migration", "Migration: what was moved, what arrived"),
    ("7", "latency", "Latency of Qdrant by endpoint"),
    ("8", "qdrant", "Qdrant: server and collections"),
    ("9", "plans", "Plans: declared against counted"),
    ("0", "events", "Events: what changed and when"),
    ("F", "findings", "Findings with their evidence"),
    ("H", "host", "Host: machine and processes"),
)
"""Every pane's key, name and description, in the order in which Tab goes through them."""

ACTIONS: tuple[Action, ...] = (
    *(
        Action(
            f"open-{name}",
            f"open_pane('{name}')",
            (key,),
            f"Go to pane {key}: {text}",
            PANE,
        )
        for key, name, text in PANES
    ),
    Action("next-pane", "next_pane(1)", ("tab",), "Go to the next pane", PANE, hint="next"),
    Action("previous-pane", "next_pane(-1)", ("shift+tab",), "Go to the previous pane", PANE),
    Action(
        "enter",
        "enter",
        ("enter",),
        "Show this pane on the full screen; there, open what is under the cursor",
        PANE,
        hint="open",
    ),
    Action("zoom", "zoom", ("z",), "Show this pane on the full screen, or again as it was", PANE),
    Action(
        "jump",
        "jump",
        ("x",),
        "Go along to what other panes know of what is under the cursor",
        PANE,
        hint="along",
    ),
    Action("go-back", "travel(-1)", ("ctrl+o", "backspace"), "Go back to where you were", PANE),
    Action("go-forward", "travel(1)", ("ctrl+n",), "Go forward again", PANE),
    Action("preset", "preset", ("B",), "Put the next four panes on the bridge", PANE),
    Action("copy", "copy", ("y",), "Copy what is under the cursor", PANE),
    Action("copy-all", "copy(True)", ("Y",), "Copy the row with its evidence, or the pane", PANE),
    Action("export", "export", ("E",), "Write what is on the pane to a file", PANE),
    Action("back", "back", ("escape",), "Leave the filter, the selection, the full screen", PANE),
    Action(
        "filter",
        "screen.filter",
        ("slash",),
        "Filter the rows: text, ~letters, /expression/; ! inverts",
        ROWS,
        hint="filter",
    ),
    Action("sort", "sort(1)", ("S",), "Sort by the next column", ROWS),
    Action("sort-back", "sort(-1)", ("ctrl+s",), "Sort by the column before", ROWS),
    Action("turn-order", "turn", ("I",), "Turn the order of the rows round", ROWS),
    Action("up", "move(-1)", ("up", "k"), "Move up", CURSOR, palette=False),
    Action("down", "move(1)", ("down", "j"), "Move down", CURSOR, palette=False),
    Action("left", "side(-1)", ("left", "h"), "Move left", CURSOR, palette=False),
    Action("right", "side(1)", ("right", "l"), "Move right", CURSOR, palette=False),
    Action("page-up", "leap(-1)", ("pageup", "ctrl+u"), "Move a page up", CURSOR, palette=False),
    Action(
        "page-down", "leap(1)", ("pagedown", "ctrl+d"), "Move a page down", CURSOR, palette=False
    ),
    Action("first", "end(-1)", ("home", "g"), "Move to the first", CURSOR, palette=False),
    Action("last", "end(1)", ("end", "G"), "Move to the last", CURSOR, palette=False),
    Action(
        "raci-view",
        "view",
        ("v",),
        "Show phases, activities or the rules that are broken",
        "raci",
        hint="view",
    ),
    Action(
        "raci-sort",
        "sort_here",
        ("o",),
        "Sort by the column under the cursor, the other way round, not at all",
        "raci",
    ),
    Action(
        "raci-try",
        "try(1)",
        ("space",),
        "What if: the next letter under the cursor",
        "raci",
        hint="what if",
    ),
    Action("raci-try-back", "try(-1)", ("minus",), "What if: the letter before", "raci"),
    Action("raci-undo", "undo_try", ("u",), "Take the last changed letter back", "raci"),
    Action("raci-save", "save_tried", ("s",), "Save the changed letters in raci.toml", "raci"),
    Action(
        "graph-view",
        "view",
        ("v",),
        "Show map, neighbours, matrix, tree, the way between two, or all about one",
        "graph",
        hint="view",
    ),
    Action("matrix", "matrix", ("m",), "Switch between map and matrix", "graph", hint="map/matrix"),
    Action("nearer", "depth(-1)", ("left_square_bracket",), "Show nearer neighbours only", "graph"),
    Action(
        "further", "depth(1)", ("right_square_bracket",), "Show neighbours further off", "graph"
    ),
    Action(
        "colour",
        "colour",
        ("c",),
        "Colour by layer, instability, score, redundancy or not at all",
        "graph",
        hint="colour",
    ),
    Action(
        "edges",
        "edges",
        ("e",),
        "Hide or show dependencies by kind of evidence and resolution",
        "graph",
        hint="edges",
    ),
    Action("about", "about", ("a",), "Show all that is known of the chosen manager", "graph"),
    Action(
        "implied",
        "implied",
        ("i",),
        "Draw dependencies that a chain of others implies, or leave them out",
        "graph",
    ),
    Action("way-start", "start", ("s",), "Begin a way at the chosen manager", "graph"),
    Action(
        "previous-endpoint",
        "side(-1)",
        ("left_square_bracket",),
        "Show the endpoint before",
        "latency",
    ),
    Action(
        "next-endpoint",
        "side(1)",
        ("right_square_bracket",),
        "Show the next endpoint",
        "latency",
        hint="endpoint",
    ),
    Action(
        "scope",
        "scope",
        ("n",),
        "Show all together, one node, one further server or one collection",
        "latency",
        hint="whose",
    ),
    Action(
        "compare",
        "compare",
        ("c",),
        "Compare: since now, since the latest migration began, with the next scope, not at all",
        "latency",
        hint="compare",
    ),
    Action(
        "over-time",
        "over_time",
        ("o",),
        "Switch between the latest window and latency over time",
        "latency",
        hint="over time",
    ),
    Action(
        "qdrant-view",
        "view",
        ("v",),
        "Show collections, servers and nodes, issues or slow requests",
        "qdrant",
        hint="view",
    ),
    Action(
        "look-closely",
        "look_closely",
        ("c",),
        "Ask for shards, memory and optimisations of the collection",
        "qdrant",
        hint="closer",
    ),
    Action("bodies", "bodies", ("b",), "Show or hide what slow requests asked for", "qdrant"),
    Action("later-run", "side(-1)", ("left_square_bracket",), "Show the later run", "migration"),
    Action(
        "earlier-run",
        "side(1)",
        ("right_square_bracket",),
        "Show the earlier run",
        "migration",
        hint="run",
    ),
    Action(
        "run-hold",
        "order('hold')",
        ("space",),
        "Pause the run, or let it go on",
        "migration",
    ),
    Action("run-abort", "order('abort')", ("X",), "Abort the run, its alias stays", "migration"),
    Action(
        "run-rollback",
        "order('rollback')",
        ("R",),
        "Take the run back: its alias means the old collection again",
        "migration",
    ),
    Action(
        "consolidation-view",
        "view",
        ("v",),
        "Show pairs, the outcome of the steps, services or the plan's folders",
        "consolidation",
        hint="view",
    ),
    Action(
        "add-step",
        "add_step",
        ("plus", "a"),
        "Add a step: merge the pair, or take the plan's folders",
        "consolidation",
        hint="add",
    ),
    Action("type-step", "type_step", ("s",), "Type a step", "consolidation", hint="step"),
    Action(
        "undo-step", "undo_step", ("u",), "Take the last step back", "consolidation", hint="undo"
    ),
    Action(
        "fewer-services",
        "services(-1)",
        ("left_square_bracket",),
        "Suggest fewer services",
        "consolidation",
    ),
    Action(
        "more-services",
        "services(1)",
        ("right_square_bracket",),
        "Suggest more services",
        "consolidation",
    ),
    Action("export-plan", "export_plan", ("e",), "Write the plan as Markdown", "consolidation"),
    Action(
        "redundancy-view",
        "view",
        ("v",),
        "Show costs or patterns; of an opened finding members, places, difference or methods",
        "redundancy",
        hint="view",
    ),
    Action(
        "mark-place",
        "mark",
        ("m",),
        "Mark the place that others are compared with",
        "redundancy",
        hint="mark",
    ),
    Action(
        "run-view",
        "view",
        ("v",),
        "Show dead letters, preflight, proof or log of the run",
        "migration",
        hint="view",
    ),
    Action(
        "pause",
        "pause",
        ("p",),
        "Pause the picture; readings go on arriving",
        EVERYWHERE,
        hint="pause",
    ),
    Action("refresh", "refresh", ("r",), "Look at everything now", EVERYWHERE),
    Action(
        "quicker", "tempo(0.5)", ("less_than_sign",), "Look at everything more often", EVERYWHERE
    ),
    Action(
        "slower", "tempo(2.0)", ("greater_than_sign",), "Look at everything more seldom", EVERYWHERE
    ),
    Action("theme", "next_theme", ("t",), "Switch to the next theme", EVERYWHERE),
    Action(
        "palette",
        "palette",
        ("ctrl+p",),
        "Search all actions",
        EVERYWHERE,
        hint="actions",
        palette=False,
    ),
    Action(
        "help",
        "help",
        ("question_mark", "f1"),
        "Show the keys that work here",
        EVERYWHERE,
        hint="help",
    ),
    Action(
        "diagnosis",
        "diagnosis",
        ("f12",),
        "Show versions, paths, settings and what the program itself costs",
        EVERYWHERE,
    ),
    Action("quit", "quit", ("q", "ctrl+q", "ctrl+c"), "Quit", EVERYWHERE, hint="quit"),
    Action(
        "help-close",
        "dismiss",
        ("escape", "q", "question_mark", "f1", "enter"),
        "Close the help",
        HELP,
        palette=False,
    ),
    Action("help-down", "scroll(1)", ("down", "j", "pagedown"), "Scroll down", HELP, palette=False),
    Action("page-copy", "copy", ("y", "Y"), "Copy the page", HELP, palette=False),
    Action("help-up", "scroll(-1)", ("up", "k", "pageup"), "Scroll up", HELP, palette=False),
    Action(
        "palette-close",
        "dismiss(None)",
        ("escape",),
        "Close the list of actions",
        PALETTE,
        palette=False,
    ),
    Action(
        "palette-next",
        "move(1)",
        ("down", "ctrl+n"),
        "Go to the next action",
        PALETTE,
        palette=False,
    ),
    Action(
        "palette-previous",
        "move(-1)",
        ("up", "ctrl+p"),
        "Go to the action before",
        PALETTE,
        palette=False,
    ),
    Action("choice-next", "move(1)", ("down", "j"), "Go to the next", CHOICE, palette=False),
    Action(
        "choice-previous", "move(-1)", ("up", "k"), "Go to the one before", CHOICE, palette=False
    ),
    Action(
        "choice-page-down",
        "leap(1)",
        ("pagedown", "ctrl+d"),
        "Go a page on",
        CHOICE,
        palette=False,
    ),
    Action(
        "choice-page-up", "leap(-1)", ("pageup", "ctrl+u"), "Go a page back", CHOICE, palette=False
    ),
    Action(
        "choice-first", "end(-1)", ("home", "g"), "Go to the first of all", CHOICE, palette=False
    ),
    Action("choice-last", "end(1)", ("end", "G"), "Go to the bottom", CHOICE, palette=False),
    Action(
        "choice-filter",
        "filter",
        ("slash",),
        "Filter what can be chosen: text, ~letters, /expression/; ! inverts",
        CHOICE,
        palette=False,
    ),
    Action("choice-take", "take", ("enter", "space"), "Choose it", CHOICE, palette=False),
    Action(
        "choice-close",
        "turn_back",
        ("escape", "q"),
        "Drop the filter, or turn back without a choice",
        CHOICE,
        palette=False,
    ),
    Action(
        "turn-back",
        "dismiss(None)",
        ("escape",),
        "Turn back from what is asked",
        ENTRY,
        palette=False,
    ),
)


def bindings(*where: str) -> list[BindingType]:
    """Textual's bindings for the actions of these places."""
    from textual.binding import Binding  # noqa: PLC0415 (the command line lists keys without it)

    return [
        Binding(
            ",".join(action.keys),
            action.does,
            action.description,
            id=action.id,
            show=False,
            # Found at once: else a key wanders from widget to widget first, an event for each.
            priority=action.where != EVERYWHERE and action.where not in MODAL,
        )
        for action in ACTIONS
        if action.where in where
    ]
