// Puts the content of anchors where the aliases stand. What comes in that way has its place at the alias, so every span of a block lies in
// the block, and the block depends on other blocks only by the text of the anchors that it imports.
import { hash } from "./hash.ts";
import type { Parsed, RawNode } from "./raw.ts";
import { opaqueText, type Span, span, Text } from "./text.ts";
import type { Node, Scalar } from "./tree.ts";

/** More grafted nodes than this in one block are an alias bomb: the rest stays empty. */
export const MAX_GRAFTED = 10_000;
/** Anchors in anchors may nest without end, and whoever walks through a tree recurses. */
const MAX_DEPTH = 100;

/** An anchor as other blocks import it. Two definitions with equal keys mean the same. */
export interface Anchor {
  readonly name: string;
  readonly node: Node;
  /** Stands for the text of the definition and of all that it imports itself. */
  readonly key: string;
}

export interface Linked {
  readonly root: Node | undefined;
  /** The block's own anchors, for the blocks below. */
  readonly anchors: readonly Anchor[];
  /** Aliases that nothing above defines. */
  readonly unresolved: readonly { readonly name: string; readonly span: Span }[];
  /** How many nodes came in by aliases. */
  readonly grafted: number;
  /** The first alias whose content was cut off, as there is too much of it. */
  readonly cut: Span | undefined;
}

/**
 * @param imports the anchors of the blocks above, the last definition of each name
 * @param limit how many nodes may come in by aliases
 */
export function link(parsed: Parsed, source: string, imports: ReadonlyMap<string, Anchor>, limit = MAX_GRAFTED): Linked {
  const { root, anchors, aliases } = parsed;
  // Most blocks: a tree that holds no alias is whole.
  if (anchors.length === 0 && aliases.length === 0)
    return { root: root as Node | undefined, anchors: [], unresolved: [], grafted: 0, cut: undefined };
  const budget: Budget = { left: limit, cut: undefined };
  const state: State = { source, imports, own: new Map(), anchors: [], unresolved: [], budget };
  const tree = root && resolve(root, state);
  return { root: tree, anchors: state.anchors, unresolved: state.unresolved, grafted: limit - budget.left, cut: budget.cut };
}

interface Budget {
  left: number;
  cut: Span | undefined;
}

interface State {
  readonly source: string;
  readonly imports: ReadonlyMap<string, Anchor>;
  readonly own: Map<string, Anchor>;
  readonly anchors: Anchor[];
  readonly unresolved: { name: string; span: Span }[];
  readonly budget: Budget;
}

function resolve(node: RawNode, state: State): Node {
  if (node.kind === "alias") {
    const anchor = state.own.get(node.name) ?? state.imports.get(node.name);
    if (anchor) return graft(anchor.node, node.span, state.budget, 0);
    state.unresolved.push({ name: node.name, span: node.span });
    return { ...empty(node.span), unresolved: opaqueText(`*${node.name}`, node.span) };
  }
  const before = node.anchor && state.own.get(node.anchor);
  const resolved: Node =
    node.kind === "mapping"
      ? { ...node, entries: node.entries.map((e) => ({ ...e, value: resolve(e.value, state) })) }
      : node.kind === "sequence"
        ? { ...node, items: node.items.map((i) => ({ ...i, value: resolve(i.value, state) })) }
        : node;
  // Of one anchor inside another of its name the inner one comes later.
  if (node.anchor && state.own.get(node.anchor) === before) define(node.anchor, resolved, state);
  return resolved;
}

function define(name: string, node: Node, state: State): void {
  const text = state.source.slice(node.span.start, node.span.end);
  // What the definition itself takes in, from above or from inside this block, is part of what it means.
  const names = new Set([...text.matchAll(/\*([^\s,[\]{}]+)/g)].map((m) => m[1]!));
  const uses = [...names].map((n) => (state.own.get(n) ?? state.imports.get(n))?.key ?? "?");
  const key = hash([node.tag ?? "", ...(/[|>]/.test(text) ? blockTexts(node) : []), text, ...uses].join("\u0000"));
  const anchor: Anchor = { name, node, key };
  state.own.set(name, anchor);
  state.anchors.push(anchor);
}

/** A block scalar may count its indentation from what it stands in, which is no part of its text. */
function blockTexts(node: Node): string[] {
  if (node.kind === "scalar") return node.style === "literal" || node.style === "folded" ? [node.text.value] : [];
  const parts = node.kind === "mapping" ? node.entries : node.items;
  return parts.flatMap(({ value }) => (value.grafted ? [] : blockTexts(value)));
}

/** A copy that stands at `at` as a whole. */
function graft(node: Node, at: Span, budget: Budget, depth: number): Node {
  if (budget.left <= 0 || depth > MAX_DEPTH) {
    budget.cut ??= at;
    return empty(at);
  }
  budget.left--;
  const place = { span: at, grafted: true };
  if (node.kind === "scalar") {
    const open = node.unresolved && { unresolved: opaqueText(node.unresolved.value, at) };
    return { ...node, ...place, text: opaqueText(node.text.value, at), ...open };
  }
  if (node.kind === "sequence")
    return { ...node, ...place, items: node.items.map((i) => ({ span: at, value: graft(i.value, at, budget, depth + 1) })) };
  const entries = node.entries.map((e) => ({
    ...e,
    key: opaqueText(e.key.value, at),
    value: graft(e.value, at, budget, depth + 1),
    span: at,
  }));
  return { ...node, ...place, entries };
}

const empty = (at: Span): Scalar => ({
  kind: "scalar",
  style: "plain",
  text: new Text("", span(at.start, at.start)),
  span: at,
  grafted: true,
});
