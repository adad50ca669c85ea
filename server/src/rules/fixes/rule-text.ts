// The rules of routers in a service's labels: what Traefik gets of them, the releases that read them, and edits inside that keep the YAML
// around them whole.
import type { Protocol, RuleSyntax } from "../../catalog/traefik/matchers.ts";
import type { RuleVersion } from "../../model/expression/dialect.ts";
import { parseRule } from "../../model/expression/parseRule.ts";
import type { MatcherNode, ParsedRule, RuleNode } from "../../model/expression/ruleTree.ts";
import { type Label, type LabelSet, labelOf } from "../../model/labels.ts";
import { hasVariable, type Service } from "../../model/service.ts";
import type { Edit } from "../../syntax/edit.ts";
import { opaqueText, type Span, Text } from "../../syntax/text.ts";
import { perService } from "../../workspace/perService.ts";
import { type Reader, reading } from "../../workspace/reading.ts";
import type { View } from "../../workspace/view.ts";

export interface RouterRule {
  readonly kind: Protocol;
  readonly router: string;
  readonly set: LabelSet;
  readonly label: Label;
  /** What Traefik gets: Docker makes one dollar of two. Variables stand as they are. */
  readonly text: Text;
  /** As each of the releases reads it that may be the one. */
  readonly parsed: readonly [ParsedRule, ...ParsedRule[]];
  /** "Traefik v3.1", or "Traefik" where it is not one release. */
  readonly traefik: string;
}

interface Dialect {
  readonly version: RuleVersion;
  /** As it is called in messages; "" where it is not one release. */
  readonly title: string;
  readonly syntaxes: readonly RuleSyntax[];
}

const newest = (major: number): RuleVersion => ({ major, minor: Number.POSITIVE_INFINITY, patch: Number.POSITIVE_INFINITY });

/** Where nothing is known. */
const ANY: readonly Dialect[] = [
  { version: newest(2), title: "", syntaxes: ["v2"] },
  { version: newest(3), title: "", syntaxes: ["v2", "v3"] },
];

/**
 * The rules that a Traefik reads from this service, as far as the files tell. `guess`: a Traefik without a version, or `latest`, is taken for
 * the newest.
 */
export const routerRules = (service: Service, view: View, guess = false): readonly RouterRule[] =>
  guess ? guessed(service, view) : certain(service, view);

const certain = perService((service, view) => readRules(service, view, false));
const guessed = perService((service, view) => readRules(service, view, true));

function readRules(service: Service, view: View, guess: boolean): readonly RouterRule[] {
  const read = reading(service, view);
  const labels = read?.set.labels.filter((l) => RULE.test(l.key.value)) ?? [];
  if (!read || labels.length === 0 || read.taken === "no") return [];
  const { set } = read;
  const dialects = read.readers.flatMap((r) => dialectsOf(r, guess));
  const titles = [...new Set(dialects.map((d) => d.title))];
  const traefik = titles.length === 1 && titles[0] ? `Traefik ${titles[0]}` : "Traefik";
  return labels.flatMap((label): RouterRule[] => {
    const [, kind, router] = RULE.exec(label.key.value)!;
    const key = label.key.value.toLowerCase();
    const written = label.value;
    if (!written || labelOf(set, key) !== label || isHidden(label) || isOpen(written.value)) return [];
    const protocol = kind!.toLowerCase() as Protocol;
    const text = singleDollars(written);
    const syntax = labelOf(set, key.replace(/rule$/, "rulesyntax"));
    const options = dialects.flatMap(({ version, syntaxes }) =>
      (version.major < 3 ? (["v2"] as const) : (told(syntax) ?? syntaxes)).map((s) => ({ kind: protocol, version, syntax: s })),
    );
    const parsed = options.map((o) => parseRule(text, o)) as [ParsedRule, ...ParsedRule[]];
    return [{ kind: protocol, router: router!, set, label, text, parsed, traefik }];
  });
}

const RULE = /^traefik\.(http|tcp)\.routers\.([^.]+)\.rule$/i;

function dialectsOf({ traefik, version: told }: Reader, guess: boolean): readonly Dialect[] {
  const version = told ?? (guess && traefik?.latest ? newest(3) : undefined);
  if (!version) return ANY;
  // A Traefik that is only named is taken for one with the usual settings.
  const syntax = traefik ? traefik.ruleSyntax : "v3";
  return [{ version, title: told?.text ?? "v3", syntaxes: syntax ? [syntax] : ["v2", "v3"] }];
}

