// Labels and lists that the user teaches. The program keeps no texts, so the page keeps the lines that taught it.

class Teaching {
  #ask;
  #lines = [];  // that taught something and still count

  /** `ask` gives the reply to a line, read. */
  constructor(ask) {
    this.#ask = ask;
  }

  get lines() {
    return this.#lines;
  }

  /** Notes what a line taught, or took back. */
  note(line, reply) {
    const told = (kind, name) => (other) =>
      other.kind === kind && (kind === "teach" ? other.reply.label : other.reply.list) === name;
    if (reply.task === "teach" || reply.task === "list") {
      // An entry of a list replaces that of its name.
      const isOld = (other) => reply.task === "list" && told("list", reply.list)(other) && other.reply.id === reply.id;
      this.#lines = this.#lines.filter((other) => !isOld(other));
      this.#lines.push({ kind: reply.task, line, reply });
    } else if (reply.task === "forget") {
      this.#lines = this.#lines.filter((other) => !told("teach", reply.label)(other));
    } else if (reply.task === "unlist") {
      const isWhole = reply.id === undefined;
      const isGone = (other) => told("list", reply.list)(other) && (isWhole || other.reply.id === reply.id);
      this.#lines = this.#lines.filter((other) => !isGone(other));
    }
  }

  /** What is taught now, each with the request that takes it back. */
  entries() {
    const labels = this.#ask("@taught").labels.map(({ label, examples }) => ({
      text: `${label}: ${examples === 1 ? "1 example" : `${examples} examples`}`, undo: `@forget ${label}`, name: label,
    }));
    const names = this.#ask("@lists").lists.map(({ list, id, names }) => ({
      text: `${list}: ${id}${names > 1 ? ` and ${names - 1} more` : ""}`, undo: `@unlist ${list} || ${id}`, name: id,
    }));
    return [...labels, ...names];
  }

  /** Whether there are labels that a line can be told by. */
  get hasLabels() {
    return this.#lines.some(({ kind }) => kind === "teach");
  }

  /** The file that teaches the same. */
  get file() {
    return this.#lines.map(({ line }) => `${line}\n`).join("");
  }
}
