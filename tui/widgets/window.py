"""Which part of a list stands in the room there is for it."""


def scrolled(top: int, at: int, page: int, total: int) -> int:
    """The first item to show, so that one of them is in sight and the view moves least.

    Args:
        top: The first that was shown before.
        at: The one that has to be in sight.
        page: How many there is room for.
        total: How many there are.
    """
    top = min(top, max(0, total - page))
    if at < top:
        return at
    if at >= top + page:
        return at - page + 1
    return top
