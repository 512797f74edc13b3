"""All task heads of the default model: what they are called, and what they answer."""

from dataclasses import dataclass, field

import pipit.format
from tasks import commands, data, licences

# Head kinds of FORMAT.md by the names used here.
SEQUENCE, BIO, PLAIN, SPAN, FILL, SIMILAR, PAIR, VECTOR = (
    pipit.format.SEQUENCE,
    pipit.format.TOKEN_BIO,
    pipit.format.TOKEN_PLAIN,
    pipit.format.SPAN,
    pipit.format.MASKED_WORD,
    pipit.format.PAIR_SIMILARITY,
    pipit.format.PAIR_CLASSIFICATION,
    pipit.format.SENTENCE_VECTOR,
)


@dataclass
class Head:
    """One head. `hidden`: width of its transform, 0 without one; `out_of_scope`: one more output than labels;
    `group`: inputs that share a scale of its 4-bit matrices, 0 for 8 bits."""

    name: str
    kind: int
    labels: list[str] = field(default_factory=list)
    hidden: int = 0
    out_of_scope: bool = False
    group: int = 0

    @property
    def outputs(self) -> int:
        return 2 if self.kind == SPAN else len(self.labels) + self.out_of_scope


def bio(columns) -> list[str]:
    """O and the tags of all spans in these rows of tags."""
    kinds = sorted({tag[2:] for row in columns for tag in row.split(" ") if tag != "O"})
    return ["O"] + [f"{mark}-{kind}" for kind in kinds for mark in "BI"]


def column(name: str, kind: str, split: str = "train") -> list[str]:
    return data.labels(name, split, kind)


QUESTIONS = {
    "ABBR": "abbreviation",
    "DESC": "description",
    "ENTY": "entity",
    "HUM": "human",
    "LOC": "location",
    "NUM": "number",
}


# Of heads of words: 8 bits where there is room for them.
FEWER_BITS = 48 if licences.ONLY_PERMISSIVE else 0

POLARITY = {"0": "negative", "1": "positive"}  # SST-2 and IMDb
YES_NO = {"0": "no", "1": "yes"}  # CoLA, MRPC and Quora


def all_heads() -> list[Head]:
    """The heads in the order of the file; the command's two come first."""
    intents, slots = commands.labels()

    def labels(name, kind="label"):
        return sorted(set(column(name, kind)))

    return [
        Head("intent", SEQUENCE, intents, out_of_scope=True, group=48),
        Head("slots", BIO, slots, group=FEWER_BITS),
        Head(
            "intent.clinc",
            SEQUENCE,
            [name for name in labels("clinc150") if name != "oos"],
            out_of_scope=True,
            group=48,
        ),
        Head("intent.snips", SEQUENCE, labels("snips", "intent"), group=48),
        Head("slots.snips", BIO, bio(column("snips", "tags")), group=FEWER_BITS),
        Head("intent.banking", SEQUENCE, labels("banking77"), group=48),
        Head("intent.home", SEQUENCE, labels("ha_intents"), group=48),
        Head("sentiment", SEQUENCE, ["negative", "positive"]),
        Head("emotion", SEQUENCE, labels("emotion"), group=48),
        Head("topic", SEQUENCE, labels("ag_news")),
        Head("question", SEQUENCE, list(QUESTIONS.values()), group=48),
        Head("acceptable", SEQUENCE, ["no", "yes"]),
        Head("ner", BIO, bio(column("wnut17", "tags"))),
        Head("pos", PLAIN, labels_of_words("ud_ewt_pos", "upos")),
        Head("similar", SIMILAR),
        Head("entail", PAIR, ["entailment", "neutral", "contradiction"]),
        Head("paraphrase", PAIR, ["no", "yes"]),
        Head("next", PAIR, ["next", "random"]),
        Head("qa", SPAN, hidden=32, group=48),
        Head("fill", FILL, group=48),
        Head("embed", VECTOR),
    ]


def allowed_labels(head: Head, label: str) -> list[bool]:
    """Which labels of a pair head a row's label allows: "not entailment" allows two; 0 and 1 mean no and yes."""
    label = YES_NO.get(label, label).lower()
    return [known != "entailment" if label == "not_entailment" else known == label for known in head.labels]


def labels_of_words(name: str, kind: str) -> list[str]:
    return sorted({tag for row in column(name, kind) for tag in row.split(" ")})


def key(name: str) -> str:
    """A head's name as torch allows it."""
    return name.replace(".", "_")
