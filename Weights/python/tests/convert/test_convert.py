"""Files of other programs become training files."""

from pathlib import Path

import pytest

for library in ("hassil", "yaml"):
    pytest.importorskip(library, reason="pip install 'Weights/python[convert]'")

from pipit.convert.__main__ import main  # noqa: E402
from pipit.convert.files import convert  # noqa: E402
from pipit.convert.training import ConversionError, Notes, Training, plain, slot_name  # noqa: E402

HERE = Path(__file__).parent


def converted(tmp_path: Path, name: str, text: str, notes: Notes | None = None, **options) -> str:
    """The training file that becomes of a text."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return convert([path], notes or Notes(), **options).text()


@pytest.mark.parametrize("name", ["rasa-nlu.yml", "rasa-nlu.md"])
def test_rasa_files(name: str) -> None:
    lines = convert([HERE / name], Notes()).text().splitlines()
    assert len(lines) == 15
    assert lines[0] == "switch the lamp in the [room: kitchen] on\tlight_on"
    assert lines[-1] == "turn up the radiator\theat_up"


def test_rasa_json() -> None:
    assert convert([HERE / "rasa-nlu.json"], Notes()).text() == (
        "# list room: kitchen = cook room = galley | hall\n"
        "switch the lamp in the kitchen on\tlight_on\n"
        "lights on in the hall please\tlight_on\n"
        "heat the [room: cook room] up\theat_up\n"
    )


def test_rasa_entities(tmp_path: Path) -> None:
    notes = Notes()
    text = converted(
        tmp_path,
        "nlu.yml",
        """
version: "3.1"
nlu:
- intent: chitchat/ask_name
  examples: |
    - what's your name?

    # a remark
    - [x] (y)
- intent: book
  examples:
  - text: 'from [Bonn]{"entity": "city", "role": "start"} to [cologne](city:Köln) (now|later)'
  - 'to [NYC]{"entity": "city", "value": "New York"}'
- synonym: Köln
  examples: |
    - koeln
- synonym: nobody
  examples: |
    - no one
- lookup: city
  examples: |
    - Paris
- regex: zip
  examples: |
    - [0-9]+
responses:
  utter_hi: []
""",
        notes,
    )
    assert text == (
        "# list city: Köln = cologne = koeln | New York = NYC | Paris\n"
        "what's your name?\tchitchat/ask_name\n"
        "\\[x\\] (y)\tchitchat/ask_name\n"
        "from [city.start: Bonn] to [city: cologne] \\(now\\|later\\)\tbook\n"
        "to [city: NYC]\tbook\n"
    )
    assert notes.lines == [
        "the regular expression zip was left out",
        "the synonyms of nobody were left out: no slot has it as a value",
        "responses was left out: only nlu is training data of intents",
    ]


def test_bad_examples_are_named_or_left_out(tmp_path: Path) -> None:
    text = 'nlu:\n- intent: a\n  examples: |\n    - b [c]{"role": "d"}\n    - e\n'
    with pytest.raises(ConversionError, match=r"nlu.yml: a: b \[c\]\{.*\}: .* names no entity; --skip-bad"):
        converted(tmp_path, "nlu.yml", text)
    notes = Notes(skips_bad=True)
    assert converted(tmp_path, "nlu.yml", text, notes) == "e\ta\n"
    assert len(notes.lines) == 1


def test_snips_files() -> None:
    lines = convert([HERE / "snips.json"], Notes()).text().splitlines()
    assert len(lines) == 10 and lines[0] == "switch the lamp in the kitchen on\tlight_on"
    lines = convert([HERE / "snips.yaml"], Notes()).text().splitlines()
    assert len(lines) == 10 and lines[0] == "switch the lamp in the [room: kitchen] on\tlight_on"


def test_snips_json_has_slots_and_entities(tmp_path: Path) -> None:
    text = """{"intents": {"on": {"utterances": [{"data": [{"text": "in the "},
        {"text": "hall ", "entity": "rooms", "slot_name": "room"}, {"text": "[now]"}]}]}},
        "entities": {"rooms": {"data": [{"value": "living room", "synonyms": ["lounge"]}]}, "snips/datetime": {}}}"""
    notes = Notes()
    assert converted(tmp_path, "s.json", text, notes) == (
        "# list rooms: living room = lounge\nin the [room: hall] \\[now\\]\ton\n"
    )
    assert notes.lines == ["snips/datetime has no values here: its slots are learnt from the examples alone"]


def test_snips_yaml_fills_slots_without_values(tmp_path: Path) -> None:
    text = """
