// Labels and lists that the user teaches: the program keeps them, the page shows what it has.

class Teaching {
  #ask;

  /** `ask` gives the reply to a line, read. */
  constructor(ask) {
    this.#ask = ask;
  }

  /** The lines that teach the same again. */
  get lines() {
    return this.#ask("@taught save").lines;
  }

  /** What is taught now, each with its examples, if it has any, and with the request that takes it back. */
  entries() {
    const labels = this.#ask("@taught").labels.map(({ label, examples }) => ({
      text: `${label}: ${examples === 1 ? "1 example" : `${examples} examples`}`, undo: `@forget ${label}`, name: label,
      examples: this.#ask(`@examples ${label}`).examples,
    }));
    const names = this.#ask("@lists").lists.map(({ list, id, names }) => ({
      text: `${list}: ${id}${names > 1 ? ` and ${names - 1} more` : ""}`, undo: `@unlist ${list} || ${id}`, name: id,
      examples: [],
    }));
    return [...labels, ...names];
  }

  /** Whether there are labels that a line can be told by. */
  get hasLabels() {
    return this.#ask("@taught").labels.length > 0;
  }

  /** The file that teaches the same. */
  get file() {
    return this.lines.map((line) => `${line}\n`).join("");
  }
}
