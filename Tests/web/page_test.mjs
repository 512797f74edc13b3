// node page_test.mjs CHROMIUM FOLDER LINES EXPECTED: the page FOLDER/index.html, opened from the disk, gives to each
// line that is typed the reply of EXPECTED; teaches by its forms; names all that can be pressed; and fetches nothing.
import { readFileSync } from "node:fs";
import { Page } from "./page.mjs";

const [chromium, folder, linesPath, expectedPath] = process.argv.slice(2);
const read = (path) => readFileSync(path, "utf8").replace(/\n$/, "").split("\n");
const [lines, expected] = [read(linesPath), read(expectedPath)];
const page = new Page(chromium, folder);
const { browser } = page;
const text = (id) => page.text(id);
const focus = (id) => page.focus(id);
const fail = (why) => page.fail(why);
const expect = (found, wanted, what) => page.expect(found, wanted, what);

await page.open();

// Every line, typed and ended by Enter.
for (const [index, line] of lines.entries()) {
  await focus("line");
  await browser.type(line, "Enter");
  await expect(await text("reply"), expected[index], `the reply to "${line}"`);
}

// Forget takes back what the lines have taught.
await expect((await text("taught")).includes("account: 2 examples"), true, "what the lines have taught");
await browser.evaluate(`[...document.querySelectorAll("#taught button")].forEach(() =>
  document.querySelector("#taught button").click())`);
await expect(await text("taught"), "", "all that was taught, forgotten");

// What is shown while a line is typed: slots as spans at their bytes, several commands, what holds one back.
const show = async (line) => {
  await focus("line");
  await browser.type(line);
  const shown = (query) =>
    browser.evaluate(`[...document.querySelectorAll("#reading ${query}")].map((e) => e.textContent).join("|")`);
  return { marks: await shown(".said mark"), intents: await shown("h3"), held: await shown(".held") };
};
let shown = await show("¡café! turn off the kitchen lights 💡");
await expect(shown.marks.replace(/name|area/g, ""), "café|kitchen", "spans of and behind letters of several bytes");
shown = await show("turn off the lights and lock the front door");
await expect(shown.intents, "HassTurnOff|HassTurnOn", "several commands");
await expect(shown.marks, "front doorname", "their spans");
shown = await show("don't unlock the front door");
await expect(shown.held, "This forbids it, so nothing is to be done.", "what holds a command back");
shown = await show("who won the match");
await expect(shown.intents, "None of the commands", "a line that is no command");
await show("turn off the <b>bold</b> lights");
const elements = await browser.evaluate(`document.querySelectorAll("#reading b").length`);
await expect(elements, 0, "elements made of what was typed");

// The forms teach, and the line that stands there is told by the labels at once.
const teach = async (label, example) => {
  await focus("label");
  await browser.type(label);
  await focus("example");
  await browser.type(example, "Enter");
};
for (const example of ["I cannot log in any more", "my password does not work"]) await teach("account", example);
await teach("music", "play something quiet");
await focus("list");
await browser.type("room");
await focus("names");
await browser.type("winter garden, sun room", "Enter");
const taught = () =>
  browser.evaluate(`[...document.querySelectorAll("#taught li span")].map((e) => e.textContent).join("|")`);
await expect(await taught(), "account: 2 examples|music: 1 example|room: winter garden and 1 more", "what was taught");
await expect(
  await page.texts("#taught li li"), "I cannot log in any more|my password does not work|play something quiet",
  "the examples of the labels");
const saved = await browser.evaluate(`(async () => {
  let file;
  URL.createObjectURL = (blob) => { file = blob; return "data:,"; };
  HTMLAnchorElement.prototype.click = () => {};
  document.getElementById("save").click();
  return await file.text();
})()`);
await expect(
  saved, "@teach account\tI cannot log in any more\n@teach account\tmy password does not work\n" +
    "@teach music\tplay something quiet\n@list room\twinter garden\tsunroom\n", "the file that is saved");
shown = await show("my login fails");
await expect(shown.intents.split("|").at(-1), "account", "the label of a line");
shown = await show("turn off the lights in the sun room");
await expect(shown.marks, "sun roomroom", "the name of a list");
await browser.evaluate(`document.querySelector("#taught button").click()`);
await expect(await taught(), "music: 1 example|room: winter garden and 1 more", "a label that was forgotten");

// Who does not see the page: every control has a name, and a reply is said.
const { nodes } = await browser.send("Accessibility.getFullAXTree");
const controls = nodes.filter(({ role, ignored }) => !ignored && ["button", "textbox", "link"].includes(role?.value));
await expect(controls.length > 12, true, "buttons and fields");
for (const { role, name } of controls) if (!name?.value) await fail(`a ${role.value} without a name`);
await focus("line");
await browser.type("don't unlock the front door", "Enter");
await expect((await text("status")).includes("nothing is to be done"), true, "what is said of a reply");

await expect(page.faults, "[]", "what was fetched or went wrong");
console.log(`${lines.length} lines typed into the page, and the replies of the program`);
await browser.end(0);
