// node module_test.mjs WASM LINES: the replies of the module to the lines of a file, whatever bytes they have.
import { readFileSync } from "node:fs";

const [wasm, path] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(wasm));
if (WebAssembly.Module.imports(module).length > 0) throw new Error("the module imports something");
const { exports } = new WebAssembly.Instance(module);
const bytesBefore = exports.memory.buffer.byteLength;
if (exports.pipit_ask(0) !== 0) throw new Error("a reply before the start");
const reply = (count) =>
  process.stdout.write(new Uint8Array(exports.memory.buffer, exports.pipit_reply(), count).slice());
reply(exports.pipit_start());
let rest = readFileSync(path);
while (rest.length > 0) {
  const end = rest.indexOf(10) < 0 ? rest.length : rest.indexOf(10);
  const line = rest.subarray(0, end > 0 && end < rest.length && rest[end - 1] === 13 ? end - 1 : end);
  rest = rest.subarray(end + 1);
  const room = new Uint8Array(exports.memory.buffer, exports.pipit_line(), exports.pipit_capacity());
  room.set(line.subarray(0, room.length));
  reply(exports.pipit_ask(line.length));
}
if (exports.memory.buffer.byteLength !== bytesBefore) throw new Error("the memory has grown");
