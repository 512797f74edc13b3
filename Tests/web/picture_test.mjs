// node picture_test.mjs CHROMIUM PROFILE PICTURE...: drawings and pages of forge in a real browser, which reads them
// without complaint; in a drawing no text lies on another, and none leaves it.
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";
import { Browser } from "./browser.mjs";

const [chromium, profile, ...pictures] = process.argv.slice(2);
const browser = new Browser(chromium, profile);
await browser.openTab();
for (const domain of ["Page", "Runtime"]) await browser.send(`${domain}.enable`);

const look = `(() => {
  const error = document.querySelector("parsererror");
  if (error) return [error.textContent];
  const svg = document.querySelector("svg");
  const whole = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim()).map((text) => ({
    text: text.firstChild.textContent, box: text.getBoundingClientRect(),
  }));
  const faults = texts.length < 3 ? ["hardly a text"] : [];
  texts.forEach(({ text, box }, index) => {
    const isOutside = box.left < whole.left || box.top < whole.top || box.right > whole.right ||
      box.bottom > whole.bottom;
    if (isOutside) faults.push("outside: " + text);
    for (const other of texts.slice(index + 1)) {
      const width = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const height = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      // The boxes of lines that stand close have room above and below the letters.
      if (width > 1 && height > 4) faults.push(text + " lies on " + other.text);
    }
  });
  return faults;
})()`;

let isGood = true;
for (const picture of pictures) {
  const page = pathToFileURL(resolve(picture)).href;
  await browser.send("Page.navigate", { url: page });
  const isThere = `location.href === ${JSON.stringify(page)} && document.readyState === "complete"`;
  while (!(await browser.evaluate(isThere))) await new Promise((done) => setTimeout(done, 20));
  const faults = await browser.evaluate(look);
  for (const fault of faults) console.error(`${picture}: ${fault}`);
  isGood &&= faults.length === 0;
}
if (isGood) console.log(`${pictures.length} pictures looked at`);
await browser.end(isGood ? 0 : 1);
