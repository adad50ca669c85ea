// What the commands know of the process that runs them, and how they tell of what they could not read.
import type { Language } from "../../src/rules/rule.ts";
import { printable } from "./frame.ts";
import type { Environment } from "./options.ts";
import type { Paint } from "./paint.ts";
import type { Opened } from "./projects.ts";
import { type Told, tell } from "./texts.ts";

export interface Shell {
  readonly cwd: string;
  readonly env: Environment;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly paint: Paint;
  /** Columns of the terminal. */
  readonly width: number;
  readonly tool: { readonly version: string; readonly homepage: string; readonly bugs: string };
}

export const complain = (shell: Shell, language: Language, { key, args }: Told): void =>
  shell.err(`traefik-swarm: ${printable(tell(language, key, args))}\n`);

export function tellTroubles({ troubles, notes }: Pick<Opened, "troubles" | "notes">, language: Language, shell: Shell): void {
  for (const told of [...troubles, ...notes]) complain(shell, language, told);
}

/** What could not be read or written weighs more than what was found. */
export const exitCode = ({ troubles }: Pick<Opened, "troubles">, otherwise: number): number => (troubles.length > 0 ? 2 : otherwise);
