// Colours for terminals. Without them a text is the same, letter for letter.
import type { Severity } from "../../src/workspace/settings.ts";
import type { Environment } from "./options.ts";

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;
type Style = keyof typeof CODES;

export type Paint = (text: string, ...styles: Style[]) => string;

export const paintWith = (colours: boolean): Paint =>
  colours ? (text, ...styles) => (text === "" ? "" : `\x1b[${styles.map((s) => CODES[s]).join(";")}m${text}\x1b[0m`) : (text) => text;

/** Whether a stream gets colours: FORCE_COLOR and NO_COLOR (see force-color.org, no-color.org) come before what the stream is. */
export function wantsColours(isTerminal: boolean, env: Environment): boolean {
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== "0" && force !== "false";
  return isTerminal && !env.NO_COLOR && env.TERM !== "dumb";
}

export const colourOf = (severity: Severity): Style =>
  (({ error: "red", warning: "yellow", info: "blue", hint: "cyan" }) as const)[severity];

/** What stands in backticks is what the user wrote or should write: it stands out, the rest is prose. */
export const paintMessage = (paint: Paint, message: string): string => message.replace(/`[^`]+`/g, (code) => paint(code, "bold"));
