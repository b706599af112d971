"""Plain data out of a pickle stream without unpickling it.

A pickle is a program. This reader runs only the instructions that build dicts, lists, strings, numbers, booleans and None, and refuses a
stream that holds any other: nothing is imported, called or constructed.
"""

import pickletools
from collections.abc import Callable

PickledData = dict["PickledData", "PickledData"] | list["PickledData"] | str | int | float | bool | None


class PickleRefusedError(ValueError):
    """The stream holds an instruction that does not merely build data, is cut short, or its data are not those expected."""


class _Mark:
    """Where the arguments of a list or dict begin on the stack."""


_MARK = _Mark()
_Item = PickledData | _Mark
_LITERALS = frozenset({"SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8", "BINFLOAT", "BININT", "BININT1", "BININT2", "LONG1"})
_CONSTANTS: dict[str, PickledData] = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
_GETS = frozenset({"BINGET", "LONG_BINGET"})
_PUTS = frozenset({"BINPUT", "LONG_BINPUT"})
_IGNORED = frozenset({"PROTO", "FRAME"})


def read_pickled_data(stream: bytes) -> PickledData:
    """The value a pickle stream of plain data describes. Raises PickleRefusedError for anything but plain data."""
    machine = _Machine()
    try:
        for opcode, argument, _ in pickletools.genops(stream):
            if opcode.name == "STOP":
                return machine.result()
            machine.run(opcode.name, argument)
    except (IndexError, KeyError, TypeError, ValueError) as exc:
        if isinstance(exc, PickleRefusedError):
            raise
        raise PickleRefusedError(f"the pickle stream is damaged: {exc}") from exc
    raise PickleRefusedError("the pickle stream is cut short")


class _Machine:
    """The stack and the memo of a pickle stream."""

    def __init__(self) -> None:
        self._stack: list[_Item] = []
        self._memo: dict[int, _Item] = {}
        self._builders: dict[str, Callable[[], None]] = {
            "APPEND": lambda: self._extend([self._stack.pop()]),
            "APPENDS": lambda: self._extend(self._after_mark()),
            "SETITEM": lambda: self._update([self._stack.pop(-2), self._stack.pop()]),
            "SETITEMS": lambda: self._update(self._after_mark()),
        }

    def result(self) -> PickledData:
        value = self._stack.pop()
        if isinstance(value, _Mark) or self._stack:
            raise PickleRefusedError("the pickle stream leaves its stack in disorder")
        return value

    def run(self, name: str, argument: PickledData) -> None:
        if name in _LITERALS:
            self._stack.append(argument)
        elif name == "MEMOIZE":
            self._memo[len(self._memo)] = self._stack[-1]
        elif name in self._builders:
            self._builders[name]()
        elif name in _GETS and isinstance(argument, int):
            self._stack.append(self._memo[argument])
        elif name in _PUTS and isinstance(argument, int):
            self._memo[argument] = self._stack[-1]
        elif name == "EMPTY_LIST":
            self._stack.append([])
        elif name == "EMPTY_DICT":
            self._stack.append({})
        elif name == "MARK":
            self._stack.append(_MARK)
        elif name in _CONSTANTS:
            self._stack.append(_CONSTANTS[name])
        elif name not in _IGNORED:
            raise PickleRefusedError(f"the pickle stream holds {name}, which does more than build data")

    def _after_mark(self) -> list[_Item]:
        place = len(self._stack) - 1
        while self._stack[place] is not _MARK:
            place -= 1
        items = self._stack[place + 1 :]
        del self._stack[place:]
        return items

    def _extend(self, items: list[_Item]) -> None:
        target = self._stack[-1]
        if not isinstance(target, list):
            raise PickleRefusedError("the pickle stream appends to what is not a list")
        target.extend(_data(item) for item in items)

    def _update(self, items: list[_Item]) -> None:
        target = self._stack[-1]
        if not isinstance(target, dict):
            raise PickleRefusedError("the pickle stream sets an item of what is not a dict")
        for key, value in zip(items[::2], items[1::2], strict=True):
            target[_data(key)] = _data(value)


def _data(item: _Item) -> PickledData:
    if isinstance(item, _Mark):
        raise PickleRefusedError("the pickle stream leaves its stack in disorder")
    return item