/** What the router's own label says of its syntax; without one the Traefik's default counts. */
function told(label: Label | undefined): readonly RuleSyntax[] | undefined {
  const value = label?.value?.value ?? "";
  if (value === "") return undefined;
  // Whatever else stands there, capitals included, is v3.
  return hasVariable(value) ? ["v2", "v3"] : [value === "v2" ? "v2" : "v3"];
}

/** An anchor of another file. */
const isHidden = ({ part }: Label): boolean => part?.value.kind === "scalar" && part.value.unresolved !== undefined;

/** A variable stands where it may be any part of the rule. Between quotes it is an argument, or a part of one; behind an open quote it may be all. */
const isOpen = (rule: string): boolean =>
  hasVariable(rule.replace(/`[^`]*(`|$)|"(?:[^"\\]|\\.)*\\?("|$)/gs, (part, raw, quote) => (raw || quote ? "" : part)));

function singleDollars(text: Text): Text {
  if (!text.value.includes("$$")) return text;
  const parts = [...text.value.matchAll(/\$\$|[\s\S]/g)];
  const value = parts.map(([part]) => (part === "$$" ? "$" : part)).join("");
  if (text.opaque) return opaqueText(value, text.span);
  const starts = parts.map((p) => text.offsetAt(p.index));
  const ends = parts.map((p) => text.slice(p.index, p.index + p[0].length).span.end);
  return new Text(value, text.span, { starts, ends });
}

/** Whether what stands there holds a variable. */
export const isVariable = (service: Service, { text }: RouterRule, span: Span): boolean =>
  hasVariable(text.opaque ? text.value : service.block.source.slice(span.start, span.end));

/** The matchers that are under no `!`. */
export function asked(node: RuleNode): MatcherNode[] {
  if (node.kind === "matcher") return [node];
  return node.kind === "all" || node.kind === "any" ? node.parts.flatMap(asked) : [];
}

/** Parts in place of a node: in brackets, unless they are the whole rule. */
export function joined({ parsed: [{ tree }] }: RouterRule, node: RuleNode, parts: readonly string[], operator: "&&" | "||"): string {
  const text = parts.join(` ${operator} `);
  const whole = tree.kind === node.kind && tree.span.start === node.span.start && tree.span.end === node.span.end;
  return whole || parts.length === 1 ? text : `(${text})`;
}

/** No rule that anybody edits by a light bulb is longer. */
const MAX_LENGTH = 2000;

/** Another text in place of a part. Undefined where that can't be written there, or Traefik would not like the rule better. */
export function rewriteRule(service: Service, rule: RouterRule, at: Span, instead: string): Edit[] | undefined {
  const { text, label, parsed, set } = rule;
  const node = label.part?.value;
  if (node?.kind !== "scalar" || node.grafted || node.anchor || text.opaque || text.length > MAX_LENGTH) return undefined;
  // A dollar that Docker leaves alone would become a variable.
  if (/\$\$[A-Za-z_{]/.test(service.block.source.slice(at.start, at.end))) return undefined;
  const start = indexAt(text, (i) => text.offsetAt(i) === at.start);
  const end = at.end === at.start ? start : indexAt(text, (i) => i > 0 && text.slice(i - 1, i).span.end === at.end);
  if (start < 0 || end < start) return undefined;
  const value = text.value.slice(0, start) + instead + text.value.slice(end);
  const better = parsed.every(({ dialect: { kind, version, syntax }, problems }) => {
    const left = parseRule(opaqueText(value, text.span), { kind, version, syntax }).problems.length;
    return left === 0 || left < problems.length;
  });
  if (!better) return undefined;
  const dollars = instead.replace(/\$(?!\{|[A-Za-z_])/g, "$$$$");
  if (node.style === "single") return [{ span: at, text: dollars.replaceAll("'", "''") }];
  if (node.style === "double") return [{ span: at, text: dollars.replace(/[\\"]/g, "\\$&") }];
  if (node.style !== "plain") return [{ span: at, text: dollars }];
  const flow = set.entry.value.kind !== "scalar" && set.entry.value.flow;
  if (/:(?:\s|$)|\s#|^[#:]/.test(dollars) || (flow && /[[\]{},]/.test(dollars))) return undefined;
  if (set.form === "map" && start === 0 && !/^[A-Za-z(]/.test(value)) return undefined;
  return [{ span: at, text: dollars }];
}

function indexAt({ length }: Text, is: (index: number) => boolean): number {
  for (let i = 0; i <= length; i++) if (is(i)) return i;
  return -1;
}
