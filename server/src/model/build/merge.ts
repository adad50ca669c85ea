// The labels of several services of one swarm: Traefik puts them together by name, and where two say different things under one name, both are lost.

import { certain } from "../decode/problem.ts";
import { type Block, isBlock, plain } from "../decode/settings.ts";
import { blameOf } from "./blame.ts";
import {
  type Built,
  type Judgement,
  type Kind,
  type LabelInput,
  type LabelProblem,
  type Protocol,
  problem,
  providerName,
} from "./input.ts";
import { buildLabels } from "./judge.ts";
import { referencesOf } from "./references.ts";
import { runtimeProblems } from "./runtime.ts";

/** The verdicts on services that one Traefik reads, in their order. */
export function judgeServices(inputs: readonly LabelInput[]): readonly Judgement[] {
  const built = inputs.map(buildLabels);
  const panics = built.some((j) => j.problems.some((p) => p.effect === "panics"));
  const twice = conflicts(built.map((j) => j.built));
  const merged = built.map((judgement) => withoutConflicts(judgement, twice));
  const names = new Set(merged.flatMap(({ built: b }) => [...items(b)].map(({ id }) => id)));
  const used = new Set(merged.flatMap((judgement, index) => referencesOf(inputs[index]!, judgement.built)));
  return merged.map((judgement, index) => {
    const input = inputs[index]!;
    if (panics || !judgement.served) return { ...judgement, served: false, problems: certain(judgement.problems, input.labels) };
    const own = `@${providerName(input.version)}`;
    const exists = (protocol: Protocol, kind: Kind, name: string) => {
      if (name.endsWith(own) && names.has(idOf(kind, protocol, name.slice(0, -own.length)))) return true;
      return input.exists ? input.exists(protocol, kind, name) : false;
    };
    const problems = [...judgement.problems, ...runtimeProblems({ ...input, exists }, judgement.built, used)];
    return { ...judgement, problems: certain(problems, input.labels) };
  });
}

interface Named {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly protocol: string;
  readonly block: Block;
  /** What has to be equal. */
  readonly content: string;
}

const idOf = (kind: string, protocol: string, name: string): string => `${kind} ${protocol} ${name}`;

function* items(built: Built): Generator<Named> {
  for (const { protocol, name, block, rule, service } of built.routers)
    yield { id: idOf("router", protocol, name), kind: "router", protocol, name, block, content: `${content(block)} ${rule} ${service}` };
  for (const { protocol, name, block } of built.services)
    yield { id: idOf("service", protocol, name), kind: "service", protocol, name, block, content: content(balancerOf(block)) };
  for (const { protocol, name, block } of built.middlewares)
    yield { id: idOf("middleware", protocol, name), kind: "middleware", protocol, name, block, content: content(block) };
  for (const { name, block } of built.stores)
    yield { id: idOf("store", "tls", name), kind: "store", protocol: "tls", name, block, content: content(block) };
}

const content = (block: Block): string => JSON.stringify(plain(block));

/** Servers are united; all else of a service has to be equal. */
function balancerOf(block: Block): Block {
  const balancer = block.fields.get("loadBalancer")?.value;
  if (!isBlock(balancer)) return block;
  const fields = new Map(
    [...balancer.fields].filter(([name, { value }]) => name !== "servers" && !(name === "passHostHeader" && value === true)),
  );
  return { ...balancer, fields };
}

/** The ids with different contents. */
function conflicts(all: readonly Built[]): ReadonlySet<string> {
  const first = new Map<string, string>();
  const twice = new Set<string>();
  for (const built of all) {
    for (const item of items(built)) {
      const known = first.get(item.id);
      if (known !== undefined && known !== item.content) twice.add(item.id);
      first.set(item.id, known ?? item.content);
    }
  }
  return twice;
}

function withoutConflicts(judgement: Judgement, twice: ReadonlySet<string>): Judgement {
  const { built } = judgement;
  const problems: LabelProblem[] = [...items(built)]
    .filter(({ id }) => twice.has(id))
    .map(({ kind, protocol, name, block }) => problem("defined-twice", "drops-part", blameOf(block), { kind, protocol, name }));
  const keep = <T extends { readonly name: string; readonly protocol?: string }>(kind: string, list: readonly T[]): readonly T[] =>
    list.filter(({ name, protocol = "tls" }) => !twice.has(idOf(kind, protocol, name)));
  return {
    ...judgement,
    problems: [...judgement.problems, ...problems],
    built: {
      routers: keep("router", built.routers),
      services: keep("service", built.services),
      middlewares: keep("middleware", built.middlewares),
      stores: keep("store", built.stores),
    },
  };
}
