"""The reference of the screen: about the least that a Textual application can be."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widgets import Footer, Static


class Bare(App[None]):
    """A line of text and the keys that change it."""

    BINDINGS: ClassVar = [("1", "choose('1')", "One"), ("2", "choose('2')", "Two"), ("q", "quit")]
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """A text and a footer."""
        yield Static("chosen none")
        yield Footer()

    def action_choose(self, number: str) -> None:
        """Show which key was pressed."""
        self.query_one(Static).update(f"chosen {number}")


if __name__ == "__main__":
    Bare().run()