type: intent
name: light_on
slots:
- {name: room, entity: rooms}
utterances:
- light in the [room](kitchen)
- light in the [room] please
- and in the [other:rooms]
---
type: entity
name: rooms
values:
- kitchen
- [living room, lounge]
"""
    assert converted(tmp_path, "s.yaml", text) == (
        "# list rooms: kitchen | living room = lounge\n"
        "light in the [room: kitchen]\tlight_on\n"
        "light in the [room: {rooms}] please\tlight_on\n"
        "and in the [other: {rooms}]\tlight_on\n"
    )
    with pytest.raises(ConversionError, match="its entity has no values"):
        converted(tmp_path, "s.yaml", "type: intent\nname: a\nutterances:\n- in the [room]\n")


def test_rhasspy_files(tmp_path: Path) -> None:
    with pytest.raises(ConversionError, match="turn off the <LightOn.room> light: there is no rule <LightOn.room>"):
        convert([HERE / "sentences.ini"], Notes())
    assert convert([HERE / "sentences.ini"], Notes(skips_bad=True)).text() == (
        "turn on the [room: (kitchen|hall)] light\tLightOn\n[please] switch the lamp on\tLightOn\n"
    )


def test_rhasspy_rules_and_lists(tmp_path: Path) -> None:
    (tmp_path / "slots").mkdir()
    (tmp_path / "slots" / "rooms").write_text("kitchen\nliving room:lounge\n# a remark\n")
    text = r"""
[Light]
what = (lamp | light)
\[please] [the | all] <what> in $rooms{room} (on | off){state:x}
dim <what> to (0..100){level} by 10..30,10
two:2 <Other.end>

[Other]
end = (now | later) [please]
go <end>
"""
    notes = Notes()
    assert converted(tmp_path, "sentences.ini", text, notes) == (
        "# list rooms: kitchen | living room\n"
        "# list numbers_0_100: 0..100\n"
        "# list numbers_10_30_10: 10 | 20 | 30\n"
        "[please] [the|all] (lamp|light) in [room: {rooms}] [state: (on|off)]\tLight\n"
        "dim (lamp|light) to [level: {numbers_0_100}] by {numbers_10_30_10}\tLight\n"
        "two (now|later) [please]\tLight\n"
        "go (now|later) [please]\tOther\n"
    )
    assert notes.lines == ["substitutions such as two:2 and converters such as !int were left out"]
    for text, problem in {
        "a (b": "a \\( without its \\)",
        "a <b": "a < without its >",
        "a {b": "a { without its }",
        "a ) b": "a \\) where",
    }.items():
        with pytest.raises(ConversionError, match=problem):
            converted(tmp_path, "sentences.ini", f"[A]\n{text}\n")
    with pytest.raises(ConversionError, match="before the first"):
        converted(tmp_path, "sentences.ini", "turn on\n[A]\nx\n")
    assert converted(tmp_path, "sentences.ini", "[A]\n(one:1 {n} | two:2{n}) (big):(large lamp){size} :now\n") == (
        "([n: one]|[n: two]) [size: big]\tA\n"
    )
    with pytest.raises(ConversionError, match="slots/x with the values"):
        converted(tmp_path, "sentences.ini", "[A]\nin $x\n")
    with pytest.raises(ConversionError, match="rules that stand for themselves"):
        converted(tmp_path, "sentences.ini", "[A]\nb = (c | <b>)\n<b>\n")


def test_home_assistant_files() -> None:
    notes = Notes()
    lines = convert([HERE / "ha-custom.yaml"], notes).text().splitlines()
    assert lines[-1] == "turn on [the] {area} light[s]\tLightOn"
    assert lines[0].startswith("# list area: kitchen | ")
    assert len(notes.lines) == 1 and "--list 'area=" in notes.lines[0]
    own = convert([HERE / "ha-custom.yaml"], Notes(), values={"area": ["shed", "barn"]}).text()
    assert own.startswith("# list area: shed | barn\n")


def test_home_assistant_rules_lists_and_contexts(tmp_path: Path) -> None:
    text = """
language: en
intents:
  Paint:
    data:
    - sentences:
      - "(paint;<what>) {colour} [in|at {place:where}]"
      - "say {note} {1..3:times}"
      requires_context: {area: x}
      slots: {domain: light, device_class: [lamp]}
expansion_rules:
  what: "[all] the (wall|door[s])"
lists:
  colour:
    values: [red, {in: "(light |)blue", out: blue}]
  place:
    range: {from: 1, to: 9}
  note:
    wildcard: true
