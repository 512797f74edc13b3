// What a reply says, as elements.

/** An element with its properties and children; texts are texts, never markup. */
function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const percent = (share) => `${(100 * share).toFixed(share > 0.9995 || share < 0.0005 ? 2 : 1)} %`;

/** What a command is called: its label, with what else the label says. */
function title(command) {
  const details = ["domain", "verb"].filter((key) => key in command).map((key) => command[key].replaceAll("_", " "));
  const name = command.intent ?? (command.act ? command.of : "none of the commands");
  return { name, details: details.join(", ") };
}

const heldBack = {
  forbidden: "This forbids it, so nothing is to be done.",
  question: "This asks about it, so nothing is to be done.",
  statement: "This tells of it, so nothing is to be done.",
};

/** The line with its slots in color. Offsets are bytes of UTF-8; a span that overlaps the one before is left out. */
function said(line, slots, colors) {
  const bytes = encode(line);
  const element = make("p", { className: "said" });
  let end = 0;
  for (const slot of [...slots].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (slot.start < end) continue;
    const words = decode(bytes.subarray(slot.start, slot.end));
    element.append(decode(bytes.subarray(end, slot.start)));
    element.append(make("mark", { className: colors.of(slot.name) }, words, make("small", {}, slot.name)));
    end = slot.end;
  }
  element.append(decode(bytes.subarray(end)));
  return element;
}

/** One color a name, in the order in which they are met. */
class Colors {
  #names = [];

  of(name) {
    if (!this.#names.includes(name)) this.#names.push(name);
    return `slot-${this.#names.indexOf(name) % 6}`;
  }
}

/** What a slot's words say as a value, in the words of the reply. */
function values(slot) {
  const plain = (value) =>
    typeof value === "object" ? Object.entries(value).map(([key, part]) => `${key} ${plain(part)}`).join(", ") : value;
  return Object.entries(slot)
    .filter(([key]) => !["name", "value", "start", "end"].includes(key))
    .map(([key, value]) => `${key}: ${plain(value)}`)
    .join("; ");
}

function slotTable(slots, colors) {
  if (slots.length === 0) return null;
  const head = ["Slot", "Words", "Value"].map((text) => make("th", { scope: "col" }, text));
  const rows = slots.map((slot) =>
    make("tr", {},
      make("th", { scope: "row" }, make("mark", { className: colors.of(slot.name) }, slot.name)),
      make("td", {}, slot.value), make("td", {}, values(slot) || "–")));
  return make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
}

function score(share, text) {
  const filled = make("span", {});
  filled.style.width = `${100 * share}%`;
  return make("p", { className: "score" },
    make("span", { className: "bar", ariaHidden: "true" }, filled), make("span", {}, text));
}

/** A command of a reply: its intent, its score, what holds it back, and its slots. */
function commandElement(command, colors) {
  const { name, details } = title(command);
  const isNone = command.intent === null && !command.act;
  const text = isNone
    ? `none of the commands: ${percent(command.oos)}`
    : `score ${percent(command.score)}, none of the commands ${percent(command.oos)}`;
  return make("article", { className: "command" },
    make("div", { className: "top" }, make("h3", {}, isNone ? "None of the commands" : name),
      make("span", { className: "detail" }, details)),
    command.act ? make("p", { className: "held" }, heldBack[command.act] ?? command.act) : null,
    score(isNone ? command.oos : command.score, text), slotTable(command.slots ?? [], colors));
}

/** What the taught labels make of the line. */
function taughtElement(reply) {
  const name = reply.label ?? (reply.act ? "one of your labels" : "none of your labels");
  const similarity = `similarity ${reply.similarity.toFixed(2)}`;
  return make("article", { className: "command" },
    make("div", { className: "top" }, make("h3", {}, name), make("span", { className: "detail" }, "taught here")),
    reply.act ? make("p", { className: "held" }, heldBack[reply.act] ?? reply.act) : null,
    reply.label === null ? make("p", { className: "score" }, similarity)
      : score(reply.score, `score ${percent(reply.score)}, ${similarity}`));
}

/** What is shown of a reply, and a sentence that says the same. */
function reading(line, reply, taught) {
  if (reply.error) return { elements: [make("p", { className: "fault" }, reply.message)], sentence: reply.message };
  if (reply.task !== "command") return { elements: [], sentence: `The reply to ${line} is below.` };
  const colors = new Colors();
  const commands = reply.commands ?? [reply];
  const text = line.replace(/^@command\s+/, "");
  const elements = [said(text, commands.flatMap((command) => command.slots), colors)];
  elements.push(...commands.map((command) => commandElement(command, colors)));
  if (taught?.task === "classify") elements.push(taughtElement(taught));
  const sentences = commands.map((command) => {
    const slots = command.slots.map((slot) => `${slot.name} ${slot.value}`);
    return [Object.values(title(command)).filter(Boolean).join(", "), ...slots].join(", ") +
      (command.act ? `. ${heldBack[command.act] ?? command.act}` : "");
  });
  return { elements, sentence: sentences.join("; ") };
}
