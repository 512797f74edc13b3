// The page in a headless Chromium without a network, as far as its tests need it.
import { pathToFileURL } from "node:url";
import { Browser } from "./browser.mjs";

/** The page FOLDER/index.html, opened from the disk; what is not as it should be ends the test. */
export class Page {
  constructor(chromium, folder) {
    this.browser = new Browser(chromium, `${folder}/profile`);
    this.url = pathToFileURL(`${folder}/index.html`).href;
    setTimeout(() => this.fail("the page took longer than a minute"), 60_000).unref();
  }

  /** Opens the page in a new tab, where `script` has run before its own. */
  async open(script = "") {
    const { browser } = this;
    browser.session = undefined;
    await browser.openTab();
    for (const domain of ["Page", "Runtime", "Network", "Log", "Accessibility"]) await browser.send(`${domain}.enable`);
    await browser.send("Network.emulateNetworkConditions", {
      offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0,
    });
    await browser.send("Page.addScriptToEvaluateOnNewDocument", { source: script });
    await browser.send("Page.navigate", { url: this.url });
    await browser.evaluate(`new Promise((done) => {
      const look = () => document.getElementById("facts")?.children.length ? done(true) : setTimeout(look, 20);
      look();
    })`);
  }

  async fail(text) {
    console.error(text);
    await this.browser.end(1);
    await new Promise(() => {});  // nothing else is tried
  }

  async expect(found, wanted, what) {
    if (found !== wanted) await this.fail(`${what}:\n  ${found}\nand not\n  ${wanted}`);
  }

  /** The text of the element with this id. */
  text(id) {
    return this.browser.evaluate(`document.getElementById("${id}").textContent`);
  }

  /** The texts of all elements that a selector finds, with bars between. */
  texts(selector) {
    return this.browser.evaluate(`[...document.querySelectorAll("${selector}")].map((e) => e.textContent).join("|")`);
  }

  focus(id) {
    return this.browser.evaluate(`{ const e = document.getElementById("${id}"); e.focus(); e.select(); }`);
  }

  /** What the page fetched or complained of, in all tabs, as JSON of a list. */
  get faults() {
    const isFetch = ({ method, params }) => method === "Network.requestWillBeSent"
      && params.request.url !== this.url && !/^(data|blob):/.test(params.request.url);
    const isFault = ({ method, params }) => method === "Runtime.exceptionThrown"
      || (method === "Log.entryAdded" && params.entry.level === "error")
      || (method === "Runtime.consoleAPICalled" && params.type === "error");
    return JSON.stringify(this.browser.events.filter((event) => isFetch(event) || isFault(event)));
  }
}
