"""Rhasspy's `sentences.ini`, read by rhasspy-nlu; its sentences become templates of a training file."""

import re
from pathlib import Path

from rhasspynlu import parse_ini
from rhasspynlu.jsgf import Expression, Rule, RuleReference, Sentence, Sequence, SequenceType, SlotReference, Word

from pipit.convert.training import ConversionError, Notes, Training, one_line, plain, slot, slot_name

_MAXIMUM_DEPTH = 24
# Optional words at the start of a line, which would be the name of a section without a backslash.
_OPTIONAL_START = re.compile(r"^[ \t]*(\[[^\]\n]*\][ \t]*[^\s])", re.MULTILINE)


def from_ini(text: str, notes: Notes, folder: Path | None = None) -> Training:
    """Converts a `sentences.ini`; files of slots are looked for in `folder`."""
    try:
        intents = parse_ini(_OPTIONAL_START.sub(r"\\\1", text))
    except Exception as error:  # rhasspy-nlu throws what Python's parsers throw, assertions among them.
        raise ConversionError(one_line(str(error))) from error
    writer = _Writer(intents, notes, folder)
    for intent, parts in intents.items():
        for part in parts:
            if isinstance(part, Sentence):
                writer.intent = intent
                try:
                    writer.training.add(writer.text(part), intent)
                except ConversionError as error:
                    notes.refuse(f"[{intent}] {part.text}", error)
    return writer.training


class _Writer:
    """Writes expressions of Rhasspy's grammar as markup of a training file."""

    def __init__(self, intents: dict, notes: Notes, folder: Path | None) -> None:
        self.training = Training()
        self.intent = ""
        self._notes = notes
        self._folder = folder
        self._rules = {
            (intent, part.rule_name): part.rule_body
            for intent, parts in intents.items()
            for part in parts
            if isinstance(part, Rule)
        }
        self._depth = 0
        self._is_in_slot = False

    def text(self, part: Expression) -> str:
        """An expression as markup."""
        self._depth += 1
        if self._depth > _MAXIMUM_DEPTH:
            raise ConversionError("rules that stand for themselves")
        try:
            tag = getattr(part, "tag", None)
            if tag and not self._is_in_slot:
                self._is_in_slot = True
                value = self._untagged(part)
                self._is_in_slot = False
                return slot(tag.tag_text, value)
            return self._untagged(part)
        finally:
            self._depth -= 1

    def _untagged(self, part: Expression) -> str:
        if getattr(part, "substitution", None) or getattr(part, "converters", None):
            self._notes.add("substitutions such as two:2 and converters such as !int were left out")
        if isinstance(part, Word):
            return self._word(part.text)
        if isinstance(part, RuleReference):
            return self._rule(part)
        if isinstance(part, SlotReference):
            return self._list(part.slot_name)
        if isinstance(part, Sequence):
            if part.type == SequenceType.GROUP:
                return one_line(" ".join(self.text(item) for item in part.items))
            return self._options(part)
        raise ConversionError(f"{type(part).__name__} is nothing that can be converted")

    def _options(self, part: Sequence) -> str:
        options = [self.text(item) for item in part.items]
        words = [option for option in options if option]
        if len(words) < len(options):
            return f"[{'|'.join(words)}]" if len(words) > 1 or not words[0].startswith("(") else f"[{words[0][1:-1]}]"
        return f"({'|'.join(words)})" if len(words) > 1 else words[0]

    def _word(self, text: str) -> str:
        low, dots, high = text.partition("..")
        if dots and low.lstrip("-").isdigit() and high.split(",")[0].lstrip("-").isdigit():
            high, _, step = high.partition(",")
            return self._numbers(int(low), int(high), int(step or 1))
        return plain(text)

    def _numbers(self, low: int, high: int, step: int) -> str:
        name = slot_name(f"numbers_{low}_{high}" + (f"_{step}" if step != 1 else ""))
        if step == 1:
            self.training.add_value(name, f"{low}..{high}")
        else:
            for number in range(low, high + 1, step):
                self.training.add_value(name, str(number))
        return "{" + name + "}"

    def _rule(self, part: RuleReference) -> str:
        body = self._rules.get((part.grammar_name or self.intent, part.rule_name))
        if body is None:
            raise ConversionError(f"there is no rule <{part.full_rule_name}>")
        outer, self.intent = self.intent, part.grammar_name or self.intent
        text = self.text(body)
        self.intent = outer
        return text

    def _list(self, name: str) -> str:
        """A list whose values stand in a file of its name."""
        if slot_name(name) not in self.training.lists:
            # `rhasspy/number,1,10` and the like are programs.
            path = (self._folder or Path("slots")) / name.split(",")[0]
            if not path.is_file():
                raise ConversionError(f"there is no file {path} with the values of ${name}; see --slots")
            values = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
            for value in values:
                if value and not value.startswith("#"):
                    if any(sign in value for sign in "([<{"):
                        raise ConversionError(f"{path}: {value} is a template; a value of a list is plain text")
                    self.training.add_value(name, value.split(":")[0])
        return "{" + slot_name(name) + "}"
