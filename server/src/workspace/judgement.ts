// What Traefik makes of a service's labels, for every release that may read them: only what all of these say alike is said at all.

import type { LabelProblem } from "../model/build/input.ts";
import { judgeLabels } from "../model/build/judge.ts";
import type { PlainLabel } from "../model/decode/problem.ts";
import { effective } from "../model/effective.ts";
import { parseRule } from "../model/expression/parseRule.ts";
import type { Version } from "../model/image.ts";
import { isTraefikLabel, type Label, labelOf } from "../model/labels.ts";
import { hasVariable, type Service } from "../model/service.ts";
import type { Span } from "../syntax/text.ts";
import { Text } from "../syntax/text.ts";
import type { View } from "./view.ts";

export interface Judged {
  readonly problem: LabelProblem;
  /** The labels at fault. */
  readonly labels: readonly Label[];
  /** The part at fault, else the first label's key. */
  readonly span: Span;
  readonly text: Text;
  /** How many labels the service has that Traefik looks at. */
  readonly all: number;
  /** The releases that say so. */
  readonly releases: readonly Version[];
}

/** Where no release is known: the newest of v2 and v3 have to agree. */
const NEWEST: readonly Version[] = [
  { major: 2, minor: 11, patch: Number.POSITIVE_INFINITY, text: "" },
  { major: 3, minor: Number.POSITIVE_INFINITY, patch: Number.POSITIVE_INFINITY, text: "" },
];

/** A release as the user wrote it, else as people call it. */
export const releaseName = ({ text, major }: Version): string => (text === "" ? `v${major}` : text);

/** Several rules ask for the same: kept until another release may be meant. */
const KEPT = new WeakMap<Service, { readonly releases: string; readonly found: readonly Judged[] }>();

/** Nothing where labels are not read. */
export function judgements(service: Service, view: View): readonly Judged[] {
  if (!service.deployLabels || view.target().mode !== "swarm" || view.traefiks().some((t) => t.mode === "container")) return [];
  // What is left out on purpose has no labels that matter; a forgotten traefik.enable is told elsewhere.
  if (effective(service).replicas.value === 0 || isUnasked(service, view)) return [];
  const versions = versionsOf(view);
  const releases = versions.map((v) => `${v.major}.${v.minor}.${v.patch} ${v.text}`).join();
  const kept = KEPT.get(service);
  if (kept?.releases === releases) return kept.found;
  const found = judge(service, versions);
  KEPT.set(service, { releases, found });
  return found;
}

const isUnasked = (service: Service, view: View): boolean =>
  labelOf(service.deployLabels, "traefik.enable") === undefined && view.traefiks().some((t) => t.exposedByDefault === false);

function judge(service: Service, versions: readonly Version[]): readonly Judged[] {
  const labels = service.deployLabels!.labels.filter((l) => isTraefikLabel(l) || /^traefik\./i.test(l.key.value));
  if (labels.length === 0) return [];
  const plain = labels.map(plainLabel);
  const [first, ...others] = versions.map((version) => problemsOf(plain, service, version));
  const agreed = first!.filter((p) => others.every((list) => list.some((q) => same(p, q))));
  return agreed.flatMap((problem) => {
    const own = problem.labels.map((i) => labels[i]!);
    const [label] = own;
    if (!label) return [];
    const text = partOf(problem, labels) ?? label.key;
    return [{ problem, labels: own, span: text.span, text, all: labels.length, releases: versions }];
  });
}

function plainLabel(label: Label): PlainLabel {
  const { key, value } = label;
  const open = { key: hasVariable(key.value), value: hasVariable(value?.value ?? "") || isNumber(label) };
  return { key: undollar(key.value), value: undollar(value?.value ?? ""), open };
}

/** A number in a map, which Docker writes in its own way: 0x50 becomes 80. */
function isNumber({ part, value }: Label): boolean {
  const node = part && "key" in part ? part.value : undefined;
  if (!value || node?.kind !== "scalar" || node.style !== "plain" || /^-?(?:0|[1-9]\d{0,14})$/.test(value.value)) return false;
  return value.value !== "" && !Number.isNaN(Number(value.value.replaceAll("_", "").replace(/^0o?(?=[0-7]+$)/, "0o")));
}

const versionsOf = (view: View): readonly Version[] => {
  const known = view.traefiks().map((t) => t.version);
  return known.length > 0 && known.every((v) => v !== undefined) ? known : NEWEST;
};

function problemsOf(labels: readonly PlainLabel[], service: Service, version: Version): readonly LabelProblem[] {
  const acceptsRule = (rule: string, { protocol, syntax }: { protocol: "http" | "tcp"; syntax: string }) =>
    parseRule(new Text(rule, { start: 0, end: rule.length }), {
      kind: protocol,
      version,
      ...(syntax === "v2" || syntax === "v3" ? { syntax } : {}),
    }).problems.length === 0;
  // What other sets define is asked elsewhere.
  const exists = () => undefined;
  return judgeLabels({ labels, serviceName: service.name.value, version, acceptsRule, exists }).problems;
}

const same = (a: LabelProblem, b: LabelProblem): boolean =>
  a.code === b.code && a.labels.length === b.labels.length && a.labels.every((l, i) => l === b.labels[i]);

/** Docker makes one dollar of two. Places behind one that is doubled are those of the whole text. */
const undollar = (text: string): string => text.replaceAll("$$", "$");

function partOf({ at }: LabelProblem, labels: readonly Label[]): Text | undefined {
  const label = at && labels[at.label];
  const text = label && (at.in === "key" ? label.key : label.value);
  if (!text || text.value.includes("$$")) return text;
  const part = text.slice(at!.start, at!.end);
  return part.value === "" ? text : part;
}
