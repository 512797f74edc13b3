"""Home Assistant in this process, with Pipit as its agent: what each line changes in the home.

converse.py PIPIT [--phrases FILE] [--own] [--taught FILE] [--wrong FILE]
"""

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import home
from homeassistant import bootstrap, runner
from homeassistant.components import conversation
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.components.intent import TimerEventType, TimerInfo, async_register_timer_handler
from homeassistant.components.intent.const import TIMER_DATA
from homeassistant.components.wyoming import conversation as wyoming_agent
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import area_registry, device_registry, entity_registry, floor_registry
from homeassistant.util import color
from server import Server

OWN_AGENT = "conversation.home_assistant"


class Home:
    """The home: what it is like, and back to what it was."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.timers: dict[str, TimerInfo] = {}
        self.device = ""
        self.before: dict[str, Any] = {}

    async def furnish(self, port: int) -> str:
        """Adds the integrations, areas and a device for timers; returns Pipit's agent."""
        flow = await self.hass.config_entries.flow.async_init(
            "wyoming", context={"source": "user"}, data={"host": "127.0.0.1", "port": port}
        )
        assert flow["type"] == "create_entry", flow
        print(f'config flow of Wyoming: {flow["type"]}, "{flow["title"]}"')
        shopping = await self.hass.config_entries.flow.async_init("shopping_list", context={"source": "user"}, data={})
        assert shopping["type"] == "create_entry", shopping
        await self.hass.async_block_till_done()
        entities = entity_registry.async_get(self.hass)
        areas, floors = area_registry.async_get(self.hass), floor_registry.async_get(self.hass)
        for name in dict.fromkeys(home.AREAS.values()):
            floors.async_create(name)
        for name, floor in home.AREAS.items():
            found = floors.async_get_floor_by_name(floor)
            areas.async_update(areas.async_get_or_create(name).id, floor_id=found.floor_id)
        for entity, area in home.areas().items():
            entities.async_update_entity(entity, area_id=areas.async_get_area_by_name(area).id)
            async_expose_entity(self.hass, "conversation", entity, True)
        self._add_satellite()
        await self.restore()
        self.before = self.state()
        return next(s.entity_id for s in self.hass.states.async_all("conversation") if s.entity_id != OWN_AGENT)

    def _add_satellite(self) -> None:
        """Timers belong to the device that hears the line."""
        entry = self.hass.config_entries.async_entries("wyoming")[0]
        device = device_registry.async_get(self.hass).async_get_or_create(
            config_entry_id=entry.entry_id, identifiers={("wyoming", "satellite")}
        )
        self.device = device.id
        name_device(device.id)

        def handle(event: TimerEventType, timer: TimerInfo) -> None:
            if event == TimerEventType.STARTED:
                self.timers[timer.id] = timer

        async_register_timer_handler(self.hass, device.id, handle)

    async def restore(self) -> None:
        """Makes everything what it was."""
        for entity, value in home.helpers().items():
            state = self.hass.states.get(entity).state
            if isinstance(value, bool):
                if state != ("on" if value else "off"):
                    service = "turn_on" if value else "turn_off"
                    await self.hass.services.async_call("input_boolean", service, {"entity_id": entity}, blocking=True)
            elif float(state) != value:
                data = {"entity_id": entity, "value": value}
                await self.hass.services.async_call("input_number", "set_value", data, blocking=True)
        for name in home.THERMOSTATS:
            entity = f"climate.{name}"
            if self.hass.states.get(entity).attributes.get("temperature") != home.DEGREES:
                data = {"entity_id": entity, "temperature": home.DEGREES}
                await self.hass.services.async_call("climate", "set_temperature", data, blocking=True)
        for timer in list(self.timers):
            self.hass.data[TIMER_DATA].cancel_timer(timer)
        self.timers.clear()
        self.hass.data["shopping_list"].items.clear()
        await self.hass.async_block_till_done()

    def state(self) -> dict[str, Any]:
        """What everything is like: a state, and a value where it has one."""
        found: dict[str, Any] = {}
        for entity in home.areas():
            state = self.hass.states.get(entity)
            named = state.attributes
            value: Any = None
            if entity.startswith("light.") and state.state == "on":
                value = (round((named.get("brightness") or 0) / 2.55), named.get("hs_color"))
            elif entity.startswith("climate."):
                value = named.get("temperature")
            elif entity.startswith("cover."):
                value = named.get("current_position")
            elif entity.startswith("fan.") and state.state == "on":
                value = named.get("percentage")
            found[entity] = (state.state, value)
        for timer in self.timers.values():
            found["timer"] = (str(timer.created_seconds), timer.name)
        for item in self.hass.data["shopping_list"].items:
            found["shopping"] = (item["name"], None)
        return found

    def changes(self) -> dict[str, Any]:
        """What is not as it was."""
        return {entity: value for entity, value in self.state().items() if self.before.get(entity) != value}


