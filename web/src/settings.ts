/** A portfolio of the sandbox that is designed to show something. */
export interface Persona {
  readonly name: string;
  readonly address: string;
  readonly description: string;
}

/** What the server writes into the page about itself. */
export interface Settings {
  /** What relative links to the server start with. */
  readonly base: string;
  /** Whether all data is invented. */
  readonly isSandbox: boolean;
  /** Empty without the sandbox. */
  readonly personas: readonly Persona[];
  /** Whether requests need an API key. */
  readonly needsKey: boolean;
  /** How many addresses a portfolio may have. */
  readonly maxAddresses: number;
}

/** Reads the settings. Without a server, as in Vite's own server, they are those of a server without keys. */
export function readSettings(document: Document): Settings {
  const text = document.getElementById("settings")?.textContent ?? "";
  return text.startsWith("{") ? (JSON.parse(text) as Settings) : { base: "", isSandbox: false, personas: [], needsKey: false, maxAddresses: 10 };
}
