// Dictation, where the browser has it. The voice is the browser's affair; the page gets words.

class Dictation {
  #recognition;
  #isOn = false;
  #change;

  /** `hear` gets the words so far and whether they are all; `change` whether it listens, and what went wrong. */
  constructor(hear, change) {
    this.#change = change;
    this.#recognition = Dictation.#recognizer();
    if (!this.isThere) return;
    this.#recognition.onresult = (event) => {
      const results = [...event.results];
      // Recognizers write sentences; commands have no full stop.
      const words = results.map((result) => result[0].transcript).join("").trim().replace(/[.!]$/, "");
      if (words) hear(words, results.every((result) => result.isFinal));
    };
    this.#recognition.onend = () => this.#set(false);
    this.#recognition.onerror = ({ error }) => this.#set(this.#isOn, Dictation.#fault(error));
  }

  /** The browser's recognizer; undefined where it has none, or lets nobody have it. */
  static #recognizer() {
    const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;
    if (!Recognition) return undefined;
    try {
      return Object.assign(new Recognition(), { lang: "en-US", interimResults: true, maxAlternatives: 1 });
    } catch {
      return undefined;
    }
  }

  /** What went wrong in words; nothing where the user ended it. */
  static #fault(error) {
    const faults = {
      "not-allowed": "The browser does not let this page use the microphone.",
      "service-not-allowed": "The browser does not let this page use the microphone.",
      "audio-capture": "No microphone was found.",
      "no-speech": "Nothing was heard.",
      network: "The browser's dictation needs a network, and there is none.",
      aborted: "",
    };
    return faults[error] ?? `The browser's dictation failed: ${error}.`;
  }

  get isThere() {
    return this.#recognition !== undefined;
  }

  toggle() {
    if (this.#isOn) return this.#recognition.stop();
    // From now on, since it takes a while to begin, and must not be started twice.
    this.#set(true);
    try {
      this.#recognition.start();
    } catch (error) {
      this.#set(false, Dictation.#fault(error.message));
    }
  }

  #set(isOn, fault) {
    this.#isOn = isOn;
    this.#change(isOn, fault);
  }
}
