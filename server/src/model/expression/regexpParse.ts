// Reads a regular expression as Go's regexp/syntax does with Perl's syntax: what it refuses is refused here, and nothing else is.
import { charTest, oneChar } from "./charClass.ts";
import { readClass, readClassEscape, readEscape } from "./regexpEscape.ts";
import { MAX_REPEAT, readBraces, repeatFits } from "./regexpRepeat.ts";
import { type RegexpNode, type RegexpReason, RegexpRefusal } from "./regexpTree.ts";

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

interface Group {
  readonly flags: Flags;
  readonly alternatives: RegexpNode[];
  parts: RegexpNode[];
}

export interface RegexpDialect {
  /** `(?<name>` beside `(?P<name>`, since Go 1.22; undefined where the version is not known. */
  readonly shortNames: boolean | undefined;
}

/** Go stops at 1000, counted in another way: deeper ones are not judged. */
const MAX_DEPTH = 300;

/** Throws a RegexpRefusal. */
export function parseRegexp(pattern: string, dialect: RegexpDialect): RegexpNode {
  const chars = Array.from(pattern);
  const names = new Set<string>();
  const stack: Group[] = [];
  let flags: Flags = { i: false, m: false, s: false };
  let group: Group = { flags, alternatives: [], parts: [] };
  let repeated = false;
  let at = 0;

  const refuse = (reason: RegexpReason): never => {
    throw new RegexpRefusal(reason, chars.slice(0, at).join("").length);
  };
  const literal = (code: number) => group.parts.push({ kind: "char", test: oneChar(code, flags.i) });
  const assert = (what: (RegexpNode & { kind: "assert" })["what"]) => group.parts.push({ kind: "assert", what });

  const repeat = (min: number, max: number | undefined, length: number, braces: boolean) => {
    at += length;
    if (chars[at] === "?") at++; // fewest first: the same texts match
    if (repeated) refuse("repeat-twice");
    const of = group.parts.pop();
    if (!of) throw new RegexpRefusal("repeat-nothing", at - length);
    const node: RegexpNode = { kind: "repeat", of, min, max, braces };
    if (braces && (min >= 2 || (max ?? 0) >= 2) && !repeatFits(node, MAX_REPEAT)) refuse("repeat-size");
    group.parts.push(node);
    repeated = true;
  };

  while (at < chars.length) {
    const c = chars[at]!;
    const wasRepeated: boolean = repeated;
    repeated = false;
    if (c === "(") openGroup();
    else if (c === "|") {
      group.alternatives.push({ kind: "all", parts: group.parts });
      group.parts = [];
      at++;
    } else if (c === ")") {
      const outer = stack.pop();
      if (!outer) refuse("parenthesis");
      outer!.parts.push(closed(group));
      flags = group.flags;
      group = outer!;
      at++;
    } else if (c === "^" || c === "$") {
      if (c === "^") assert(flags.m ? "lineStart" : "textStart");
      else assert(flags.m ? "lineEnd" : "textEnd");
      at++;
    } else if (c === ".") {
      group.parts.push({ kind: "char", test: flags.s ? () => true : (code) => code !== 0x0a });
      at++;
    } else if (c === "[") {
      const read = readClass(chars, at, refuse);
      group.parts.push({ kind: "char", test: charTest(read.set, flags.i, read.not) });
      at = read.end;
    } else if (c === "*" || c === "+" || c === "?") {
      repeated = wasRepeated;
      repeat(c === "+" ? 1 : 0, c === "?" ? 1 : undefined, 1, false);
    } else if (c === "{") {
      const braces = readBraces(chars, at);
      if (!braces) {
        literal(0x7b);
        at++;
      } else {
        const { min, max, length } = braces;
        if (min > MAX_REPEAT || (max !== undefined && (max > MAX_REPEAT || min > max))) refuse("repeat-size");
        repeated = wasRepeated;
        repeat(min, max, length, true);
      }
    } else if (c === "\\") readBackslash();
    else {
      literal(c.codePointAt(0)!);
      at++;
    }
  }
  if (stack.length > 0) refuse("parenthesis");
  return closed(group);

  function openGroup(): void {
    const start = at;
    if (stack.length > MAX_DEPTH) refuse("unknown");
    const outerFlags = flags;
    if (chars[at + 1] !== "?") at++;
    else {
      const name = groupName();
      if (name === undefined) {
        const changed = readFlags();
        flags = changed.flags;
        at = changed.end;
        if (chars[at - 1] === ")") return; // (?i) holds up to the end of the group around it
      } else if (names.has(name)) refuse("group");
      else names.add(name);
    }
    stack.push(group);
    group = { flags: outerFlags, alternatives: [], parts: [] };
    if (at <= start) refuse("unknown");
  }

  /** The name of `(?P<name>`, with `at` behind it; undefined where this is no such group. */
  function groupName(): string | undefined {
    const short = chars[at + 2] === "<" && chars[at + 3] !== "=" && chars[at + 3] !== "!";
    if (!short && !(chars[at + 2] === "P" && chars[at + 3] === "<")) return undefined;
    if (short && dialect.shortNames === false) refuse("group");
    const from = at + (short ? 3 : 4);
    const end = chars.indexOf(">", from);
    const name = end < 0 ? "" : chars.slice(from, end).join("");
    if (!/^[A-Za-z0-9_]+$/.test(name)) refuse("group");
    if (short && dialect.shortNames === undefined) refuse("unknown");
    at = end + 1;
    return name;
  }

  function readFlags(): { flags: Flags; end: number } {
    let next = { ...flags };
    let on = true;
    let any = false;
    for (let i = at + 2; i < chars.length; i++) {
      const c = chars[i]!;
      if (c === "i" || c === "m" || c === "s") next = { ...next, [c]: on };
      else if (c === "-" && on) {
        on = false;
        any = false;
        continue;
      } else if (c !== "U") {
        if ((c !== ":" && c !== ")") || (!on && !any)) break;
        return { flags: next, end: i + 1 };
      }
      any = true;
    }
    return refuse(/^\((?:\?=|\?!|\?<=|\?<!)/.test(chars.slice(at, at + 4).join("")) ? "lookaround" : "group");
  }

  function readBackslash(): void {
    const c = chars[at + 1];
    if (c === "Q") {
      at += 2;
      while (at < chars.length && !(chars[at] === "\\" && chars[at + 1] === "E")) literal(chars[at++]!.codePointAt(0)!);
      at = Math.min(at + 2, chars.length);
    } else if (c === "A" || c === "z" || c === "b" || c === "B") {
      assert(c === "A" ? "textStart" : c === "z" ? "textEnd" : c === "b" ? "boundary" : "noBoundary");
      at += 2;
    } else {
      const known = readClassEscape(chars, at, refuse);
      if (known) {
        group.parts.push({ kind: "char", test: charTest(known.set, flags.i, known.not) });
        at = known.end;
        return;
      }
      const single = readEscape(chars, at, refuse);
      literal(single.code);
      at = single.end;
    }
  }
}

const closed = (group: Group): RegexpNode =>
  group.alternatives.length === 0
    ? { kind: "all", parts: group.parts }
    : { kind: "any", parts: [...group.alternatives, { kind: "all", parts: group.parts }] };
