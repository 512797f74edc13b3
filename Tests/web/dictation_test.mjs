// node dictation_test.mjs CHROMIUM FOLDER: in the page FOLDER/index.html, words that the browser's recognizer hears
// stand in the line and are understood as if they were typed; what goes wrong is said; without a recognizer there is no
// button.
import { Page } from "./page.mjs";

const [chromium, folder] = process.argv.slice(2);
const page = new Page(chromium, folder);
const { browser } = page;
const expect = (found, wanted, what) => page.expect(found, wanted, what);

// A recognizer that hears what the test says, with the events that the Web Speech API has, in their order.
const recognizer = `class {
  constructor() { globalThis.recognizer = this; this.calls = []; this.isOn = false; }
  start() {
    this.calls.push("start");
    if (this.isOn) throw new DOMException("it runs already", "InvalidStateError");
    this.isOn = true;
    setTimeout(() => this.onstart?.({}), 5);
  }
  stop() { this.calls.push("stop"); this.finish(); }
  finish() { this.isOn = false; this.onend?.({}); }
  hear(...results) {
    const list = results.map(([transcript, isFinal]) => Object.assign([{ transcript, confidence: 0.9 }], { isFinal }));
    this.onresult?.({ resultIndex: 0, results: list });
  }
  fault(error) { this.onerror?.({ error }); this.finish(); }
}`;
const names = ["SpeechRecognition", "webkitSpeechRecognition"];
const replaced = (values) => names.map((name, index) =>
  `Object.defineProperty(globalThis, "${name}", { value: ${values[index]}, configurable: true });`).join("\n");

const press = () => browser.evaluate(`document.getElementById("dictate").click()`);
const hear = (...results) => browser.evaluate(`recognizer.hear(...${JSON.stringify(results)})`);
const line = () => browser.evaluate(`document.getElementById("line").value`);
const button = () => browser.evaluate(`{
  const e = document.getElementById("dictate");
  [e.hidden, e.textContent, e.getAttribute("aria-pressed")].join(" ");
}`);
/** The reply and what is shown of it once a line was typed and sent. */
const typed = async (text) => {
  await page.focus("line");
  await browser.type(text, "Enter");
  return [await page.text("reply"), await page.text("reading"), await page.text("status")].join("\n");
};
const about =
  "Dictation is your browser's, and may send your voice to a service of its maker. What you type is not sent.";

for (const values of [[recognizer, "undefined"], ["undefined", recognizer]]) {
  await page.open(replaced(values));
  await expect(await button(), "false Dictate false", "the button");
  await expect(await page.text("dictation"), about, "what is said of dictation");
  await expect(
    await browser.evaluate(`[recognizer.lang, recognizer.interimResults, recognizer.maxAlternatives].join(" ")`),
    "en-US true 1", "what the recognizer is told");

  // Words are read while they are heard, and sent when they are all.
  const wanted = await typed("Turn off the kitchen lights");
  await typed("who won the match");
  await press();
  await expect(await button(), "false Stop true", "the button while it listens");
  await hear(["Turn off the", false]);
  await expect(await line(), "Turn off the", "the first words");
  await expect(await page.text("status") === wanted.split("\n").at(-1), false, "words that are not all, as a reply");
  await hear(["Turn off the ", true], ["kitchen light", false]);
  await expect(await line(), "Turn off the kitchen light", "more words");
  await expect(await page.texts("#reading h3"), "HassTurnOff", "what is shown while they are heard");
  await hear(["Turn off the ", true], ["kitchen lights.", true]);
  await expect(await line(), "Turn off the kitchen lights", "all words");
  const said = [await page.text("reply"), await page.text("reading"), await page.text("status")].join("\n");
  await expect(said, wanted, "what was said, and not typed");
  await browser.evaluate("recognizer.finish()");
  await expect(await button(), "false Dictate false", "the button afterwards");

  // Nothing is sent where nothing was heard, and what is said with its marks is forbidden as if it were typed.
  await press();
  await hear([" ", true]);
  await hear();
  await expect(await line(), "Turn off the kitchen lights", "the line when nothing was heard");
  await hear(["Don't unlock the front door!", true]);
  await expect(await line(), "Don't unlock the front door", "what was forbidden");
  await expect(await page.texts("#reading .held"), "This forbids it, so nothing is to be done.", "what is said of it");
  await hear(["Is the front door locked?", true]);
  await expect(await line(), "Is the front door locked?", "a question");
  await press();
  await expect(await button(), "false Dictate false", "the button that was pressed to stop");
  await expect(await browser.evaluate(`recognizer.calls.join(" ")`), "start start stop", "what was asked");

  // What goes wrong is seen and said, and forgotten at the next try.
  for (const [error, message] of [
    ["not-allowed", "The browser does not let this page use the microphone."],
    ["no-speech", "Nothing was heard."],
    ["network", "The browser's dictation needs a network, and there is none."],
    ["language-not-supported", "The browser's dictation failed: language-not-supported."],
  ]) {
    await press();
    await expect(await page.text("dictation"), about, `what is said before ${error}`);
    await browser.evaluate(`recognizer.fault("${error}")`);
    await expect(await page.text("dictation"), message, `what is seen of ${error}`);
    await expect(await page.text("status"), message, `what is said of ${error}`);
    await expect(await button(), "false Dictate false", `the button after ${error}`);
  }
  await press();
  await browser.evaluate(`recognizer.fault("aborted")`);
  await expect(await page.text("dictation"), about, "what is said of what the user ended");

  // Pressed again before it has begun, and where the browser does not let it start.
  await press();
  await press();
  await expect(await button(), "false Dictate false", "the button pressed twice");
  await browser.evaluate("recognizer.isOn = true");
  await press();
  await expect(
    await page.text("dictation"), "The browser's dictation failed: it runs already.", "a start that is refused");
  await expect(await button(), "false Dictate false", "the button after it");
}

for (const values of [["undefined", "undefined"], ["class { constructor() { throw new Error(); } }", "undefined"]]) {
  await page.open(replaced(values));
  await expect((await button()).startsWith("true"), true, "no button");
  await expect(
    await page.text("dictation"), "This browser has no dictation; that of your keyboard or system works.",
    "what is said without dictation");
  await expect((await typed("lock the front door")).includes("HassTurnOn"), true, "what is typed there");
}
await expect(page.faults, "[]", "what was fetched or went wrong");
console.log("dictation: words, faults, and a browser without it");
await browser.end(0);
