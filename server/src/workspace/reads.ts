// Which questions the rules asked about the rest of the file and the project, and whether all that was answered still holds. Blocks that asked
// the same share the note of it, so after a change each question is asked again once, not once for each block.
import { differencesSince, type Place } from "./graph.ts";
import { lookAnew } from "./perService.ts";
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
  /** Where it can be found by what it rests upon. */
  notes: Notes;
  /** Where it is that of the notes, it is true in their project, too. */
  token: object | undefined;
}

export interface Recorder {
  readonly view: View;
  /** What was asked since the last time. */
  readonly take: () => Basis;
}

/** After so many rounds the notes are begun anew: what is typed leaves some behind that nobody shares any more. */
const ROUNDS = 100;

/** What is noted of a file, from version to version. */
interface Notes {
  readonly shared: Map<string, Read>;
  /** All that blocks with the token rest upon, but for the graph: that is found by its places. */
  readonly outlined: Set<Read>;
  readonly aboutBlocks: Set<Read>;
  readonly readers: Map<Place, Set<Basis>>;
  rounds: number;
  /** The project for which the file was judged last, and its outline. */
  project: object | undefined;
  outline: object | undefined;
  token: object;
}

const NOTES = new WeakMap<object, Notes>();

/** @param file stands for the file in all its versions */
function notesOf(file: object): Notes {
  let notes = NOTES.get(file);
  if (!notes || notes.rounds > ROUNDS) {
    notes = {
      shared: new Map(),
      outlined: new Set(),
      aboutBlocks: new Set(),
      readers: new Map(),
      rounds: 0,
      project: undefined,
      outline: undefined,
      token: {},
    };
    NOTES.set(file, notes);
  }
  return notes;
}

/** From here on the basis is true in the notes' project. */
function enter(basis: Basis, notes: Notes): void {
  for (const read of basis.outlined) notes.outlined.add(read);
  for (const read of basis.aboutBlocks) notes.aboutBlocks.add(read);
  basis.token = notes.token;
}

function enterPlaces(basis: Basis, notes: Notes): void {
  basis.notes = notes;
  for (const { place } of basis.fromGraph) {
    const readers = notes.readers.get(place!);
    if (readers) readers.add(basis);
    else notes.readers.set(place!, new Set([basis]));
  }
}

/**
 * A view that writes down what it is asked.
 *
 * @param file stands for the file in all its versions
 */
export function recorder(view: View, project: Project, file: object): Recorder {
  const notes = notesOf(file);
  const { shared } = notes;
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
  const recording = Object.fromEntries(questions.map((q) => [q, wrap(q)])) as unknown as View;
  return {
    view: recording,
    take: () => {
      const reads = [...own.values()];
      own = new Map();
      lookAnew(recording);
      const from = (source: string) => reads.filter((r) => ANSWERED_FROM[r.question] === source);
      const basis: Basis = {
        outlined: from("outline"),
        fromGraph: from("graph"),
        aboutBlocks: from("blocks"),
        project: project.id,
        outline: project.outline,
        notes,
        token: undefined,
      };
      enterPlaces(basis, notes);
      enter(basis, notes);
      return basis;
    },
  };
}

/** What tells most arguments apart. */
function wordsOf(argument: unknown): string {
  if (typeof argument !== "object" || argument === null) return argument === undefined ? "" : String(argument);
  const { protocol, kind, section, name, uri, service } = argument as Record<string, unknown>;
  return `${protocol} ${kind} ${section} ${name} ${uri} ${service}`;
}

/**
 * Tells of the blocks of a file whether all that their rules asked is answered the same now. Where the project is the one after that for which
 * the file was judged last, only those are looked at that rest upon what differs: of a thousand blocks mostly none. Nothing is written to the
 * others: a thousand old objects that point to a new one are a burden to the memory's keeper.
 */
export function stillTrue(view: View, project: Project, file: object): (basis: Basis) => boolean {
  const notes = notesOf(file);
  notes.rounds++;
  const round = {};
  const suspects = suspectsSince(notes, project, (reads) => all(reads, view, round));
  if (!suspects || !all(notes.aboutBlocks, view, round)) forget(notes);
  else for (const basis of suspects) basis.token = undefined;
  notes.project = project.id;
  notes.outline = project.outline;
  const { token } = notes;
  return (basis) => {
    if (basis.token === token) return true;
    if (!holdsNow(basis, view, project, round)) return false;
    if (basis.notes !== notes) enterPlaces(basis, notes);
    enter(basis, notes);
    basis.project = project.id;
    basis.outline = project.outline;
    return true;
  };
}

/** No block's basis is known to be true any more. What nobody asks any more is gone, too. */
function forget(notes: Notes): void {
  notes.token = {};
  notes.outlined.clear();
  notes.aboutBlocks.clear();
}

/** Whether nothing that the file's blocks rest upon differs from when it was judged last. */
export function isUntouched(project: Project, file: object): boolean {
  const notes = NOTES.get(file);
  if (!notes || notes.aboutBlocks.size > 0 || suspectsSince(notes, project, () => false)?.length !== 0) return false;
  notes.project = project.id;
  return true;
}

/**
 * Those that ask the graph at a place where it differs; undefined where that is not known.
 *
 * @param hold whether answers from another outline are the same
 */
function suspectsSince(notes: Notes, project: Project, hold: (reads: Iterable<Read>) => boolean): readonly Basis[] | undefined {
  if (notes.project === undefined) return undefined;
  if (notes.project === project.id) return [];
  if (notes.outline !== project.outline && !hold(notes.outlined)) return undefined;
  const differing = differencesSince(notes.project, project);
  return differing && [...differing].flatMap((place) => [...(notes.readers.get(place) ?? [])]);
}

function holdsNow(
  { outlined, fromGraph, aboutBlocks, project: before, outline }: Basis,
  view: View,
  project: Project,
  round: object,
): boolean {
  if (before !== project.id) {
    if (outline !== project.outline && !all(outlined, view, round)) return false;
    const differing = differencesSince(before, project);
    for (const read of fromGraph) if ((!differing || differing.has(read.place!)) && !holds(read, view, round)) return false;
  }
  return all(aboutBlocks, view, round);
}

function all(reads: Iterable<Read>, view: View, round: object): boolean {
  for (const read of reads) if (!holds(read, view, round)) return false;
  return true;
}

function holds(read: Read, view: View, round: object): boolean {
  if (read.asked?.round !== round) read.asked = { round, holds: same(view[read.question](read.argument as never), read.answer) };
  return read.asked.holds;
}
