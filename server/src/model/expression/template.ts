// The templates of v2's rules, `/users/{id:[0-9]+}`: text, and expressions in braces with a name.
import { type GoRegExp, goRegExp, quoteMeta } from "./goRegExp.ts";
import type { RegexpDialect } from "./regexpParse.ts";
import type { ProblemCode } from "./ruleTree.ts";

export interface Template {
  readonly names: readonly string[];
  /** Absent where nothing sure can be said about what it matches. */
  readonly regexp: GoRegExp | undefined;
}

export type TemplateProblem = { readonly code: ProblemCode; readonly args: readonly string[] };

export interface TemplateShape {
  /** What braces without an expression take. */
  readonly open: "[^/]+" | "[^.]+" | ".*";
  /** Before the first character. */
  readonly before: string;
  /** Behind the last character. */
  readonly after: string;
  /** Each expression is compiled alone, too. */
  readonly parts: boolean;
}

export function readTemplate(text: string, shape: TemplateShape, dialect: RegexpDialect): Template | TemplateProblem {
  const braces = firstLevelBraces(text);
  if (!braces) return { code: "unbalanced-braces", args: [text] };
  const names: string[] = [];
  let pattern = shape.before;
  let end = 0;
  let sure = true;
  for (const [from, to] of braces) {
    const inner = text.slice(from + 1, to - 1);
    const colon = inner.indexOf(":");
    const name = colon < 0 ? inner : inner.slice(0, colon);
    const expression = colon < 0 ? shape.open : inner.slice(colon + 1);
    if (name === "" || expression === "") return { code: "unnamed-braces", args: [text.slice(from, to)] };
    if (shape.parts) {
      const alone = goRegExp(`^${expression}$`, dialect);
      if ("refused" in alone) return { code: "bad-regexp", args: [expression, alone.refused] };
      sure &&= "ok" in alone;
    }
    pattern += `${quoteMeta(text.slice(end, from))}(?P<v${names.length}>${expression})`;
    names.push(name);
    end = to;
  }
  pattern += quoteMeta(text.slice(end)) + shape.after;
  const whole = goRegExp(pattern, dialect);
  if ("refused" in whole) return { code: "bad-regexp", args: [text, whole.refused] };
  return { names, regexp: sure && "ok" in whole ? whole.ok : undefined };
}

/** Start and end of each pair of braces that is in no other; undefined where they do not match up. */
function firstLevelBraces(text: string): [number, number][] | undefined {
  const found: [number, number][] = [];
  let level = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "{" && ++level === 1) from = i;
    else if (text[i] === "}" && --level <= 0) {
      if (level < 0) return undefined;
      found.push([from, i + 1]);
    }
  }
  return level === 0 ? found : undefined;
}
