"""A training file of `forge teach`, as Sources/forge/Teaching/TRAINING_FILE.md describes it."""

import re
from dataclasses import dataclass, field

# What has a meaning in a text of a training file, and gets a backslash where it is to have none. Parentheses have one
# where a bar stands between them, or right behind a bracket.
_SIGNS = re.compile(r"[\[\]{}\\]|^\(")
_SIGNS_WITH_BARS = re.compile(r"[\[\](){}|\\]")
_SLOT_NAME = re.compile(r"[^\W\d][\w./-]*")
# A value of a list may have an equals sign or a bar that is meant.
_LIST_SIGNS = re.compile(r"[|=\\]")


class ConversionError(Exception):
    """The file cannot be converted; the message says where and why."""


@dataclass
class Notes:
    """What the user should know of a conversion: what was left out, and what is to be filled in."""

    # Whether an example that cannot be converted is left out.
    skips_bad: bool = False
    lines: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Notes something, once."""
        if line not in self.lines:
            self.lines.append(line)

    def refuse(self, example: str, error: Exception) -> None:
        """Leaves an example out, or stops at it."""
        if not self.skips_bad:
            raise ConversionError(f"{example}: {error}; --skip-bad goes on without it") from error
        self.add(f"left out: {example}: {error}")


def one_line(text: str) -> str:
    """The text with single blanks for blanks of any kind, ends of lines among them."""
    return " ".join(text.split())


def plain(text: str) -> str:
    """A text of a training file that says just this.

    >>> plain("press [enter]")
    'press \\\\[enter\\\\]'
    """
    signs = _SIGNS_WITH_BARS if "|" in text else _SIGNS
    return signs.sub(lambda sign: "\\" + sign.group(), text)


def slot_name(name: str) -> str:
    """A name that slots may have, as near to this one as can be.

    >>> slot_name("room name")
    'room_name'
    """
    tidy = re.sub(r"[^\w./-]+", "_", name.strip())
    return tidy if _SLOT_NAME.fullmatch(tidy) else "_" + tidy


def slot(name: str, value: str) -> str:
    """A slot whose value is markup already."""
    return f"[{slot_name(name)}: {value.strip()}]"


def label(name: str) -> str:
    """A label on one line."""
    return one_line(name)


@dataclass
class Training:
    """Lines and lists of a training file, in the order in which they are to stand."""

    # Values by the name of the list; each is a value and its synonyms.
    lists: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    lines: list[tuple[str, str]] = field(default_factory=list)

    def add(self, text: str, intent: str) -> None:
        """Adds a line whose text is markup."""
        # The first sign of a remark.
        text = one_line(text)
        if text.startswith("#"):
            text = "\\" + text
        if text and (text, label(intent)) not in self._seen:
            self._seen.add((text, label(intent)))
            self.lines.append((text, label(intent)))

    def __post_init__(self) -> None:
        self._seen = set(self.lines)

    def add_value(self, name: str, value: str, synonyms: tuple[str, ...] = ()) -> None:
        """Adds a value to a list, and other names for it."""
        values = self.lists.setdefault(slot_name(name), {})
        known = values.setdefault(one_line(value), [])
        known += [one_line(other) for other in synonyms if one_line(other) not in (*known, one_line(value))]

    def merge(self, other: "Training") -> None:
        """Adds all of another one."""
        for name, values in other.lists.items():
            for value, synonyms in values.items():
                self.add_value(name, value, tuple(synonyms))
        for text, intent in other.lines:
            self.add(text, intent)

    def text(self) -> str:
        """The file."""
        rows = []
        for name, values in self.lists.items():
            items = [" = ".join(_escaped(word) for word in (value, *others)) for value, others in values.items()]
            # Several lines of a list are one list; none gets too long to read.
            rows += [f"# list {name}: " + " | ".join(items[start : start + 12]) for start in range(0, len(items), 12)]
        return "\n".join(rows + [f"{text}\t{intent}" for text, intent in self.lines]) + "\n"


def _escaped(value: str) -> str:
    """A value as it stands in a list."""
    return _LIST_SIGNS.sub(lambda sign: "\\" + sign.group(), value)
