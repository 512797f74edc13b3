"""The home of phrases.tsv: helpers hold the states, and templates make lights, covers, locks and a fan of them."""

from typing import Any

# Area, floor.
AREAS = {
    "Kitchen": "Downstairs",
    "Living room": "Downstairs",
    "Hall": "Downstairs",
    "Garage": "Downstairs",
    "Bedroom": "Upstairs",
    "Office": "Upstairs",
}
# Entity, area, whether it is on or locked at first.
LIGHTS = {
    "bedroom_lamp": ("Bedroom", False),
    "desk_lamp": ("Office", False),
    "kitchen_light": ("Kitchen", True),
    "living_room_lights": ("Living room", True),
    "hall_light": ("Hall", True),
}
LOCKS = {"front_door": ("Hall", False), "back_door": ("Kitchen", True)}
# Entity, area, class of devices, how far it is open at first.
COVERS = {
    "bedroom_blinds": ("Bedroom", "blind", 0),
    "living_room_curtains": ("Living room", "curtain", 100),
    "garage_door": ("Garage", "garage", 0),
}
THERMOSTATS = {"living_room_thermostat": "Living room", "office_thermostat": "Office"}
DEGREES = 16
BRIGHTNESS = {False: 204, True: 230}


def _call(service: str, entity: str, **data: Any) -> dict:
    return {"action": service, "target": {"entity_id": entity}, **({"data": data} if data else {})}


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _switches(helper: str, on: str = "turn_on", off: str = "turn_off") -> dict:
    return {on: _call("input_boolean.turn_on", helper), off: _call("input_boolean.turn_off", helper)}


def _numbers() -> dict[str, tuple[int, float, float]]:
    numbers = {name: (0, 255, BRIGHTNESS[is_on]) for name, (_, is_on) in LIGHTS.items()}
    numbers |= {name: (0, 100, position) for name, (_, _, position) in COVERS.items()}
    return numbers | {
        "hue": (0, 360, 180),
        "saturation": (0, 100, 50),
        "ceiling_fan": (0, 100, 20),
        "room": (0, 40, 20),
    }


def _light(name: str) -> dict:
    helper, number = f"input_boolean.{name}", f"input_number.{name}"
    level = [_call("input_number.set_value", number, value="{{ brightness }}"), _call("input_boolean.turn_on", helper)]
    light = {
        "friendly_name": _title(name),
        "unique_id": name,
        "value_template": f"{{{{ is_state('{helper}', 'on') }}}}",
        "level_template": f"{{{{ states('{number}') | int }}}}",
        "set_level": level,
    } | _switches(helper)
    if name == "living_room_lights":
        light["color_template"] = "({{ states('input_number.hue') }}, {{ states('input_number.saturation') }})"
        light["set_color"] = [
            _call("input_number.set_value", "input_number.hue", value="{{ h }}"),
            _call("input_number.set_value", "input_number.saturation", value="{{ s }}"),
            _call("input_boolean.turn_on", helper),
        ]
    return light


def _cover(name: str, device_class: str) -> dict:
    number = f"input_number.{name}"
    return {
        "friendly_name": _title(name),
        "unique_id": name,
        "device_class": device_class,
        "position_template": f"{{{{ states('{number}') | int }}}}",
        "open_cover": _call("input_number.set_value", number, value=100),
        "close_cover": _call("input_number.set_value", number, value=0),
        "set_cover_position": _call("input_number.set_value", number, value="{{ position }}"),
    }


def _fan(name: str) -> dict:
    helper, number = f"input_boolean.{name}", f"input_number.{name}"
    return {
        "friendly_name": _title(name),
        "unique_id": name,
        "value_template": f"{{{{ is_state('{helper}', 'on') }}}}",
        "percentage_template": f"{{{{ states('{number}') | int }}}}",
        "set_percentage": [
            _call("input_number.set_value", number, value="{{ percentage }}"),
            _call("input_boolean.turn_on", helper),
        ],
    } | _switches(helper)


def helpers() -> dict[str, bool | float]:
    """What each helper is at first, by its entity."""
    switched = {name: is_on for name, (_, is_on) in (LIGHTS | LOCKS).items()} | {"coffee_machine": False}
    states: dict[str, bool | float] = {
        f"input_boolean.{n}": on for n, on in (switched | {"ceiling_fan": False}).items()
    }
    return states | {f"input_number.{name}": first for name, (_, _, first) in _numbers().items()}


def areas() -> dict[str, str]:
    """The area of each thing, by its entity."""
    found = {f"light.{name}": area for name, (area, _) in LIGHTS.items()}
    found |= {f"cover.{name}": area for name, (area, _, _) in COVERS.items()}
    found |= {f"lock.{name}": area for name, (area, _) in LOCKS.items()}
    found |= {f"climate.{name}": area for name, area in THERMOSTATS.items()}
    return found | {"switch.coffee_machine": "Kitchen", "fan.ceiling_fan": "Bedroom"}


def configuration() -> dict:
    """The content of configuration.yaml."""
    booleans = [name.split(".")[1] for name, value in helpers().items() if isinstance(value, bool)]
    coffee = "input_boolean.coffee_machine"
    return {
        "homeassistant": {"name": "Test", "unit_system": "metric", "time_zone": "UTC"},
        "conversation": {},
        "assist_pipeline": {},
        "wyoming": {},
        "http": {"server_host": "127.0.0.1", "server_port": 18123},
        "input_boolean": {name: {"name": f"{_title(name)} helper"} for name in [*booleans, "heater"]},
        "input_number": {
            name: {"name": f"{_title(name)} number", "min": low, "max": high, "step": 0.01}
            for name, (low, high, _) in _numbers().items()
        },
        "light": [{"platform": "template", "lights": {name: _light(name) for name in LIGHTS}}],
        "cover": [
            {"platform": "template", "covers": {name: _cover(name, kind) for name, (_, kind, _) in COVERS.items()}}
        ],
        "fan": [{"platform": "template", "fans": {"ceiling_fan": _fan("ceiling_fan")}}],
        "lock": [
            {
                "platform": "template",
                "name": _title(name),
                "unique_id": name,
                "value_template": f"{{{{ is_state('input_boolean.{name}', 'on') }}}}",
            }
            | _switches(f"input_boolean.{name}", "lock", "unlock")
            for name in LOCKS
        ],
        "switch": [
            {
                "platform": "template",
                "switches": {
                    "coffee_machine": {
                        "friendly_name": "Coffee machine",
                        "unique_id": "coffee_machine",
                        "value_template": f"{{{{ is_state('{coffee}', 'on') }}}}",
                    }
                    | _switches(coffee)
                },
            }
        ],
        "template": [{"sensor": [{"name": "Room", "state": "{{ states('input_number.room') }}"}]}],
        "climate": [
            {
                "platform": "generic_thermostat",
                "name": _title(name),
                "unique_id": name,
                "heater": "input_boolean.heater",
                "target_sensor": "sensor.room",
                "initial_hvac_mode": "heat",
                "target_temp": DEGREES,
            }
            for name in THERMOSTATS
        ],
    }
