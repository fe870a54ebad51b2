"""Files brought together: those that refer to each other are one document, as a program finds them in one folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .document import Document, File, Problem
from .errors import LDrawError, LDrawLimitError
from .limits import DEFAULT_LIMITS, Limits
from .names import normalise
from .reader import read


@dataclass(frozen=True, slots=True)
class Named:
    """A file by its path in the folder or archive it came in."""

    path: str
    data: bytes


def read_together(
    files: Sequence[Named], *, limits: Limits = DEFAULT_LIMITS, strict: bool = False, spare: bool = False
) -> list[Document]:
    """The documents that the files are: one for each that no other refers to, with all that it refers to.

    Moulds that nothing uses are left out beside models, unless `spare` ones are wanted. A single file is its own document.
    Raises LDrawError for a file that cannot be read or files that go in a circle, LDrawLimitError for what is larger than
    `limits` in all.
    """
    if sum(len(file.data) for file in files) > limits.size:
        raise LDrawLimitError(f"together the files have more than {limits.size:,} bytes", file=files[0].path)
    if len(files) > limits.files:
        raise LDrawLimitError(f"there are more than {limits.files:,} files", file=files[0].path)
    known = _Folder([_Member(file.path, _read(file, limits, strict)) for file in files])
    roots = known.roots(spare)
    if not roots:
        raise LDrawError("the files refer to each other in a circle", file=files[0].path)
    return [known.joined(root, limits) for root in roots]


@dataclass(slots=True)
class _Member:
    path: str
    document: Document
    uses: dict[str, _Member] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return normalise(self.path)


def _read(file: Named, limits: Limits, strict: bool) -> Document:
    return read(file.data, name=file.path.replace("\\", "/").rpartition("/")[2], limits=limits, strict=strict)


class _Folder:
    def __init__(self, members: list[_Member]) -> None:
        self.members = members
        self.by_ending: dict[str, list[_Member]] = {}
        for member in members:
            folders = member.name.split("/")
            for start in range(len(folders)):
                self.by_ending.setdefault("/".join(folders[start:]), []).append(member)
        for member in members:
            own = member.document.index()
            for reference in {placement.name for file in member.document.files for placement in file.placements}:
                found = None if reference in own else self._find(reference, member)
                if found is not None:
                    member.uses[reference] = found

    def _find(self, reference: str, user: _Member) -> _Member | None:
        """The file a reference means: the one nearest to who refers to it."""
        found = [member for member in self.by_ending.get(reference, ()) if member is not user]
        folder = user.name[: user.name.rfind("/") + 1]
        return min(found, key=lambda member: (not member.name.startswith(folder), len(member.path)), default=None)

    def roots(self, spare: bool) -> list[_Member]:
        """What no other file refers to; moulds that nothing uses only where they are wanted or there is nothing else."""
        used = {id(other) for member in self.members for other in member.uses.values()}
        free = [member for member in self.members if id(member) not in used]
        models = [member for member in free if member.document.main.kind in ("model", "undeclared")]
        return free if spare else models or free

    def joined(self, root: _Member, limits: Limits) -> Document:
        """A file with all that it refers to, each under the name by which it is first referred to."""
        if not root.uses:
            return root.document
        whole = Document(root.document.name, list(root.document.files), True, list(root.document.preamble))
        whole.outside, whole.problems = dict(root.document.outside), list(root.document.problems)
        whole.encoding, whole.newline = root.document.encoding, root.document.newline
        taken = whole.index()
        names: dict[int, str] = {id(root): normalise(root.document.main.name)}
        for name, member in self._reached(root):
            names[id(member)] = name
            _append(whole, taken, name, member.document)
        for member in self.members:
            if id(member) in names:
                _rename(member, names)
        lines = sum(len(file.lines) for file in whole.files)
        if lines > limits.lines or len(whole.files) > limits.files:
            raise LDrawLimitError("together the files have more lines than are read", file=root.path)
        return whole

    def _reached(self, root: _Member) -> Iterator[tuple[str, _Member]]:
        seen, waiting = {id(root)}, [root]
        while waiting:
            for reference, member in waiting.pop(0).uses.items():
                if id(member) not in seen:
                    seen.add(id(member))
                    waiting.append(member)
                    yield reference, member


def _append(whole: Document, taken: dict[str, File], name: str, document: Document) -> None:
    """Add the files of a document that is referred to as `name`; what the whole holds already under a name stays."""
    for index, file in enumerate(document.files):
        if index == 0 and normalise(file.name) != name:
            file.name, file.opening = name, None
        if normalise(file.name) in taken:
            continue
        taken[normalise(file.name)] = file
        whole.files.append(file)
        if index in document.outside:
            whole.outside[len(whole.files) - 1] = document.outside[index]
            file.closed = True
    whole.problems += [Problem(each.line, f"{document.name}: {each.reason}") for each in document.problems]


def _rename(member: _Member, names: dict[int, str]) -> None:
    """Let what refers to one file by several names use the one it has."""
    other = {ref: names[id(used)] for ref, used in member.uses.items() if names[id(used)] != ref}
    for file in member.document.files if other else ():
        for placement in file.placements:
            if placement.name in other:
                placement.reference = other[placement.name]
