"""All heads of the default model on one encoder: what they are called, what they answer, their weights."""

from dataclasses import dataclass, field

import torch
from torch import nn
from torch.nn import functional as F

import commands
import data
import pipit.format
import text
from model import Encoder, Linear, Shape, row_int8, through

# Head kinds of FORMAT.md by the names used here.
SEQUENCE, BIO, PLAIN, SPAN, FILL, SIMILAR, PAIR, VECTOR = (
    pipit.format.SEQUENCE, pipit.format.TOKEN_BIO, pipit.format.TOKEN_PLAIN, pipit.format.SPAN,
    pipit.format.MASKED_WORD, pipit.format.PAIR_SIMILARITY, pipit.format.PAIR_CLASS, pipit.format.SENTENCE_VECTOR)


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


def column(name: str, wanted: str, split: str = "train") -> list[str]:
    return [row[wanted] for row in data.read_table(name, split)]


QUESTIONS = {"ABBR": "abbreviation", "DESC": "description", "ENTY": "entity", "HUM": "human", "LOC": "location", "NUM": "number"}


POLARITY = {"0": "negative", "1": "positive"}  # SST-2 and IMDb
YES_NO = {"0": "no", "1": "yes"}  # CoLA, MRPC and Quora


def all_heads() -> list[Head]:
    """The heads in the order of the file; the command's two come first."""
    intents, slots = commands.labels()
    labels = lambda name, wanted="label": sorted(set(column(name, wanted)))
    return [
        Head("intent", SEQUENCE, intents, out_of_scope=True, group=48),
        Head("slots", BIO, slots),
        Head("intent.clinc", SEQUENCE, [l for l in labels("clinc150") if l != "oos"], out_of_scope=True, group=48),
        Head("intent.snips", SEQUENCE, labels("snips", "intent"), group=48),
        Head("slots.snips", BIO, bio(column("snips", "tags"))),
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


def labels_of_words(name: str, wanted: str) -> list[str]:
    return sorted({tag for row in column(name, wanted) for tag in row.split(" ")})


class SegmentedEncoder(Encoder):
    """The encoder with a segment table `[8, d]`: padding, first text, second text, second text's pieces that the first has too,
    and the same four for pieces that start with a capital; ids are marked ones (text.encode)."""

    def __init__(self, shape: Shape):
        super().__init__(shape)
        self.segments = nn.Parameter(torch.zeros(8, shape.width))
        self.second = None

    def embed(self, ids):
        plain = ids & ~text.CAPITAL
        segment = (ids != text.PAD).long() + 4 * (ids != plain)
        return super().embed(plain) + self.segments[segment if self.second is None else segment + self.second]

    def pair(self, ids, second):
        """Rows and their mean, of two texts in one sequence; `second` `[B, n]` is 1 at the second, 2 where it repeats a piece of the first."""
        self.second = second
        found = self(ids)
        self.second = None
        return found


def add_capitals(network: dict):
    """Gives the arrays of a network that was trained before capitals were marked their segments, which mean nothing yet."""
    segments = network.get("encoder.segments")
    if segments is not None and len(segments) == 4:
        network["encoder.segments"] = segments.repeat(2, 1)


class HeadWeights(nn.Module):
    """The matrices of a head, int8 in the forward pass once `quantized`."""

    quantized = False

    def __init__(self, head: Head, shape: Shape):
        super().__init__()
        self.head = head
        width = shape.width
        if head.kind == FILL:
            self.transform = Linear(width, shape.rank)
            self.norm = nn.LayerNorm(shape.rank, eps=shape.epsilon)
        elif head.hidden:
            self.transform = Linear(width, head.hidden)
            width = head.hidden
        if hasattr(self, "transform"):
            self.transform.group = head.group
        if head.outputs:
            self.output = Linear(width, head.outputs)
            self.output.group = head.group if width == shape.width else 0

    def forward(self, rows):
        """Logits `[…, outputs]` of rows `[…, width]`; a masked-word head gives its row for the token table."""
        if hasattr(self, "transform"):
            rows = self.transform(row_int8(rows) if self.quantized else rows)
            rows = self.norm(F.gelu(rows)) if self.head.kind == FILL else F.relu(rows)
            if self.quantized:
                rows = row_int8(rows)
        return self.output(F.dropout(rows, 0.1, self.training)) if self.head.outputs else rows


class Everything(nn.Module):
    """The encoder, every head, and the projections onto the teachers' vectors and rows, which stay in training."""

    def __init__(self, shape: Shape, heads: list[Head], teacher_width: int = 384):
        super().__init__()
        self.encoder = SegmentedEncoder(shape)
        self.heads = nn.ModuleDict({key(head.name): HeadWeights(head, shape) for head in heads})
        self.to_teacher = nn.Linear(shape.width, teacher_width)
        self.to_states = nn.ModuleDict({key(head.name): nn.Linear(shape.width, teacher_width) for head in heads if head.kind in (BIO, PLAIN)})

    @property
    def loses_pieces(self) -> bool:
        """Whether pieces may be replaced by the unknown one: in training."""
        return self.training

    def __getitem__(self, name: str) -> HeadWeights:
        return self.heads[key(name)]

    def table(self):
        """The token table as the device sees it `[V, r]`."""
        encoder = self.encoder
        if not encoder.quantized:
            return encoder.table
        return through(encoder.table, encoder.on_grid(encoder.table, encoder.table_scale[:, None]))

    def play_quantized(self):
        for module in self.modules():
            if hasattr(module, "quantized"):
                module.quantized = True


def trained(name: str, heads: list[Head]) -> Everything:
    """A checkpoint of multitask.py with these heads, in float."""
    state = torch.load(data.WORK / name)
    network = Everything(Shape(**state["shape"]), heads)
    network.load_state_dict(state["network"])
    return network


def key(name: str) -> str:
    """A head's name as torch allows it."""
    return name.replace(".", "_")
