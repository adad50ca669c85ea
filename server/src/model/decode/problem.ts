// What is wrong with a set of labels, as codes and places. Words are the business of the rules.

/** A label as Traefik gets it from Docker. */
export interface PlainLabel {
  readonly key: string;
  readonly value: string;
  /** Parts that a variable decides: nothing is said about them, and values count as good ones. */
  readonly open?: { readonly key: boolean; readonly value: boolean };
}

/**
 * What comes of it. "panics": Traefik's whole Swarm provider stops; "drops-all": none of the service's labels count; "drops-part": a router is left
 * out; "runtime": a router, middleware or service is disabled or works in part; "warns": it works and Traefik logs a warning; "silent": Traefik
 * says nothing, and does something else than the label says.
 */
export type Effect = "panics" | "drops-all" | "drops-part" | "runtime" | "warns" | "silent";

/** A part of a label's key or value. */
export interface LabelPart {
  readonly label: number;
  readonly in: "key" | "value";
  readonly start: number;
  readonly end: number;
}

export interface Problem<Code extends string = string> {
  readonly code: Code;
  readonly effect: Effect;
  /** The labels at fault, by index; empty where something is missing and no label is to blame. */
  readonly labels: readonly number[];
  /** The exact part, where one is. */
  readonly at: LabelPart | undefined;
  /** Names and values that a message needs. */
  readonly args: Readonly<Record<string, string>>;
}

export type DecodeCode =
  /** A segment ends in `]` and has no `[`. */
  | "bracket-panic"
  /** The first segment is not exactly `traefik`. */
  | "invalid-root"
  /** Two dots in a row, or one at the end. */
  | "empty-segment"
  /** A segment begins with `[`. */
  | "leading-bracket"
  /** No such field in this version; `block` is where it was looked for. */
  | "unknown-field"
  /** A block that needs something below it got a value, `loadbalancer=true`. */
  | "standalone-block"
  /** A plain value has something below it, `rule.x=y`. */
  | "scalar-with-children"
  /** `server=8080`: a list that is written as a block got a plain value. */
  | "empty-list-block"
  /** Text that is not of the field's type; `type` says which. */
  | "invalid-value"
  /** A toggle's text is neither empty nor true: the block is off, with all below it; `beside` says whether something is. */
  | "disabled-block"
  /** A field that labels may carry and Traefik ignores; `block` is where it stands. */
  | "ignored-field"
  /** A list with an index or a key, `middlewares[0]=a`: its value is lost. */
  | "indexed-list"
  /** A list of blocks that got plain values, `tls.domains=x`. */
  | "plain-list-block"
  /** A value for a block or an entry that takes none, `routers.web=x`. */
  | "lost-value"
  /** The same field in two spellings; the last in byte order wins. */
  | "two-spellings";

export type DecodeProblem = Problem<DecodeCode>;

/** Whether Traefik complains in its log, or shows the error in its API; the rest it does without a word. */
export const isComplaint = (problem: Problem): boolean => problem.effect !== "silent";

/** Problems but those about what a variable decides. */
export function certain<P extends Problem>(problems: readonly P[], labels: readonly PlainLabel[]): readonly P[] {
  if (!labels.some((label) => label.open)) return problems;
  return problems.filter(({ code, at, labels: blamed }) => {
    if (at) return !labels[at.label]!.open?.[at.in];
    return code !== "defined-twice" || !blamed.some((label) => labels[label]!.open?.value);
  });
}
