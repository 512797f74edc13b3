"""Plain sentences about houses, devices, gardens and people's days, made from patterns.

What the pre-training text lacks: its books know of candles and butlers, hardly of thermostats. For masked words only.
Sentences near one of the ten that the model card asks about (masked_sentences.tsv) are left out, so that none of them is learnt.
"""

import random
import re

import data


def asked() -> list[str]:
    """The ten sentences (masked_sentences.tsv) with their words, in lower case."""
    rows = [line.split("\t") for line in data.lines(data.RECIPE / "masked_sentences.tsv")][1:]
    return [text.replace("[MASK]", word).lower().rstrip(".") for text, word in rows]


LISTS = {
    "device": "heater|fan|lamp|oven|kettle|television|radio|speaker|dishwasher|washing machine|dryer|air conditioner|thermostat|humidifier|"
              "vacuum cleaner|robot|projector|printer|computer|coffee maker|toaster|microwave|fridge|freezer|alarm|camera|boiler|pump|sprinkler|router|"
              "night light|desk lamp|ceiling fan|ac|tv|stereo|lights|blinds|radiator|stove|ventilator|dehumidifier",
    "light": "light|lamp|porch light|garden light|kitchen light|bedroom light|desk lamp|ceiling light|bathroom light|stair light|night light|garage light",
    "room": "kitchen|bedroom|living room|bathroom|hallway|garage|office|basement|attic|dining room|nursery|garden|porch|study|hall|guest room|laundry room|balcony|house|entrance",
    "opening": "door|window|gate|garage door|front door|back door|curtain|fridge|oven door|blinds|shutters|skylight",
    "state": "open|closed|shut|locked|unlocked",
    "onoff": "on|off", "person": "he|she|my mother|my father|my sister|my brother|her uncle|his aunt|the woman|the man|our neighbor|my friend|anna|david|maria|john|the girl|the boy",
    "job": "nurse|doctor|surgeon|teacher|farmer|driver|pilot|lawyer|cook|waiter|waitress|baker|gardener|student|scientist|engineer|artist|singer|writer|clerk|guard|"
           "secretary|manager|mechanic|carpenter|journalist|librarian|dentist|police officer|soldier|sailor|judge|painter|plumber|cleaner|cashier|receptionist",
    "jobplace": "doctor:hospital|nurse:clinic|surgeon:hospital|nurse:care home|doctor:clinic|teacher:school|teacher:village school|student:university|professor:college|farmer:farm|"
                "driver:bus company|lawyer:law firm|cook:restaurant|waiter:cafe|waitress:diner|baker:bakery|gardener:park|engineer:car factory|clerk:bank|cashier:supermarket|"
                "guard:museum|mechanic:garage|librarian:town library|dentist:dental clinic|receptionist:hotel|manager:store|pilot:airport|scientist:laboratory|judge:court|singer:theater|"
                "butcher:market|priest:church|coach:gym|worker:factory|midwife:hospital|nurse:children's hospital|pharmacist:pharmacy",
    "clock": "6 am|7 am|8 am|9 am|noon|midnight|six o'clock|seven in the morning|eight in the evening|half past nine|10 pm|11 pm|5 pm|sunset|sunrise|dawn|dusk|bedtime",
    "number": "two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|sixty|a few|several|ten|five|30|15|10",
    "unit": "minutes|seconds|hours", "when": "at night|in the morning|in the evening|in the afternoon|during the day|during the night|on weekdays|on weekends|every day|every night|every morning|after dark|"
            "after sunset|before sunrise|in winter|in summer|in the dark|on monday|at noon|while we sleep|while i am away|during the week|in the daytime",
    "sensor": "sensor|motion sensor|smoke detector|temperature sensor|light sensor|door sensor|water sensor|camera|thermometer|microphone|gas detector",
    "senses": "motion|movement|smoke|gas|a leak|water|rain|sound|noise|a voice|someone|people|footsteps|heat|fire|light|an intruder|high humidity",
    "enters": "enters|leaves|walks into|comes into|is in|exits|has left|walks through",
    "empty": "empty|dark|cold|hot|warm|quiet|occupied|bright|too hot|too cold|too dark|humid|dry|clean|dirty",
    "media": "music|video|movie|song|podcast|film|show|radio|audiobook|playlist|game", "act": "pauses|stops|starts|plays|resumes|continues|gets louder|fades",
    "vehicle": "drone|robot|car|satellite|truck|rover|ship|plane|boat|train|bus|mower", "gear": "sensors|cameras|radar|lasers|gps|antennas|wheels|batteries|motors|propellers|microphones|instruments|software",
    "task": "measures distance|takes pictures|maps the field|follows the road|avoids obstacles|finds its way|records video|gathers information|measures the temperature|tracks animals|scans the area|cleans the floor|navigates|sends data|counts cars|inspects bridges|watches the crops",
    "quality": "air quality|water quality|sound quality|picture quality|visibility|weather|light|signal|ventilation|connection|reception|lighting",
    "bad": "poor|bad|low|weak|dirty|high|good|unhealthy", "amount": "temperature|humidity|volume|brightness|pressure|speed|noise level|battery|water level",
    "change": "rises|falls|drops|is too high|is too low|gets too high|goes up|goes down|reaches 20 degrees|is below zero|is above 30 degrees",
    "polite": "please|could you|can you|would you|will you please|kindly|do not forget to|remember to|always|never forget to|you should|we must",
    "chore": "close the window before going out|lock the door before you leave|turn off the stove after cooking|wash your hands before eating|take off your shoes before entering the house|"
             "open the window after the shower|close the gate behind you|feed the cat before breakfast|water the plants before sunset|switch off the light before going to bed|"
             "knock on the door before entering|close the curtains at night|lock the car|charge the phone overnight|clean the kitchen after dinner|take out the trash in the morning|"
             "shut the window when it rains|close the fridge|open the curtains in the morning|put the milk back in the fridge|check the doors before bed|walk the dog after work|brush your teeth before bed|"
             "read the manual before using the machine|unplug the iron after use|wait for the green light before crossing|wear a helmet when riding|save your work before closing the program",
    "weather": "rain|snow|wind|storm|sun|heat|cold|frost|fog", "appliancejob": "kettle boils water|oven bakes bread|washing machine cleans the clothes|dishwasher washes the dishes|fridge keeps the food cold|"
               "freezer keeps the ice cream frozen|heater warms the room|fan cools the room|vacuum cleaner removes dust|air conditioner cools the air|humidifier adds water to the air|filter cleans the air|"
               "smoke alarm makes a loud noise|doorbell rings when someone is at the door|lamp gives light|clock shows the time|camera watches the door|speaker plays music|battery stores energy|"
               "solar panel makes electricity|thermostat controls the temperature|lock protects the door|alarm wakes us in the morning|pump moves water|sprinkler waters the lawn|mower cuts the grass|purifier removes dust from the air",
    "food": "coffee|tea|bread|soup|dinner|lunch|breakfast|cake|rice|pasta|milk", "animal": "cat|dog|bird|fish|rabbit|hamster",
}
PATTERNS = [
    "the {device} turns {onoff} when the room is {empty}", "the {device} switches {onoff} when the {room} is {empty}", "the {device} will turn {onoff} when the {opening} is {state}",
    "the {device} turns {onoff} {when}", "the {room} light turns {onoff} {when}", "the {light} switches {onoff} {when}", "the {light} goes {onoff} when someone {enters} the {room}",
    "the {light} turns {onoff} when nobody is in the {room}", "turn {onoff} the {device} at {clock}", "turn {onoff} the {light} in the {room}", "turn the {device} {onoff} in {number} {unit}",
    "switch {onoff} the {device} after {number} {unit}", "turn {onoff} the {light} after {number} {unit}", "set the timer for {number} {unit}", "wake me up in {number} {unit}", "wait {number} {unit} and then turn {onoff} the {device}",
    "the {device} stops after {number} {unit}", "the {light} stays {onoff} for {number} {unit}", "the {device} will not start if the {opening} is {state}", "the {device} does not work when the {opening} is {state}",
    "the alarm rings if the {opening} is {state}", "the {opening} is {state}", "close the {opening} when the {device} is {onoff}", "open the {opening} when it is too {empty} in the {room}", "if the {opening} is left {state}, the {device} turns {onoff}",
    "the {opening} must be {state} before the {device} can run", "the {sensor} detects {senses}", "the {sensor} in the {room} detects {senses}", "the alarm sounds when the {sensor} detects {senses}", "the {light} turns on when the {sensor} detects {senses}",
    "the {media} {act} when someone {enters} the room", "the {media} {act} when nobody is home", "the {media} {act} when the phone rings", "the {media} stops when i leave the {room}", "play some {media} in the {room}", "the {media} {act} at {clock}",
    "the {device} turns {onoff} when someone {enters} the {room}", "the door opens when someone {enters} the building", "the {device} turns {onoff} due to {bad} {quality}", "the {device} starts because of {bad} {quality}", "the {quality} in the {room} is {bad}",
    "open the window to improve the {quality}", "the app warns us about {bad} {quality}", "the {device} turns {onoff} when the {amount} {change}", "send me a message when the {amount} {change}", "the {amount} in the {room} {change}", "the {device} keeps the {amount} in the {room} stable",
    "the {vehicle} {task} using its {gear}", "the {vehicle} {task} with {gear}", "the {vehicle} uses {gear} and {task}", "the {vehicle} carries {gear} on board", "the {vehicle} has onboard {gear} and a small computer", "sensors on the {vehicle} collect data about the {weather}",
    "{polite} {chore}", "{chore}", "{polite} turn {onoff} the {device}", "{polite} open the {opening}", "{polite} close the {opening} before you go", "{polite} shut the {opening} when you leave the {room}", "{polite} lock the {opening} at {clock}",
    "{person} is a {job}", "{person} works as a {job}", "{person} wants to become a {job}", "{person} is the {jobplace}", "{person} works as a {jobplace}", "{person} has been a {jobplace} for {number} years", "a {jobplace} has a lot of work", "the {job} came home late {when}",
    "the {appliancejob}", "a {appliancejob}", "my {device} is broken", "the {device} is in the {room}", "there is a {device} in the {room}", "the {device} uses less power {when}", "the {device} runs {when}", "the blinds close {when}", "the blinds open {when}",
    "the lights dim when the {media} starts", "make some {food} at {clock}", "the {food} is in the kitchen", "the {animal} sleeps in the {room}", "feed the {animal} at {clock}", "because of the {weather} the windows are closed", "when the {weather} comes, the blinds go down",
    "it is dark {when}", "we sleep {when}", "the house is quiet {when}", "the heating is {onoff} {when}", "is the {device} {onoff}", "did you turn {onoff} the {device}", "leave the {light} {onoff} {when}", "the {device} in the {room} is still {onoff}",
    "when everyone has left the house, the {device} turns {onoff}", "when the last person leaves, the lights go off", "when i come home, the lights go on", "if nobody is in the {room}, turn off the {device}", "if it is dark, turn on the {light}",
    "the {device} turns itself off after {number} {unit}", "the {room} is {empty}, so the {device} turns {onoff}",
]