"""
    notes = Notes()
    result = converted(tmp_path, "c.yaml", text, notes, values={"note": ["dinner", "bye"]})
    assert result == (
        "# list colour: red | light blue = blue\n"
        "# list place: 1..9\n"
        "# list note: dinner | bye\n"
        "# list numbers_1_3_1: 1..3\n"
        "(paint [all] the (wall|door[s])|[all] the (wall|door[s]) paint) {colour} [in|at [where: {place}]]"
        "\tPaint domain=light\n"
        "say {note} [times: {numbers_1_3_1}]\tPaint domain=light\n"
    )
    assert notes.lines == [
        "requires_context and excludes_context were left out: a command has no context here",
        "slots with fixed values were left out: device_class of Paint",
    ]
    with pytest.raises(ConversionError, match="the list note is a wildcard; give examples"):
        converted(tmp_path, "c.yaml", text)


def test_home_assistant_sentences_of_the_package(tmp_path: Path) -> None:
    text = """{"language": "en", "lists": {"message": {"wildcard": true}}, "intents": {
        "Dock": {"data": [{"sentences": ["dock it"], "requires_context": {"domain": "mower"}}]},
        "Return": {"data": [{"sentences": ["dock it", "say {message}"], "slots": {"domain": "vacuum"}}]}}}"""
    notes = Notes()
    lines = converted(tmp_path, "en.json", text, notes).splitlines()
    assert lines[0].startswith("# list message: dinner is ready | ")
    assert lines[1:] == ["dock it\tDock", "say {message}\tReturn domain=vacuum"]
    assert "left out: Return domain=vacuum: dock it: the same stands at Dock, and contexts are left out" in notes.lines


def test_home_assistant_files_are_one(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text('language: en\nlists:\n  room:\n    values: ["hall"]\n')
    (tmp_path / "b.yaml").write_text('intents:\n  A:\n    data:\n    - sentences: ["in {room}"]\n')
    training = convert([tmp_path / "a.yaml", tmp_path / "b.yaml"], Notes())
    assert training.text() == "# list room: hall\nin {room}\tA\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", 'id,utterance,intent\n1,"on, please",on\n'),
        ("a.csv", '\ufeffText;Label\n"on, please";on\n'),
        ("a.jsonl", '{"text": "on, please", "label": "on"}\n'),
        ("a.json", '[{"Intent": "on", "text": "on, please"}]'),
    ],
)
def test_tables(tmp_path: Path, name: str, text: str) -> None:
    assert converted(tmp_path, name, text) == "on, please\ton\n"


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.yaml", "a: [", "no YAML"),
        ("a.yaml", "a: b", "YAML, but not of"),
        ("a.csv", "a,b\nc,d\n", "no text or utterance among the names a, b"),
        ("a.yml", "nlu:\n- intent: a\n", "the intent a has no examples"),
        ("a.yml", "nlu: []\n", "no examples in"),
        ("a.json", "{", "no JSON"),
        ("a.json", '{"rasa_nlu_data": {"common_examples": [{"text": "a"}]}}', "not as it should be: KeyError"),
    ],
)
def test_what_cannot_be_converted_is_named(tmp_path: Path, name: str, text: str, problem: str) -> None:
    with pytest.raises(ConversionError, match=problem):
        converted(tmp_path, name, text)


def test_signs_of_texts_are_escaped() -> None:
    assert plain("a [b] {c} (d) \\") == "a \\[b\\] \\{c\\} (d) \\\\"
    assert plain("(a|b)") == "\\(a\\|b\\)"
    training = Training()
    training.add("#1 song", "two\twords")
    training.add_value("room name", "a|b = c")
    assert training.text() == "# list room_name: a\\|b \\= c\n\\#1 song\ttwo words\n"
    assert [slot_name(name) for name in ("5", "a b", "city.to")] == ["_5", "a_b", "city.to"]


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "out.tsv"
    files = [str(HERE / "rasa-nlu.yml"), str(HERE / "ha-custom.yaml")]
    assert main([*files, "-o", str(output), "--list", "area=shed|barn"]) == 0
    assert output.read_text().splitlines()[-1] == "turn on [the] {area} light[s]\tLightOn"
    assert capsys.readouterr().out == f"{output}: 16 lines, 4 labels, 1 lists\n"
    assert main([str(tmp_path / "none.yml")]) == 1
    assert "none.yml cannot be read" in capsys.readouterr().err
    assert main([files[1], "--list", "area"]) == 1
