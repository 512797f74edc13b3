// The program: a line in, a line of JSON out.

class Pipit {
  /** Starts the module that stands in an element, in base64. */
  static async start(element) {
    const bytes = Uint8Array.from(atob(element.textContent), (letter) => letter.charCodeAt(0));
    const { instance } = await WebAssembly.instantiate(bytes);
    return new Pipit(instance.exports, bytes.length);
  }

  constructor(exports, fileBytes) {
    this.exports = exports;
    this.fileBytes = fileBytes;
    const count = exports.pipit_start();
    if (count < 0) throw new Error(`the model does not start (${count})`);
    this.ready = JSON.parse(this.#text(count));
  }

  /** The reply to a line, as it is, and how many milliseconds it took. */
  ask(line) {
    const { memory, pipit_line, pipit_capacity, pipit_ask } = this.exports;
    const bytes = encode(line);
    const room = new Uint8Array(memory.buffer, pipit_line(), pipit_capacity());
    room.set(bytes.subarray(0, room.length));
    const start = performance.now();
    const count = pipit_ask(bytes.length);
    const milliseconds = performance.now() - start;
    return { text: this.#text(count).trimEnd(), milliseconds };
  }

  get memoryBytes() {
    return this.exports.memory.buffer.byteLength;
  }

  #text(count) {
    return decode(new Uint8Array(this.exports.memory.buffer, this.exports.pipit_reply(), count));
  }
}

const encode = (text) => new TextEncoder().encode(text);
const decode = (bytes) => new TextDecoder().decode(bytes);