def filled(pattern: str, draw: random.Random) -> str:
    """A pattern with something from each list."""
    def one(match):
        value = draw.choice(CHOICES[match.group(1)])
        if match.group(1) == "jobplace":
            job, place = value.split(":")
            return f"{job} {draw.choice(('at', 'in', 'at'))} {draw.choice(('the', 'a', 'the local', 'our', 'the new', 'a small'))} {place}"
        return value
    return re.sub(r"\{(\w+)\}", one, pattern)


CHOICES = {name: words.split("|") for name, words in LISTS.items()}
ASKED = asked()
ASKED_WORDS = [set(sentence.split()) for sentence in ASKED]


def is_asked(sentence: str) -> bool:
    """Whether it shares four fifths of its words with one of the ten."""
    words = set(re.findall(r"[a-z0-9']+", sentence))
    return any(len(words & asked) >= 0.8 * min(len(words), len(asked)) for asked in ASKED_WORDS)


def sentences(count: int, seed: int) -> list[str]:
    """Different sentences, some with a capital letter and a full stop, none of the ten."""
    draw, found = random.Random(seed), {}
    while len(found) < count:
        sentence = filled(draw.choice(PATTERNS), draw)
        if not is_asked(sentence):
            found[sentence] = None
    return [s[0].upper() + s[1:] + "." if draw.random() < 0.7 else s for s in found]


if __name__ == "__main__":
    print("\n".join(sentences(40, 1)))
