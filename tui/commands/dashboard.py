"""The dashboard: a backend child, and the screen that shows its Readings."""

import gc
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from backend import config
from tui.commands.drawing import takes_unicode, why_not
from tui.commands.first_run import is_first, offer

if TYPE_CHECKING:
    from backend.wire import Link
    from tui.about import About

_BY_SIGNAL = 128
"""Exit codes above are those of a program that a signal ended, 129 that of a lost terminal."""

WorldOf = Literal["own", "demo", "serve"]
"""Whose choice it is what is looked at: of these settings, of the demo, of `passerelle serve`."""

_WORLD = ("managers", "documents", "plans", "qdrant", "data")
_OTHERS = {
    "demo": ("what the demo made", "demo"),
    "serve": ("what the backend was started with", "serve"),
}

_GAP = 0.5
"""Seconds: probes look once a second at the most, but never all at once."""

_FRAMES = 120
"""Per second at the most: what a key does waits for the next, and without news there is none."""

_GARBAGE = 50_000
"""Objects that come in before garbage is looked for among them: more than the largest reading
has, as it keeps a key waiting to look through one for what is not there."""

LOG_LIMIT = 1_000_000
"""Bytes; a longer log of earlier starts is begun anew."""


def show(flags: dict[str, Any], demo: dict[str, Any] | None = None) -> int:
    """Run the screen until the operator leaves it; returns the exit code.

    Where a signal or the loss of the terminal ends it, the process ends here.

    Args:
        flags: Settings given on the command line.
        demo: What the demo needs, where this is one: `{"keep": folder or None}`.

    Raises:
        ConfigError: Where a setting cannot be used.
    """
    settings, resolved = config.load(flags)
    if settings.watch_collections or settings.expects or settings.logs:
        # Refused here, where it is seen, rather than in the log of the backend.
        from backend.watching.asked import asked  # noqa: PLC0415 (first paint does not need it)

        asked(settings)
    if refused := why_not():
        print(f"passerelle: {refused}", file=sys.stderr)  # noqa: T201  (narration)
        return 2
    if demo is None and is_first(settings, resolved):
        chosen = offer(settings)
        if chosen is None:
            return 0
        found, wants_demo = chosen
        flags, demo = {**flags, **found}, {"keep": None} if wants_demo else None
        settings, resolved = config.load(flags)
    from backend.child import ChildLink, end_process, start_backend  # noqa: PLC0415

    child = start_backend(
        json.dumps({"flags": flags, "demo": demo}).encode(), open_log(settings.state)
    )
    try:
        world_of: WorldOf = "own" if demo is None else "demo"
        code = run_screen(ChildLink(child), settings, resolved, world_of)
    finally:
        end_process(child)
    return ended(code)


def ended(code: int) -> int:
    """The exit code, where there is one: a signal or a lost terminal ends the process here."""
    if code > _BY_SIGNAL:
        # The terminal may be gone: Python would fail to flush its output there and end with 120.
        os._exit(code)
    return code


def run_screen(
    link: "Link",
    settings: config.Settings,
    resolved: tuple[config.Resolved, ...],
    world_of: WorldOf,
) -> int:
    """Show what a link says until the operator leaves; returns the exit code.

    That of a signal or a lost terminal is 128 and the signal's number.

    Args:
        link: Where Readings come from; whoever made what is at its other end ends that too.
        settings: Of the screen.
        resolved: The same, each with its origin.
        world_of: Whose choice it is what is looked at.
    """
    # A child starts while Textual is imported: both take most of the time to first paint.
    # What is imported stays: looking for garbage in it, now or ever, is for nothing.
    gc.disable()
    os.environ.setdefault("TEXTUAL_FPS", str(_FRAMES))  # read where Textual is imported
    from tui.app import PasserelleApp  # noqa: PLC0415
    from tui.keymap import keymap  # noqa: PLC0415

    keys = keymap(settings.keys)
    for problem in keys.problems:
        # The header tells it too; here it is still to be read when the screen is left.
        print(f"passerelle: {problem}", file=sys.stderr)  # noqa: T201  (narration)

    demo = world_of == "demo"
    app = PasserelleApp(
        link,
        theme=settings.theme,
        ascii_only=settings.ascii or not takes_unicode(),
        read_only=not settings.allow_actions,
        bell=settings.bell,
        keys=keys,
        about=about(settings, resolved, world_of=world_of),
        demo=demo,
        layout=None if demo else settings.state / "layout.json",
        gap=_GAP,
    )
    gc.freeze()
    gc.set_threshold(_GARBAGE)
    gc.enable()
    app.run()
    return app.return_code or 0


def about(
    settings: config.Settings, resolved: tuple[config.Resolved, ...], world_of: WorldOf = "own"
) -> "About":
    """What F12 tells of settings and paths; a secret only says whether it is set."""
    import platformdirs  # noqa: PLC0415

    from tui.about import About  # noqa: PLC0415
    from tui.theme import user_folder  # noqa: PLC0415

    state, user = settings.state, platformdirs.user_config_path("passerelle")
    own = platformdirs.user_state_path("passerelle")
    told = [(one.setting.name, one.shown(), one.origin) for one in resolved]
    if world_of != "own":
        told = [
            (name, *_OTHERS[world_of]) if name in _WORLD else (name, value, origin)
            for name, value, origin in told
        ]
    return About(
        told,
        [
            ("working folder", str(Path.cwd())),
            ("user's settings", _there(user / "config.toml")),
            ("themes", _there(user_folder())),
            ("state", _there(state)),
            ("backend's log", _there(state / "backend.log")),
            ("events", _there(state / "events.jsonl")),
            ("exports", _there(own / "exports")),
            ("program", str(Path(__file__).parents[2])),
        ],
    )


def _there(path: Path) -> str:
    return f"{path}{'' if path.exists() else '  (not there)'}"


def open_log(state: Path) -> int:
    """A file descriptor of the backend's log, readable by its owner alone.

    Raises:
        ConfigError: Where the state folder cannot be written.
    """
    path = state / "backend.log"
    try:
        state.mkdir(parents=True, exist_ok=True)
        fresh = path.exists() and path.stat().st_size > LOG_LIMIT
        mode = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if fresh else os.O_APPEND)
        return os.open(path, mode, 0o600)
    except OSError as error:
        raise config.ConfigError(
            f"{path}: cannot be written ({error.strerror}); name another folder with --state"
        ) from None
