"""Rhasspy's `sentences.ini`: its sentences become templates of a training file.

The grammar is small and stands in Rhasspy's documentation; its own library needs a NumPy before version 2.
"""

import re
from pathlib import Path

from pipit.convert.training import ConversionError, Notes, Training, one_line, plain, slot, slot_name

_SECTION = re.compile(r"\[([^\[\]|]+)\]")
_RULE = re.compile(r"<?([\w.-]+)>?\s*=\s*(.+)")
_WORD = re.compile(r"[^\s()\[\]{}<>|]+")
_RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)(?:,(\d+))?")
# What stands behind `:` and `!`: other words to report, and functions to apply to them.
_BEHIND = re.compile(r":\([^()]*\)|[:!][^\s()\[\]{}<>|]*")
_MAXIMUM_DEPTH = 24


def from_ini(text: str, notes: Notes, folder: Path | None = None) -> Training:
    """Converts a `sentences.ini`; files of slots are looked for in `folder`."""
    sentences, rules, intent = [], {}, None
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line[0] in "#;":
            continue
        if section := _SECTION.fullmatch(line):
            intent = section[1].strip()
        elif intent is None:
            raise ConversionError(f"line {number}: a sentence before the first [Intent]")
        elif rule := _RULE.fullmatch(line):
            rules[intent, rule[1]] = rule[2]
        else:
            sentences.append((intent, line.removeprefix("\\")))
    training = Training()
    for intent, sentence in sentences:
        try:
            markup = _Parser(sentence, intent, _Grammar(rules, training, notes, folder)).all()
        except ConversionError as error:
            notes.refuse(f"[{intent}] {sentence}", error)
        else:
            training.add(markup, intent)
    return training


class _Grammar:
    """The rules and lists that sentences refer to."""

    def __init__(self, rules: dict, training: Training, notes: Notes, folder: Path | None) -> None:
        self.notes = notes
        self._rules = rules
        self._training = training
        self._folder = folder or Path("slots")

    def rule(self, name: str, intent: str, depth: int, is_in_slot: bool) -> str:
        """The markup of a rule's body; `name` may have an intent before its last dot."""
        owner, _, own_name = name.rpartition(".")
        owner = owner or intent
        if (owner, own_name) not in self._rules:
            raise ConversionError(f"there is no rule <{name}>")
        if depth > _MAXIMUM_DEPTH:
            raise ConversionError("rules that stand for themselves")
        body = _Parser(self._rules[owner, own_name], owner, self, depth + 1, is_in_slot)
        markup = body.all()
        return f"({markup})" if body.has_bar else markup

    def numbers(self, low: int, high: int, step: int) -> str:
        """A list of numbers."""
        name = slot_name(f"numbers_{low}_{high}" + (f"_{step}" if step != 1 else ""))
        if step == 1:
            self._training.add_value(name, f"{low}..{high}")
        else:
            for number in range(low, high + 1, step):
                self._training.add_value(name, str(number))
        return "{" + name + "}"

    def list(self, name: str) -> str:
        """A list whose values stand in a file of its name."""
        if slot_name(name) not in self._training.lists:
            path = self._folder / name
            if not path.is_file():
                raise ConversionError(f"there is no file {path} with the values of ${name}; see --slots")
            for value in map(str.strip, path.read_text(encoding="utf-8").splitlines()):
                if value and not value.startswith("#"):
                    if any(sign in value for sign in "([<{"):
                        raise ConversionError(f"{path}: {value} is a template; a value of a list is plain text")
                    self._training.add_value(name, value.split(":")[0])
        return "{" + slot_name(name) + "}"


class _Parser:
    """Reads a sentence from left to right, and writes it as markup of a training file."""

    def __init__(self, text: str, intent: str, grammar: _Grammar, depth: int = 0, is_in_slot: bool = False) -> None:
        self.has_bar = False
        self._text = text
        self._intent = intent
        self._grammar = grammar
        self._depth = depth
        # A slot has no slots in it: the outer one counts.
        self._is_in_slot = is_in_slot
        self._place = 0

    def all(self) -> str:
        """The whole text."""
        options = self._options("")
        self.has_bar = len(options) > 1
        return "|".join(options)

    def _options(self, end: str) -> list[str]:
        """What stands between bars, up to the sign `end`, which is taken."""
        options = [[]]
        while self._place < len(self._text):
            sign = self._text[self._place]
            if sign == end:
                self._place += 1
                return [one_line(" ".join(parts)) for parts in options]
            if sign == "|":
                self._place += 1
                options.append([])
            elif sign.isspace():
                self._place += 1
            else:
                options[-1].append(self._part())
        if end:
            raise ConversionError(f"a {'(' if end == ')' else '['} without its {end}")
        return [one_line(" ".join(parts)) for parts in options]

    def _part(self) -> str:
        """A word, a group, optional words, a rule or a list, and the tag behind it."""
        start = self._place
        outer = self._is_in_slot
        markup = self._untagged()
        while tag := self._tag():
            if tag.strip() and not outer:
                # Read anew, as what stands in a slot.
                end, self._place, self._is_in_slot = self._place, start, True
                markup = slot(tag, self._untagged())
                self._place, self._is_in_slot = end, outer
        return markup

    def _untagged(self) -> str:
        sign = self._text[self._place]
        if sign in "([":
            self._place += 1
            options = self._options(")" if sign == "(" else "]")
            if sign == "[":
                words = [option for option in options if option]
                markup = f"[{'|'.join(words)}]" if words else ""
            else:
                markup = f"({'|'.join(options)})" if len(options) > 1 else options[0]
        elif sign == "<":
            end = self._text.find(">", self._place)
            if end < 0:
                raise ConversionError("a < without its >")
            name = self._text[self._place + 1 : end].strip()
            self._place = end + 1
            markup = self._grammar.rule(name, self._intent, self._depth, self._is_in_slot)
        else:
            word = _WORD.match(self._text, self._place)
            if not word:
                raise ConversionError(f"a {sign} where a word is expected")
            self._place = word.end()
            markup = self._word(word.group())
        if behind := _BEHIND.match(self._text, self._place):
            self._place = behind.end()
            self._note_substitution()
        return markup

    def _word(self, written: str) -> str:
        # What stands behind a colon is reported instead; behind an exclamation mark stand functions.
        word = re.split(r"[:!]", written, maxsplit=1)[0]
        if word != written:
            self._note_substitution()
        if word.startswith("$"):
            return self._grammar.list(word[1:].split(",")[0])
        if numbers := _RANGE.fullmatch(word):
            low, high, step = numbers.groups()
            return self._grammar.numbers(int(low), int(high), int(step or 1))
        return plain(word)

    def _tag(self) -> str | None:
        """The name in braces that stands here, or behind blanks."""
        rest = self._text[self._place :].lstrip()
        if not rest.startswith("{"):
            return None
        self._place = len(self._text) - len(rest)
        end = self._text.find("}", self._place)
        if end < 0:
            raise ConversionError("a { without its }")
        inside = self._text[self._place + 1 : end]
        self._place = end + 1
        name = re.split(r"[:!]", inside, maxsplit=1)[0]
        if name != inside:
            self._note_substitution()
        return name or " "

    def _note_substitution(self) -> None:
        self._grammar.notes.add("substitutions such as two:2 and converters such as !int were left out")
