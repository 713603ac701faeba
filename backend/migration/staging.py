"""Blue and green: points go into a staging collection, and an alias moves once they are proved."""

from backend.migration.aliases import Aliases
from backend.migration.errors import Refused
from backend.migration.insisting import Insist
from backend.migration.journal import Journal
from backend.migration.rest import CollectionMissing, PointsRefused, Rest
from backend.migration.target import Space, Target


class NotSwitched(Exception):  # noqa: N818  (a verdict, not a fault)
    """The alias is not what this run may move; it was left alone."""


class Staging:
    """The two collections of one run: the one that serves now, and the one it fills.

    Each step stands in the journal before and after it is made, and every step can be made
    twice, so that a process killed at any moment leaves nothing that the next cannot finish.
    """

    def __init__(self, journal: Journal, rest: Rest, insist: Insist) -> None:
        row = journal.row
        self._journal = journal
        self._rest = rest
        self._insist = insist
        self._aliases = Aliases(rest)
        self._name: str = row["collection"]
        self._staging: str | None = row["staging"]

    @property
    def is_returning(self) -> bool:
        """Whether the run was on its way back when its process ended."""
        return bool(self._journal.row["switch"] == "returning")

    async def prepare(self) -> Space | None:
        """See which collection serves now, and write it down.

        Returns:
            What that collection is; None where there is none or the run writes in place.

        Raises:
            Refused: The name is a collection's own, or the new collection's is taken.
        """
        if self._staging is None:
            return None
        is_new = not self._journal.row["resumed"] and self._journal.row["target_before"] is None
        if is_new and await self._is_there(self._staging):
            raise Refused(
                f"collection {self._staging} is there already: another run, from elsewhere, began "
                "in the same second",
                "run the same command again; nothing was changed",
            )
        if self._journal.row["target_before"] is None:
            previous = await self._meant()
            if previous is None and await self._is_there(self._name):
                raise Refused(
                    f"{self._name} is a collection, and no alias can take its name while it is "
                    "there",
                    "write into it with --in-place, or name another; nothing was changed",
                )
            self._journal.set_previous(previous)
        previous = self._journal.row["previous"]
        if previous is None:
            return None
        space, _ = await self._insist(Target(self._rest, previous).whole)
        return space

    async def switch(self) -> None:
        """Let the name mean the new collection.

        Raises:
            NotSwitched: Someone else moved the alias meanwhile, or took its name.
        """
        if self._staging is None:
            return
        previous = self._journal.row["previous"]
        meant = await self._meant()
        if meant not in (previous, self._staging):
            raise NotSwitched(
                f"alias {self._name} was moved to {meant or 'nothing'} by someone else; it was "
                f"{previous or 'not there'} when this run began"
            )
        self._journal.set_switch("switching")
        if meant != self._staging:
            await self._move(self._staging)
        self._journal.set_switch("switched")

    async def back(self) -> tuple[str, ...]:
        """Let the name mean what it meant before the run.

        The new collection is kept, unless the journal says that it is to be dropped.

        Returns:
            What the alias means and what became of the collection, a sentence each.

        Raises:
            NotSwitched: Someone else moved the alias since, or the old collection is gone.
        """
        if self._staging is None:
            return ()
        previous = self._journal.row["previous"]
        if await self._meant() == self._staging:
            await self._move(previous)
        meant = await self._meant()
        self._journal.set_switch("returned")
        if self._journal.row["drop_staging"]:
            await self._drop()
        if meant != previous:
            raise NotSwitched(
                f"alias {self._name} means {meant or 'nothing'}, by a later run or by someone "
                f"else's hand, and was left there; {self._kept()}"
            )
        return (
            f"alias {self._name} means {meant or 'nothing'}, as before the run",
            self._kept(),
        )

    async def unname(self) -> None:
        """Take away the aliases that the run made beside the one it moves."""
        names = self._journal.aliases
        if not names:
            return
        there, _ = await self._insist(self._aliases.all)
        for name in names:
            if there.get(name) == self._journal.home:
                await self._insist(lambda name=name: self._aliases.move(name, None))  # type: ignore[misc]

    def _kept(self) -> str:
        row = self._journal.row
        if row["dropped"]:
            return f"collection {self._staging} was deleted"
        if row["target_before"] is None:
            return f"collection {self._staging} was never made"
        return (
            f"collection {self._staging} was kept; `passerelle migrate rollback {row['id']} "
            "--drop-staging` deletes it"
        )

    async def _drop(self) -> None:
        aliases, _ = await self._insist(self._aliases.all)
        holders = [alias for alias, collection in aliases.items() if collection == self._staging]
        if holders or self._staging is None:
            self._journal.event(f"{self._staging} is kept: alias {holders[0]} means it")
            return
        await self._insist(Target(self._rest, self._staging).delete)
        self._journal.set_dropped()

    async def _move(self, to: str | None) -> None:
        try:
            await self._insist(lambda: self._aliases.move(self._name, to))
        except CollectionMissing:
            raise NotSwitched(f"collection {to} is gone; alias {self._name} was left") from None
        except PointsRefused as refusal:
            raise NotSwitched(f"alias {self._name} could not be moved: {refusal}") from None

    async def _meant(self) -> str | None:
        aliases, _ = await self._insist(self._aliases.all)
        return aliases.get(self._name)

    async def _is_there(self, collection: str) -> bool:
        try:
            await self._insist(Target(self._rest, collection).info)
        except CollectionMissing:
            return False
        return True
