// Which questions the rules asked about the rest of the file and the project, and whether all that was answered still holds. Blocks that asked
// the same share the note of it, so after a change each question is asked again once, not once for each block.
import { differencesSince, type Place } from "./graph.ts";
import type { Project } from "./project.ts";
import { same } from "./same.ts";
import { ANSWERED_FROM, placeAsked } from "./sources.ts";
import type { View } from "./view.ts";

/** A question with its answer. */
export interface Read {
  readonly question: keyof View;
  readonly argument: unknown;
  readonly answer: unknown;
  /** Where the graph answers it. */
  readonly place: Place | undefined;
  /** When it was last asked again, and whether the answer was the same. */
  asked: { readonly round: object; readonly holds: boolean } | undefined;
}

/** What a block's findings rest upon, and the project in which it was last true, as objects that do not keep that alive. */
export interface Basis {
  readonly outlined: readonly Read[];
  readonly fromGraph: readonly Read[];
  /** These may be answered otherwise while all facts stay the same. */
  readonly aboutBlocks: readonly Read[];
  project: object;
  outline: object;
}

export interface Recorder {
  readonly view: View;
  /** What was asked since the last time. */
  readonly take: () => Basis;
}

/** So many notes are kept to be shared; what is typed leaves some behind that nobody shares any more. */
const MANY = 50_000;

/** The notes of a file, from version to version. */
const NOTES = new WeakMap<object, Map<string, Read>>();

/**
 * A view that writes down what it is asked.
 *
 * @param file stands for the file in all its versions
 */
export function recorder(view: View, project: Project, file: object): Recorder {
  let notes = NOTES.get(file);
  if (!notes || notes.size > MANY) {
    notes = new Map();
    NOTES.set(file, notes);
  }
  const shared = notes;
  let own = new Map<string, Read>();
  const ask = (question: keyof View, argument: unknown): unknown => {
    const key = argument === undefined ? question : `${question} ${wordsOf(argument)}`;
    const known = own.get(key);
    if (known && same(known.argument, argument)) return known.answer;
    const answer = view[question](argument as never);
    let read = shared.get(key);
    if (!read || !same(read.argument, argument) || !same(read.answer, answer)) {
      read = { question, argument, answer, place: placeAsked(question, argument), asked: undefined };
      shared.set(key, read);
    }
    // Of two arguments with the same words the second one stands beside the first.
    own.set(known ? `${key} ${own.size}` : key, read);
    return answer;
  };
  /** Most questions have no argument, and are asked by many rules. */
  const wrap = (question: keyof View) => {
    let last: { readonly of: object; readonly answer: unknown } | undefined;
    return (argument: unknown) => {
      if (argument !== undefined) return ask(question, argument);
      if (last?.of !== own) last = { of: own, answer: ask(question, undefined) };
      return last.answer;
    };
  };
  const questions = Object.keys(view) as (keyof View)[];
  return {
    view: Object.fromEntries(questions.map((q) => [q, wrap(q)])) as unknown as View,
    take: () => {
      const reads = [...own.values()];
      own = new Map();
      const from = (source: string) => reads.filter((r) => ANSWERED_FROM[r.question] === source);
      return {
        outlined: from("outline"),
        fromGraph: from("graph"),
        aboutBlocks: from("blocks"),
        project: project.id,
        outline: project.outline,
      };
    },
  };
}

/** What tells most arguments apart. */
function wordsOf(argument: unknown): string {
  if (typeof argument !== "object" || argument === null) return argument === undefined ? "" : String(argument);
  const { protocol, kind, name, uri, service } = argument as Record<string, unknown>;
  return `${protocol} ${kind} ${name} ${uri} ${service}`;
}

/**
 * Whether all that was asked is answered the same now.
 *
 * @param round one object for all blocks that are asked about with this view
 */
export function stillTrue(basis: Basis, view: View, project: Project, round: object): boolean {
  const { outlined, fromGraph, aboutBlocks } = basis;
  if (basis.project !== project.id) {
    if (basis.outline !== project.outline && !all(outlined, view, round)) return false;
    const differing = differencesSince(basis.project, project);
    for (const read of fromGraph) if ((!differing || differing.has(read.place!)) && !holds(read, view, round)) return false;
  }
  if (!all(aboutBlocks, view, round)) return false;
  basis.project = project.id;
  basis.outline = project.outline;
  return true;
}

function all(reads: readonly Read[], view: View, round: object): boolean {
  for (const read of reads) if (!holds(read, view, round)) return false;
  return true;
}

function holds(read: Read, view: View, round: object): boolean {
  if (read.asked?.round !== round) read.asked = { round, holds: same(view[read.question](read.argument as never), read.answer) };
  return read.asked.holds;
}
