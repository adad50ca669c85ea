// What Traefik makes of a service's labels, for every release that may read them: only what all of these say alike is said at all.

import type { LabelProblem } from "../model/build/input.ts";
import { judgeLabels } from "../model/build/judge.ts";
import { providerSettings } from "../model/build/provider.ts";
import { DEFAULT_RULE } from "../model/build/template.ts";
import { plainLabel } from "../model/decode/plain.ts";
import { certain, isComplaint, type PlainLabel } from "../model/decode/problem.ts";
import { parseRule } from "../model/expression/parseRule.ts";
import type { Version } from "../model/image.ts";
import type { Label } from "../model/labels.ts";
import type { Service } from "../model/service.ts";
import type { Span } from "../syntax/text.ts";
import { Text } from "../syntax/text.ts";
import { perService } from "./perService.ts";
import { reading, releases } from "./reading.ts";
import type { View } from "./view.ts";

export interface Judged {
  readonly problem: LabelProblem;
  /** The labels at fault, never none. */
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
const KEPT = new WeakMap<Service, { readonly judges: string; readonly found: readonly Judged[] }>();

/** Nothing where labels are not read. */
export const judgements = perService((service: Service, view: View): readonly Judged[] => {
  const read = reading(service, view);
  if (read?.set.scope !== "deploy") return [];
  const versions = releases(view, read.readers) ?? NEWEST;
  const rules = [...new Set(read.readers.map(({ traefik }) => (traefik ? (traefik.defaultRule ?? UNTOLD) : DEFAULT_RULE)))];
  // Of a service that is left out, Traefik still reads the labels that may say so.
  const isLeftOut = read.taken === "no";
  const judges = versions.flatMap((version) => rules.map((defaultRule) => ({ version, defaultRule, isLeftOut })));
  const key = judges.map(({ version: v, defaultRule }) => `${v.major}.${v.minor}.${v.patch} ${v.text} ${defaultRule} ${isLeftOut}`).join();
  const kept = KEPT.get(service);
  if (kept?.judges === key) return kept.found;
  const found = judge(service, judges);
  KEPT.set(service, { judges: key, found });
  return found;
});

interface Judge {
  readonly version: Version;
  readonly defaultRule: string;
  readonly isLeftOut: boolean;
}

/** A template of which nothing is said. */
const UNTOLD = "{{ template }}";

function judge(service: Service, judges: readonly Judge[]): readonly Judged[] {
  const { labels } = service.deployLabels!;
  const all = labels.filter((l) => /^traefik\./i.test(l.key.value));
  if (all.length === 0) return [];
  const plain = labels.map(plainLabel);
  const [first, ...others] = judges.map((one) => problemsOf(plain, service, one));
  const versions = [...new Set(judges.map(({ version }) => version))];
  const asked = labels.find((l) => l.key.value.toLowerCase() === "traefik.enable") ?? all[0]!;
  const agreed = first!.filter((p) => others.every((list) => list.some((q) => same(p, q))));
  return agreed.flatMap((problem) => {
    // What is missing has no label: then it is the one that makes Traefik look.
    const own = problem.labels.length > 0 ? problem.labels.map((i) => labels[i]!) : [asked];
    const label = own[0]!;
    const text = partOf(problem, labels) ?? label.key;
    return [{ problem, labels: own, span: text.span, text, all: all.length, releases: versions }];
  });
}

function problemsOf(labels: readonly PlainLabel[], service: Service, { version, defaultRule, isLeftOut }: Judge): readonly LabelProblem[] {
  if (isLeftOut)
    return certain(providerSettings({ labels, serviceName: service.name.value, version }).problems, labels).filter(isComplaint);
  // Rules of rules read the same text: it is parsed once.
  const written = new Map(service.deployLabels!.labels.map((l) => [l.value?.value, l.value]));
  const textOf = (rule: string) => written.get(rule) ?? new Text(rule, { start: 0, end: rule.length });
  const acceptsRule = (rule: string, { protocol, syntax }: { protocol: "http" | "tcp"; syntax: string }) =>
    parseRule(textOf(rule), {
      kind: protocol,
      version,
      ...(syntax === "v2" || syntax === "v3" ? { syntax } : {}),
    }).problems.length === 0;
  // What other sets define is asked elsewhere.
  const exists = () => undefined;
  return judgeLabels({ labels, serviceName: service.name.value, version, provider: { defaultRule }, acceptsRule, exists }).problems;
}

const same = (a: LabelProblem, b: LabelProblem): boolean =>
  a.code === b.code && a.labels.length === b.labels.length && a.labels.every((l, i) => l === b.labels[i]);

function partOf({ at }: LabelProblem, labels: readonly Label[]): Text | undefined {
  const label = at && labels[at.label];
  const text = label && (at.in === "key" ? label.key : label.value);
  // Places behind a doubled dollar are not those of the file.
  if (!text || text.value.includes("$$")) return text;
  const part = text.slice(at!.start, at!.end);
  return part.value === "" ? text : part;
}
