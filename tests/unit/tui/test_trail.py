"""Back and forward as in a browser."""

from tui.screens.trail import Place, Trail


def test_steps_lead_back_and_forward_again() -> None:
    trail, one, two, three = Trail(), Place("graph"), Place("raci", subject="x"), Place("plans")
    trail.leave(one)
    trail.leave(two)
    assert trail.step(three, -1) == two
    assert trail.step(two, -1) == one
    assert trail.step(one, -1) is None
    assert trail.step(one, 1) == two
    assert trail.step(two, 1) == three
    assert trail.step(three, 1) is None


def test_a_new_way_forgets_what_lay_ahead() -> None:
    trail, one, two, three = Trail(), Place("graph"), Place("raci"), Place("plans")
    trail.leave(one)
    assert trail.step(two, -1) == one
    trail.leave(one)
    assert trail.step(three, 1) is None
    assert trail.step(three, -1) == one


def test_it_does_not_grow_for_ever() -> None:
    trail = Trail()
    for number in range(200):
        trail.leave(Place(str(number)))
    steps = 0
    while trail.step(Place("here"), -1):
        steps += 1
    assert steps == 50
