"""`python -m tui`: the same as `passerelle`."""

from tui.cli import main

if __name__ == "__main__":
    main()
