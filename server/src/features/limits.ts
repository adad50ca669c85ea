// What of a file is not read, as it goes beyond what any stack needs: the user is told, so that silence does not look like praise.
import type { Language } from "../rules/rule.ts";
import { LONGEST_FILE, type StackDocument } from "../syntax/document.ts";
import type { Span } from "../syntax/text.ts";
import { fileName } from "./status.ts";
import { text } from "./texts.ts";

export type LimitKind = "long" | "deep" | "aliases";

export interface Limit {
  readonly kind: LimitKind;
  /** Index of the block, and the place in it. */
  readonly index: number;
  readonly span: Span;
}

const KINDS: Readonly<Record<string, LimitKind>> = { TOO_DEEP: "deep", TOO_MANY_ALIASES: "aliases" };

export const isLimit = (code: string): boolean => KINDS[code] !== undefined;

/** One of each kind, the first. */
export function limitsOf(document: StackDocument): Limit[] {
  if (document.length > LONGEST_FILE) return [{ kind: "long", index: 0, span: { start: 0, end: 0 } }];
  const found = new Map<LimitKind, Limit>();
  document.blocks.forEach((block, index) => {
    for (const { code, span } of block.problems) {
      const kind = KINDS[code];
      if (kind && !found.has(kind)) found.set(kind, { kind, index, span });
    }
  });
  return [...found.values()];
}

const KEYS = { long: "tooLong", deep: "tooDeep", aliases: "tooManyAliases" } as const;

export const limitText = (uri: string, kind: LimitKind, language: Language): string => text(language, KEYS[kind], { file: fileName(uri) });
