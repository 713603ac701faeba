"""When a screen has nothing more to do: told by its event loop, not by a clock.

Textual's pilot waits until the process has been idle for a while, which is slow where nothing is
left to do and wrong where a busy machine made it idle.
"""

import asyncio
from typing import Any

from textual._context import active_app


async def drained(*_: Any) -> None:
    """Take turns with the application until nobody is ready to run and every frame is drawn.

    What comes from elsewhere (a thread, a process, a timer of ours) is not waited for.
    """
    app: Any = active_app.get()  # what is asked of it and of the loop has no public word
    loop: Any = asyncio.get_running_loop()
    await asyncio.sleep(0)
    while True:
        while loop._ready:
            await asyncio.sleep(0)
        if app._resize_timer is not None:
            app._check_resize()
        elif app._screen_stack and app.screen._update_timer._active.is_set():
            app.screen._on_timer_update()
        else:
            return
