// Pipit in Node: echo "turn off the kitchen lights" | node example.mjs
import { readFileSync } from "node:fs";
const { instance } = await WebAssembly.instantiate(readFileSync(new URL("pipit.wasm", import.meta.url)));
const { memory, pipit_start, pipit_line, pipit_capacity, pipit_ask, pipit_reply } = instance.exports;
if (pipit_start() < 0) throw new Error("the model does not start");
for (const line of readFileSync(0, "utf8").replace(/\n$/, "").split("\n")) {
  const bytes = new TextEncoder().encode(line);
  new Uint8Array(memory.buffer, pipit_line(), pipit_capacity()).set(bytes.subarray(0, pipit_capacity()));
  const count = pipit_ask(bytes.length);
  process.stdout.write(new Uint8Array(memory.buffer, pipit_reply(), count).slice());
}