def name_device(device: str) -> None:
    """Lets intents know the device that heard the line: later releases of Home Assistant do, and timers want it."""
    handle = wyoming_agent.intent.async_handle

    async def handle_on_device(*arguments: Any, **named: Any) -> Any:
        return await handle(*arguments, **{"device_id": device} | named)

    wyoming_agent.intent.async_handle = handle_on_device


def _is_as_said(found: tuple[str, Any], said: str) -> bool:
    """Whether a state with its value is what was expected."""
    state, _, value = said.partition("/")
    if found[0] != state:
        return False
    if not value:
        return True
    if isinstance(found[1], tuple):
        if not value[0].isdigit():
            wanted = color.color_RGB_to_hs(*color.color_name_to_rgb(value))
            return found[1][1] is not None and all(abs(a - b) < 1 for a, b in zip(found[1][1], wanted, strict=True))
        return found[1][0] == int(value)
    return isinstance(found[1], int | float) and found[1] == float(value) if value[0].isdigit() else found[1] == value


async def judge(place: Home, agent: str, text: str, expected: dict[str, str]) -> tuple[str, str]:
    """Says a line; whether it was right, refused or wrong, and what came of it."""
    result = await conversation.async_converse(
        place.hass, text, None, Context(), language="en", agent_id=agent, device_id=place.device
    )
    await place.hass.async_block_till_done()
    changed = place.changes()
    response = result.response.as_dict()
    said = response["speech"].get("plain", {}).get("speech", "")
    what = f"{response['response_type']} {said!r} {changed}"
    if changed.keys() == expected.keys() and all(_is_as_said(changed[e], said) for e, said in expected.items()):
        return "right", what
    return ("wrong" if changed else "refused"), what


async def run(arguments: argparse.Namespace, folder: str) -> int:
    """Starts Home Assistant, says all lines and counts; the exit status."""
    Path(folder, "configuration.yaml").write_text(json.dumps(home.configuration()))
    config = runner.RuntimeConfig(config_dir=folder, skip_pip=True, log_file=f"{folder}/log")
    hass = await bootstrap.async_setup_hass(config)
    await hass.async_start()
    await hass.async_block_till_done()
    taught = ["--taught", arguments.taught] if arguments.taught else []
    server = Server([arguments.pipit, "--wyoming", *taught])
    place = Home(hass)
    agent = await place.furnish(server.port)
    counts = {kind: dict.fromkeys(("right", "refused", "wrong"), 0) for kind in ("commands", "others")}
    with open(arguments.wrong, "w") if arguments.wrong else open("/dev/null", "w") as wrong:
        for line in arguments.phrases.read_text().splitlines():
            text, tab, said = line.partition("\t")
            if line.startswith("#") or not tab:
                continue
            marks = [] if said == "-" else said.split(" ") if not said.startswith("shopping") else [said]
            expected = dict(mark.split("=") for mark in marks)
            verdict, what = await judge(place, OWN_AGENT if arguments.own else agent, text, expected)
            counts["commands" if expected else "others"][verdict] += 1
            if verdict != "right":
                print(f"{verdict:8} {text!r} wants {said}: {what}", file=wrong)
            await place.restore()
    server.close()
    await hass.async_stop()
    for kind, count in counts.items():
        print(f"{kind}: {sum(count.values())}, " + ", ".join(f"{n} {verdict}" for verdict, n in count.items()))
    return 0


def main() -> int:
    """Runs the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pipit")
    parser.add_argument("--phrases", type=Path, default=Path(__file__).parent / "phrases.tsv")
    parser.add_argument("--own", action="store_true", help="ask Home Assistant's own agent")
    parser.add_argument("--taught", help="names of the home, as HOME-ASSISTANT.md makes them")
    parser.add_argument("--wrong", help="where lines go that are not right, with what came of them")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(run(arguments, folder))


if __name__ == "__main__":
    sys.exit(main())
