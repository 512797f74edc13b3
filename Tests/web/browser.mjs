// A headless Chromium on a pipe, as far as the test of the page needs it.
import { spawn } from "node:child_process";

/** Starts Chromium with a profile in `folder`; `send` asks DevTools, `events` are those that came. */
export class Browser {
  #waiting = new Map();
  #count = 0;
  events = [];

  constructor(program, folder) {
    const options = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
      "--remote-debugging-pipe", `--user-data-dir=${folder}`, "about:blank",
    ];
    this.process = spawn(program, options, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    this.process.on("exit", () => this.#failAll("the browser ended"));
    let rest = Buffer.alloc(0);
    this.process.stdio[4].on("data", (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      for (let end; (end = rest.indexOf(0)) >= 0; rest = rest.subarray(end + 1)) {
        this.#receive(JSON.parse(rest.subarray(0, end).toString()));
      }
    });
  }

  send(method, params = {}) {
    const id = ++this.#count;
    this.process.stdio[3].write(JSON.stringify({ id, method, params, sessionId: this.session }) + "\0");
    return new Promise((resolve, reject) => this.#waiting.set(id, { method, resolve, reject }));
  }

  /** A tab of its own, in which everything that follows happens. */
  async openTab() {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    this.session = (await this.send("Target.attachToTarget", { targetId, flatten: true })).sessionId;
  }

  /** What an expression of the page gives. */
  async evaluate(expression) {
    const options = { expression, returnByValue: true, awaitPromise: true };
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", options);
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description}`);
    return result.value;
  }

  /** Types a text into the element that has the focus, and a key after it. */
  async type(text, key) {
    await this.send("Input.insertText", { text });
    if (key) await this.press(key);
  }

  async press(key) {
    const codes = { Enter: 13, Tab: 9 };
    const event = { key, code: key, windowsVirtualKeyCode: codes[key], text: key === "Enter" ? "\r" : "" };
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", ...event });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  /** Ends the browser, and with it this program. */
  async end(status) {
    this.process.removeAllListeners("exit");
    this.process.on("exit", () => process.exit(status));
    this.session = undefined;
    await this.send("Browser.close").catch(() => this.process.kill("SIGKILL"));
  }

  #receive(message) {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (!waiting) this.events.push(message);
    else if (message.error) waiting.reject(new Error(`${waiting.method}: ${message.error.message}`));
    else waiting.resolve(message.result);
  }

  #failAll(why) {
    for (const { reject } of this.#waiting.values()) reject(new Error(why));
  }
}
