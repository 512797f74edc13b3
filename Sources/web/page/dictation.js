// Dictation, where the browser has it. The voice is the browser's affair; the page gets words.

class Dictation {
  #recognition;
  #isOn = false;

  /** `hear` gets the words so far and whether they are all; `change` whether it listens, and what went wrong. */
  constructor(hear, change) {
    const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;
    if (!Recognition) return;
    this.#recognition = Object.assign(new Recognition(), { lang: "en-US", interimResults: true, maxAlternatives: 1 });
    this.#recognition.onresult = (event) => {
      const results = [...event.results];
      const words = results.map((result) => result[0].transcript).join("").trim();
      // Recognizers write sentences; commands have no full stop.
      hear(words.replace(/[.!]$/, ""), results.every((result) => result.isFinal));
    };
    this.#recognition.onstart = () => change((this.#isOn = true));
    this.#recognition.onend = () => change((this.#isOn = false));
    this.#recognition.onerror = (event) => change(this.#isOn, Dictation.#faults[event.error] ?? event.error);
  }

  static #faults = {
    "not-allowed": "The browser does not let this page use the microphone.",
    "service-not-allowed": "The browser does not let this page use the microphone.",
    "audio-capture": "No microphone was found.",
    "no-speech": "Nothing was heard.",
    network: "The browser's dictation needs a network, and there is none.",
    aborted: "",
  };

  get isThere() {
    return this.#recognition !== undefined;
  }

  toggle() {
    if (this.#isOn) this.#recognition.stop();
    else this.#recognition.start();
  }
}
