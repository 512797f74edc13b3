// The page: what happens when something is typed, said or pressed.

const find = (id) => document.getElementById(id);
const line = find("line");
const examples = [
  "turn off the kitchen lights", "set a timer for forty seven minutes", "set the bedroom to 21 degrees",
  "turn off the lights and lock the front door", "don't unlock the front door", "who won the match",
];

async function start() {
  const pipit = await Pipit.start(find("module"));
  const teaching = new Teaching((text) => JSON.parse(pipit.ask(text).text));
  const grouped = new Intl.NumberFormat("en").format;
  const facts = new Map([
    ["Model", `${pipit.ready.model}, English only`],
    ["Program with model", `${grouped(pipit.fileBytes)} bytes, version ${pipit.ready.version}`],
    ["Memory", `${grouped(pipit.memoryBytes)} bytes`],
    ["Last reply", "none yet"],
  ]);

  function showFacts() {
    const rows = [...facts].flatMap(([name, text]) => [make("dt", {}, name), make("dd", {}, text)]);
    find("facts").replaceChildren(...rows);
  }

  /** Asks and shows; plain lines are also told by the taught labels. Returns the reply and a sentence of it. */
  function ask(text) {
    const { text: reply, milliseconds } = pipit.ask(text);
    const parsed = JSON.parse(reply);
    const taught = teaching.hasLabels && !text.startsWith("@") ? JSON.parse(pipit.ask(`@classify ${text}`).text) : null;
    const { elements, sentence } = reading(text, parsed, taught);
    find("reading").replaceChildren(...elements);
    find("reply").textContent = reply;
    if (parsed.task !== "command" && !parsed.error) find("whole").open = true;
    facts.set("Last reply", `${milliseconds.toFixed(1)} ms`);
    showFacts();
    return { parsed, sentence };
  }

  /** Asks for good: what teaches, teaches, and the reply is said to those who do not see it. */
  function run(text) {
    const { parsed, sentence } = ask(text);
    showTaught();
    find("status").textContent = sentence;
    return parsed;
  }

  function showTaught() {
    find("taught").replaceChildren(...teaching.entries().map(({ text, undo, name, examples }) => {
      const said = make("span", {}, text);
      const list = make("ul", {}, ...examples.map((example) => make("li", {}, example)));
      const shown = examples.length === 0 ? said : make("details", {}, make("summary", {}, said), list);
      const button = make("button", { type: "button", ariaLabel: `Forget ${name}` }, "Forget");
      button.onclick = () => teach(undo);
      return make("li", {}, shown, button);
    }));
    find("save").disabled = teaching.lines.length === 0;
  }

  /** Sends a request that teaches; the line that stands in the field is then read anew. */
  function teach(request) {
    const { text } = pipit.ask(request);
    const reply = JSON.parse(text);
    find("teaching-fault").textContent = reply.error ? reply.message : "";
    showTaught();
    find("reply").textContent = text;
    if (line.value.trim() && !line.value.startsWith("@")) ask(line.value);
    return !reply.error;
  }

  function readWhileTyping() {
    // Requests may teach or forget, so they wait for Enter.
    if (line.value.trim() && !line.value.startsWith("@")) ask(line.value);
    else find("reading").replaceChildren();
  }

  line.oninput = readWhileTyping;
  find("ask").onsubmit = (event) => {
    event.preventDefault();
    run(line.value);
  };
  find("examples").append(...examples.map((text) => {
    const button = make("button", { type: "button" }, text);
    button.onclick = () => {
      line.value = text;
      run(text);
    };
    return button;
  }));
  find("teach").onsubmit = (event) => {
    event.preventDefault();
    if (teach(`@teach ${find("label").value} || ${find("example").value}`)) find("example").value = "";
    find("example").focus();
  };
  find("tell").onsubmit = (event) => {
    event.preventDefault();
    const names = find("names").value.split(",").map((name) => name.trim()).filter(Boolean);
    if (teach(["@list " + find("list").value, ...names].join(" || "))) find("names").value = "";
    find("names").focus();
  };
  find("save").onclick = () => {
    const link = make("a", { href: URL.createObjectURL(new Blob([teaching.file])), download: "taught.tsv" });
    link.click();
    URL.revokeObjectURL(link.href);
  };
  find("load").onchange = async (event) => {
    const text = await event.target.files[0].text();
    const requests = text.split(/\r?\n/).filter((request) => request.trim() && !request.startsWith("#"));
    const refused = requests.filter((request) => !/^@(teach|list)\s/.test(request) || !teach(request));
    if (refused.length > 0) find("teaching-fault").textContent = `Not learnt: ${refused[0]}`;
    event.target.value = "";
  };

  const dictation = new Dictation(
    (words, isWhole) => {
      line.value = words;
      if (isWhole) run(words);
      else readWhileTyping();
    },
    (isOn, fault) => {
      find("dictate").setAttribute("aria-pressed", String(isOn));
      find("dictate").textContent = isOn ? "Stop" : "Dictate";
      // What went wrong stays until the next try.
      if (isOn && !fault) find("dictation").textContent = aboutDictation;
      if (fault) find("status").textContent = find("dictation").textContent = fault;
    });
  const aboutDictation = dictation.isThere
    ? "Dictation is your browser's, and may send your voice to a service of its maker. What you type is not sent."
    : "This browser has no dictation; that of your keyboard or system works.";
  find("dictate").hidden = !dictation.isThere;
  find("dictate").onclick = () => dictation.toggle();
  find("dictation").textContent = aboutDictation;

  showFacts();
  showTaught();
  line.focus();
}

start().catch((error) => {
  find("reading").replaceChildren(make("p", { className: "fault" },
    `Pipit does not run here: ${error.message}. It needs a browser of 2023 or later (WebAssembly with SIMD).`));
});
