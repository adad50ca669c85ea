// What a rule that Traefik refuses is turned into: the right spelling where there is one, else what may be meant.
import { matchersOf, type RuleProblem } from "../../model/expression/ruleTree.ts";
import type { Service } from "../../model/service.ts";
import type { Span } from "../../syntax/text.ts";
import { type Fix, inBlock, offer } from "../rule.ts";
import { byDistance, distance } from "./nearest.ts";
import { joined, type RouterRule, rewriteRule } from "./rule-text.ts";

/** The whole rule in quotes that YAML leaves alone. Linear: one loop, and one quote to look for behind it. */
export const QUOTED = /^(["'])(\w+\(.*\))\1$/;

/** `Host:example.com` */
export const VERSION_1 = /^([A-Z][A-Za-z]+):([\w./-]+)$/;

/** Titles of the fixes. */
export type Mended = "write" | "remove" | "split" | "close" | "tls";

export const near = (word: string, legal: readonly string[] = []): string[] => byDistance(word.toLowerCase(), legal).slice(0, 3);

export function mend(service: Service, rule: RouterRule, problem: RuleProblem): Fix<Mended>[] {
  const { code, span, args, legal = [], instead } = problem;
  const { source } = service.block;
  const write = (kind: "safe" | "choice", key: Mended, at: Span, text: string, shown = text): Fix<Mended>[] => {
    return offer({ title: { key, args: { text: shown } }, kind }, inBlock(service.block, rewriteRule(service, rule, at, text)));
  };
  if (instead !== undefined) {
    return write("safe", instead === "" ? "remove" : "write", span, instead, instead === "" ? source.slice(span.start, span.end) : instead);
  }
  if (code === "unknown-matcher") {
    const word = args[0]!;
    const typos = legal.filter((name) => distance(word.toLowerCase(), name.toLowerCase()) <= 1);
    if (typos.length === 1) return write("safe", "write", span, typos[0]!);
    const likely = near(word, legal).filter((name) => isLike(word.toLowerCase(), name.toLowerCase()));
    return likely.flatMap((name) => write("choice", "write", span, name));
  }
  if (code === "missing-brackets") {
    const [, name, value] = VERSION_1.exec(args[0]!) ?? [];
    return name ? write("choice", "write", span, `${name}(\`${value}\`)`) : [];
  }
  if (code === "not-a-matcher") {
    const inner = QUOTED.exec(args[0]!)?.[2];
    return inner === undefined ? [] : write("safe", "write", span, inner);
  }
  if (code === "argument-count") return split(service, rule, problem);
  if (code === "path-without-slash" && /^[\w.]/.test(args[0]!)) {
    const start = span.start + 1;
    return write("choice", "write", { start, end: start }, "/", `\`/${args[0]}\``);
  }
  if (code === "extra-bracket") return write("choice", "remove", span, "", ")");
  if (code === "missing-operator") return ["&&", "||"].flatMap((o) => write("choice", "write", span, ` ${o} `, o));
  if (code === "missing-bracket") {
    const end = rule.text.trim().span.end;
    return write("choice", "close", { start: end, end }, ")");
  }
  return [];
}

const isLike = (word: string, name: string): boolean =>
  distance(word, name) <= word.length / 2 || name.startsWith(word) || word.startsWith(name);

/** Host(`a`, `b`) took either host in v2. */
function split(service: Service, rule: RouterRule, { span, args: [name = "", , legal] }: RuleProblem): Fix<Mended>[] {
  const node = matchersOf(rule.parsed.at(-1)!.tree).find((m) => m.span.start === span.start && m.span.end === span.end);
  if (!node || legal !== "1" || node.arguments.length < 2 || node.arguments.some((a) => a.quote === "")) return [];
  const each = node.arguments.map((a) => `${name}(${a.quote}${a.text.value}${a.quote})`);
  return offer(
    { title: { key: "split" }, kind: "safe" },
    inBlock(service.block, rewriteRule(service, rule, span, joined(rule, node, each, "||"))),
  );
}
