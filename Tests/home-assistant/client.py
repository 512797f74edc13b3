"""The client of the package `wyoming`, which Home Assistant talks through, with Pipit behind a port: client.py PIPIT.

Every sentence gets the event that it should, over one connection or many, and whatever is no event leaves the
connection as it was.
"""

import asyncio
import sys
import tempfile

from server import Server
from wyoming.asr import Transcript
from wyoming.client import AsyncTcpClient
from wyoming.error import Error
from wyoming.event import Event
from wyoming.handle import Handled, NotHandled
from wyoming.info import Describe, Info
from wyoming.intent import Intent, NotRecognized, Recognize
from wyoming.ping import Ping, Pong

SENTENCES: dict[str, tuple[str, dict] | str] = {
    "turn on the bedroom lamp": ("HassTurnOn", {"name": "bedroom lamp"}),
    "turn off the kitchen lights": ("HassTurnOff", {"area": "kitchen", "domain": "light"}),
    "set the kitchen lights to fifty percent": (
        "HassLightSet",
        {"area": "kitchen", "brightness": 50, "domain": "light"},
    ),
    "set the bedroom to 21.5 degrees": ("HassClimateSetTemperature", {"area": "bedroom", "temperature": 21.5}),
    "open the blinds in the bedroom": (
        "HassTurnOn",
        {"area": "bedroom", "domain": "cover", "device_class": "blind"},
    ),
    "lock the front door": ("HassTurnOn", {"name": "front door", "domain": "lock"}),
    "set a timer for 1 hour 30 minutes": ("HassStartTimer", {"hours": 1, "minutes": 30}),
    "put milk on the shopping list": ("HassShoppingListAddItem", {"item": "milk"}),
    "dim the bedroom lamp": "How bright, or which color?",
    "unlock everything": "Which lock?",
    "don't unlock the front door": "All right, I do nothing",
    "i already locked the front door": "That is no command",
    "turn off the lights and lock the front door": "One command at a time, please",
    "who won the match": "Sorry, I did not understand that",
    'say "hello" to größe \\ 😀': "Sorry, I did not understand that",
    "": "Sorry, I did not understand that",
    "lamp " * 500: "That was too long for me",
}
BROKEN = [
    b"nonsense\n",
    b'{"type": "transcript"\n',
    b'{"type": "transcript", "data_length": -1}\n',
    b'{"type": "transcript", "data_length": 99999999999999999999}\n',
    b'{"type": "transcript", "data_length": 3}\n{{{',
    b'{"type": "transcript", "data_length": 12}\n{"text": 12}',
    b"\xff\xfe\x00{}\n",
    b"[" * 100_000 + b"\n",
]


async def ask(client: AsyncTcpClient, event: Event) -> Event:
    """The answer to an event."""
    await client.write_event(event)
    async with asyncio.timeout(60):
        found = await client.read_event()
    assert found, f"no answer to {event}"
    return found


def check(sentence: str, event: Event) -> None:
    """Makes sure that an event is the answer to a sentence."""
    expected = SENTENCES[sentence]
    if isinstance(expected, str):
        assert NotRecognized.is_type(event.type), f"{sentence}: {event}"
        assert NotRecognized.from_event(event).text == expected, f"{sentence}: {event}"
        return
    assert Intent.is_type(event.type), f"{sentence}: {event}"
    intent = Intent.from_event(event)
    entities = {entity.name: entity.value for entity in intent.entities}
    assert (intent.name, entities) == expected, f"{sentence}: {intent}"
    assert intent.text, f"{sentence}: no speech"


async def converse(port: int) -> None:
    """Asks everything."""
    async with AsyncTcpClient("127.0.0.1", port) as client:
        info = Info.from_event(await ask(client, Describe().event()))
        assert [(program.name, program.installed) for program in info.intent] == [("pipit", True)], info
        assert info.intent[0].models[0].languages == ["en"], info
        assert Pong.from_event(await ask(client, Ping("still there").event())).text == "still there"
        for sentence in SENTENCES:
            check(sentence, await ask(client, Transcript(sentence, context={"conversation_id": "01J"}).event()))
            check(sentence, await ask(client, Recognize(sentence).event()))
        assert NotHandled.is_type((await ask(client, Transcript("is the front door locked").event())).type)
        assert Handled.is_type((await ask(client, Transcript("never mind").event())).type)
        # What nobody knows gets no answer, however much comes with it.
        await client.write_event(Event("audio-chunk", {"rate": 16000, "text": "no"}, bytes(200_000)))
        for broken in BROKEN:
            client._writer.write(broken)  # The library sends events alone.
            async with asyncio.timeout(60):
                answer = await client.read_event()
            assert answer and Error.is_type(answer.type), f"{broken[:60]!r}: {answer}"
            check("lock the front door", await ask(client, Transcript("lock the front door").event()))
    # One connection a sentence, as Home Assistant does it.
    for sentence in list(SENTENCES)[:6]:
        async with AsyncTcpClient("127.0.0.1", port) as client:
            check(sentence, await ask(client, Transcript(sentence).event()))


async def learnt(port: int) -> None:
    """Asks a program that has lists and labels of its own."""
    async with AsyncTcpClient("127.0.0.1", port) as client:
        event = await ask(client, Transcript("turn off the lights in the sun room").event())
        entities = {entity.name: entity.value for entity in Intent.from_event(event).entities}
        assert entities == {"area": "Conservatory", "domain": "light"}, event
        event = await ask(client, Transcript("my tomatoes look thirsty").event())
        assert Intent.is_type(event.type) and Intent.from_event(event).name == "WaterTomatoes", event


def main() -> None:
    """Runs the command line."""
    server = Server([sys.argv[1], "--wyoming"])
    asyncio.run(converse(server.port))
    server.close()
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as taught:
        taught.write("@list area || Conservatory || sun room\n")
        for text in ("the tomatoes look thirsty", "give the tomatoes a drink", "the tomatoes are dry"):
            taught.write(f"@teach WaterTomatoes || {text}\n")
        taught.flush()
        server = Server([sys.argv[1], "--wyoming", "--taught", taught.name])
        asyncio.run(learnt(server.port))
        server.close()
    print(f"wyoming: {len(SENTENCES)} sentences, {len(BROKEN)} broken events")


if __name__ == "__main__":
    main()
