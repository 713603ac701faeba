"""All collections of one folder, and their aliases."""

import logging
import os
import shutil
from pathlib import Path
from uuid import uuid4

from backend.embedded.collection import Collection
from backend.embedded.definitions import (
    AliasAction,
    ChangeAliases,
    CreateCollection,
    UpdateCollection,
)
from backend.embedded.disk import lock_folder, read_json, sync_folder, write_json
from backend.embedded.errors import ApiError, already_exists, malformed, not_found
from backend.embedded.schema import changed_config, new_config

log = logging.getLogger(__name__)

_NOT_IN_NAMES = '<>:"/\\|?*\0\x1f'


class Storage:
    """A folder of collections, locked for this process.

    ::

        FOLDER/.lock
        FOLDER/aliases.json                     alias -> collection
        FOLDER/collections/NAME/config.json
        FOLDER/collections/NAME/shard/          the engine's
        FOLDER/.passerelle-unfinished/          what is being made or removed, emptied at start

    A collection comes and goes by one rename, so after a crash it is there whole or not at all.
    """

    def __init__(self, path: Path) -> None:
        """Open the folder, or make it.

        Raises:
            FolderError: Another process has it open, or it is damaged.
            OSError: It cannot be read or written.
        """
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._lock = lock_folder(path)
        self._folder = path / "collections"
        self._folder.mkdir(exist_ok=True)
        self._unfinished = path / ".passerelle-unfinished"
        shutil.rmtree(self._unfinished, ignore_errors=True)
        self._unfinished.mkdir()
        self._aliases_file = path / "aliases.json"
        self._aliases: dict[str, str] = (
            read_json(self._aliases_file) if self._aliases_file.exists() else {}
        )
        self._collections = {
            folder.name: Collection.load(folder.name, folder)
            for folder in sorted(self._folder.iterdir())
        }

    @property
    def collections(self) -> list[Collection]:
        """All collections by name."""
        return [self._collections[name] for name in sorted(self._collections)]

    def flush(self) -> None:
        """Write what has changed since the last flush; what fails is logged and kept for the next.

        Nothing is lost by a failure: the log of updates is complete without.
        """
        for collection in self._collections.values():
            try:
                collection.flush()
            except Exception as error:  # noqa: BLE001  (the engine has no exception classes)
                log.error("cannot flush collection %s: %s", collection.name, error)

    def close(self) -> None:
        """Flush and let go of all files and of the folder."""
        self.flush()
        for collection in self._collections.values():
            collection.close()
        os.close(self._lock)

    def exists(self, name: str) -> bool:
        """True for a collection's name and for an alias."""
        return self._aliases.get(name, name) in self._collections

    def collection(self, name: str) -> Collection:
        """The collection of that name or alias.

        Raises:
            ApiError: There is none.
        """
        found = self._collections.get(self._aliases.get(name, name))
        if found is None:
            raise not_found(f"Collection `{name}` doesn't exist!")
        return found

    def create(self, name: str, body: CreateCollection) -> None:
        """Make a collection.

        Raises:
            ApiError: The name is taken or no name, or the engine cannot do what is asked.
        """
        _check_name(name)
        if name in self._collections:
            raise already_exists(f"Collection `{name}` already exists!")
        if name in self._aliases:
            raise already_exists(
                f"Can't create collection with name {name}. Alias with the same name already exists"
            )
        config = new_config(body)
        draft = self._unfinished / uuid4().hex
        try:
            Collection.create(draft, config)
        except Exception:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        path = self._folder / name
        draft.rename(path)
        sync_folder(self._folder)
        self._collections[name] = Collection.load(name, path)

    def update(self, name: str, body: UpdateCollection) -> None:
        """Change settings of a collection."""
        collection = self.collection(name)
        collection.configure(changed_config(collection.config, body))

    def delete(self, name: str) -> bool:
        """Delete a collection by its own name, and its aliases; False where there is none."""
        collection = self._collections.pop(name, None)
        if collection is None:
            return False
        self._keep_aliases({a: target for a, target in self._aliases.items() if target != name})
        collection.close()
        remains = self._unfinished / uuid4().hex
        (self._folder / name).rename(remains)
        sync_folder(self._folder)
        shutil.rmtree(remains)
        return True

    def aliases(self, name: str | None = None) -> list[dict[str, str]]:
        """All aliases, or those of one collection."""
        return [
            {"alias_name": alias, "collection_name": target}
            for alias, target in sorted(self._aliases.items())
            if name is None or target == name
        ]

    def change_aliases(self, body: ChangeAliases) -> None:
        """Carry out all actions in order, or none of them.

        Raises:
            ApiError: An action that cannot be carried out.
        """
        aliases = dict(self._aliases)
        for action in body.actions:
            self._act(action, aliases)
        self._keep_aliases(aliases)

    def _act(self, action: AliasAction, aliases: dict[str, str]) -> None:
        if create := action.create_alias:
            if create.collection_name not in self._collections:
                raise not_found(f"Collection `{create.collection_name}` doesn't exist!")
            self._check_alias(create.alias_name)
            aliases[create.alias_name] = create.collection_name
        elif delete := action.delete_alias:
            aliases.pop(delete.alias_name, None)
        elif rename := action.rename_alias:
            if rename.old_alias_name not in aliases:
                raise not_found(f"Alias {rename.old_alias_name} does not exists!")
            self._check_alias(rename.new_alias_name)
            aliases[rename.new_alias_name] = aliases.pop(rename.old_alias_name)
        else:
            raise malformed("expected create_alias, delete_alias or rename_alias")

    def _check_alias(self, alias: str) -> None:
        if alias in self._collections:
            raise already_exists(f"Collection `{alias}` already exists!")

    def _keep_aliases(self, aliases: dict[str, str]) -> None:
        if aliases != self._aliases:
            write_json(self._aliases_file, aliases)
            self._aliases = aliases


def _check_name(name: str) -> None:
    if not 1 <= len(name.encode()) <= 255 or name in {".", ".."}:
        raise ApiError(422, "Validation error in path parameters: [collection_name: invalid name]")
    for character in _NOT_IN_NAMES:
        if character in name:
            raise ApiError(
                422,
                "Validation error in path parameters: "
                f'[collection_name: collection name cannot contain "{character}" char]',
            )
