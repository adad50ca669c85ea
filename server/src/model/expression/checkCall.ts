// One matcher with its arguments, held against what the release knows and takes.
import { MATCHERS, type Matcher } from "../../catalog/traefik/matchers.ts";
import type { Text } from "../../syntax/text.ts";
import type { Flaw } from "./compiled.ts";
import { matcherOf, type RuleDialect } from "./dialect.ts";
import { httpMatcher } from "./matchHttp.ts";
import { tcpMatcher } from "./matchTcp.ts";
import type { RawNode, Report } from "./rawTree.ts";
import type { Argument, MatcherNode } from "./ruleTree.ts";

type Call = RawNode & { readonly kind: "call" };

interface Context {
  readonly text: Text;
  readonly dialect: RuleDialect;
  readonly report: Report;
  readonly variables: Set<string>;
}

export function checkCall(call: Call, context: Context): MatcherNode {
  const { text, dialect, report } = context;
  const written = text.slice(call.start, call.nameEnd);
  const matcher = matcherOf(dialect, written.value);
  const node: MatcherNode = {
    kind: "matcher",
    name: matcher?.name ?? written.value,
    written,
    arguments: call.arguments,
    span: text.slice(call.start, call.end).span,
    test: undefined,
  };
  if (!matcher) {
    report({ start: call.start, end: call.nameEnd, ...nameProblem(written.value, call.arguments.length, dialect) });
    return node;
  }
  if (call.flawed) return node;
  const wrongCount = countProblem(matcher, call.arguments.length);
  if (wrongCount) {
    report({ code: "argument-count", start: call.start, end: call.end, args: wrongCount });
    return node;
  }
  const empty = call.arguments.filter((a) => a.value === "");
  for (const argument of empty) report({ code: "empty-argument", ...placeOf(argument, call, context), args: [matcher.name] });
  if (empty.length > 0) return node;
  return { ...node, test: testOf(matcher, call, context) };
}

function testOf(matcher: Matcher, call: Call, context: Context): MatcherNode["test"] {
  const { dialect, report, variables } = context;
  const values = call.arguments.map((a) => a.value);
  const broken = call.arguments.flatMap((a, argument) => (a.broken ? [argument] : []));
  const flaws: Flaw[] = broken
    .filter((argument) => isExpression(matcher, argument, dialect))
    .map((argument) => ({ code: "bad-regexp", args: [values[argument]!, "unicode"], argument }));
  if (dialect.kind === "http") {
    const compiled = httpMatcher(dialect, matcher.name)(values, dialect, variables);
    if ("flaws" in compiled) flaws.push(...compiled.flaws);
    else if (flaws.length === 0) return { protocol: "http", takes: broken.length === 0 ? compiled.takes : () => "unknown" };
  } else {
    const compiled = tcpMatcher(dialect, matcher.name)(values, dialect);
    if ("flaws" in compiled) flaws.push(...compiled.flaws);
    else if (flaws.length === 0) return { protocol: "tcp", takes: broken.length === 0 ? compiled.takes : () => "unknown" };
  }
  for (const { argument, ...flaw } of flaws) {
    const place = flaw.code === "argument-count" ? { start: call.start, end: call.end } : placeOf(call.arguments[argument], call, context);
    report({ ...flaw, ...place });
  }
  return undefined;
}

/** Whether an argument becomes a regular expression, which has to be UTF-8. */
function isExpression({ name, count }: Matcher, argument: number, { syntax }: RuleDialect): boolean {
  if (syntax === "v2" && /^(?:Path|PathPrefix|Query)$/.test(name)) return true;
  if (!name.endsWith("Regexp")) return false;
  return count === "many" || (count !== "pairs" && count.includes(1) && !count.includes(2)) || argument % 2 === 1;
}

/** Indexes of an argument in the rule. */
function placeOf(argument: Argument | undefined, call: Call, { text }: Context): { start: number; end: number } {
  const index = argument ? call.arguments.indexOf(argument) : -1;
  const place = call.places[index];
  return place ?? { start: call.start, end: Math.min(call.end, text.length) };
}

function countProblem({ name, count }: Matcher, got: number): readonly string[] | undefined {
  if (count === "many") return got > 0 ? undefined : [name, String(got), "many"];
  if (count === "pairs") return got > 0 && got % 2 === 0 ? undefined : [name, String(got), "pairs"];
  return count.includes(got) ? undefined : [name, String(got), count.join(" ")];
}

/** Matchers that mean the same under another name, given as many arguments as that takes. */
const SAME = /^(?:HostHeader|Headers?|Headers?Regexp)$/;

function nameProblem(word: string, got: number, dialect: RuleDialect): Pick<Parameters<Report>[0], "code" | "args" | "legal" | "instead"> {
  const lower = word.toLowerCase();
  const legal = dialect.matchers.map((m) => m.name);
  const same = dialect.matchers.find((m) => m.name.toLowerCase() === lower);
  if (same) return { code: "matcher-case", args: [word, same.name], legal: [same.name], instead: same.name };
  const inLine = MATCHERS[dialect.kind][dialect.syntax].find((m) => m.name.toLowerCase() === lower);
  if (inLine) return { code: "too-new-matcher", args: [inLine.name, `v${inLine.since.join(".")}`], legal };
  const other = MATCHERS[dialect.kind][dialect.syntax === "v2" ? "v3" : "v2"].find((m) => m.name.toLowerCase() === lower);
  if (other) {
    const here = dialect.matchers.find((m) => m.name === other.elsewhere);
    const same = here && SAME.test(other.name) && !countProblem(here, got);
    const args = [other.name, dialect.syntax, here?.name ?? ""];
    return { code: "other-syntax", args, legal: here ? [here.name] : legal, ...(same ? { instead: here.name } : {}) };
  }
  return { code: "unknown-matcher", args: [word], legal };
}
