// Splits a file into blocks by indentation alone, so that the split is local: what a line begins depends on the line and on a small state
// before it. An open quote or bracket therefore costs one block, and an edit is split again only until the state agrees with the old one.
// Left out on purpose, as nobody writes them in stack files: flow collections and quoted strings that continue at the indentation of a
// sibling entry, and empty keys.

export const SECTIONS = ["services", "networks", "volumes", "configs", "secrets"] as const;
export type Section = (typeof SECTIONS)[number];

/** What the splitter knows before a line. Two equal contexts before equal text give equal pieces. */
export interface Context {
  /** 0 before any content, 1 inside the first document, 2 behind it (everything there is ignored by Docker). */
  readonly phase: 0 | 1 | 2;
  /** Indentation of the top-level map, UNKNOWN before it, WHOLE where the document is not split (flow style, content behind `---`). */
  readonly root: number;
  /** The section whose entries are split, if any. */
  readonly section: Section | "";
  /** Indentation of that section's entries, UNKNOWN before the first, WHOLE where the section is no map of entries. */
  readonly indent: number;
}

const UNKNOWN = -1;
const WHOLE = -2;

export type PieceKind =
  | "preamble" // comments, blank lines, directives and `---` before any content
  | "header" // the line `services:` and the comments below it
  | "entry" // one entry of a section
  | "top" // a top-level entry that is not split
  | "rest"; // further documents: Docker reads the first only

/** A run of whole lines. The pieces of a file, joined, are the file. */
export interface Piece {
  readonly kind: PieceKind;
  readonly source: string;
  /** Before the first line of the piece. */
  readonly context: Context;
  /** "" for pieces outside a section. */
  readonly section: Section | "";
  /** An entry that does not stand at its siblings' indentation: no YAML parser takes the file. */
  readonly misindented: boolean;
}

export const START: Context = { phase: 0, root: UNKNOWN, section: "", indent: UNKNOWN };

export const sameContext = (a: Context, b: Context): boolean =>
  a.phase === b.phase && a.root === b.root && a.section === b.section && a.indent === b.indent;

/** Splits `text`, which begins in `context` (at the very start of the file, or not). `after` is the context behind it. */
export function split(text: string, context: Context = START, fileStart = true): { pieces: Piece[]; after: Context } {
  const pieces: Piece[] = [];
  let state = context;
  let open: { kind: PieceKind; start: number; context: Context; section: Section | ""; misindented: boolean } | undefined;
  const close = (end: number) => {
    if (open && end > open.start) {
      const { kind, context: before, section, misindented } = open;
      pieces.push({ kind, source: text.slice(open.start, end), context: before, section, misindented });
    }
  };
  for (let at = 0; at < text.length; ) {
    const end = lineEnd(text, at);
    // A byte order mark is no indentation.
    const step = classify(text, at === 0 && fileStart && text.charCodeAt(0) === 0xfeff ? 1 : at, end, state);
    if (step.begins || !open) {
      close(at);
      open = {
        kind: step.begins ?? continuationKind(state),
        start: at,
        context: state,
        section: step.section,
        misindented: step.misindented,
      };
    }
    state = step.next;
    at = end;
  }
  close(text.length);
  // An empty file has a place to speak of, too.
  if (text === "" && fileStart && sameContext(context, START))
    pieces.push({ kind: "preamble", source: "", context, section: "", misindented: false });
  return { pieces, after: state };
}

/** A text may begin with lines that begin nothing (the head of a file, or of a part that is split again). */
const continuationKind = (state: Context): PieceKind =>
  state.phase === 0 ? "preamble" : state.phase === 2 ? "rest" : state.section === "" ? "top" : state.indent < 0 ? "header" : "entry";

interface Step {
  readonly begins?: PieceKind;
  readonly section: Section | "";
  readonly misindented: boolean;
  readonly next: Context;
}

function classify(text: string, at: number, end: number, state: Context): Step {
  const stay: Step = { section: state.section, misindented: false, next: state };
  if (state.phase === 2) return stay;
  let i = at;
  while (i < end && text.charCodeAt(i) === 32) i++;
  const indent = i - at;
  const c = i < end ? text[i]! : "\n";
  if (c === "\n" || c === "\r" || c === "#" || c === "\t") return stay;
  if (indent === 0 && isMarker(text, i)) return marker(text, i, end, state);
  if (state.phase === 0 && c === "%" && indent === 0) return stay;
  // Behind a colon stands the value of an explicit key.
  const continues = c === "]" || c === "}" || c === "," || ((c === "-" || c === ":") && /[\s]/.test(text[i + 1] ?? "\n"));
  // A flow collection, a block scalar, or an anchor or tag of the whole map: what follows may be no entry of its own.
  const opaque = c === "{" || c === "[" || c === "&" || c === "!" || c === "|" || c === ">";
  if (state.root === WHOLE) return stay;
  if (state.root === UNKNOWN) return rootEntry(text, i, end, { ...state, phase: 1, root: opaque ? WHOLE : indent }, false);
  if (indent <= state.root && !continues) return rootEntry(text, i, end, state, indent < state.root);
  if (state.section === "" || state.indent === WHOLE) return stay;
  if (state.indent === UNKNOWN) {
    // The first content of a section fixes the indentation of its entries; a list there is no map of entries.
    if (continues || opaque) return { ...stay, next: { ...state, indent: WHOLE } };
    return { begins: "entry", section: state.section, misindented: false, next: { ...state, indent } };
  }
  if (indent > state.indent || continues) return stay;
  return { begins: "entry", section: state.section, misindented: indent !== state.indent, next: state };
}

/** `key:` with nothing behind it but a comment. */
const KEY_ALONE = /^(?:"([\w-]+)"|'([\w-]+)'|([\w-]+))[ \t]*:[ \t]*(?:#.*)?$/;

function rootEntry(text: string, at: number, end: number, state: Context, misindented: boolean): Step {
  const match = KEY_ALONE.exec(text.slice(at, Math.min(end, at + 1000)).trimEnd());
  const key = match?.[1] ?? match?.[2] ?? match?.[3];
  const section = SECTIONS.find((s) => s === key) ?? "";
  return { begins: section ? "header" : "top", section, misindented, next: { ...state, section, indent: UNKNOWN } };
}

const isMarker = (text: string, at: number): boolean => /^(?:---|\.\.\.)(?:[\s]|$)/.test(text.slice(at, at + 4));

function marker(text: string, at: number, end: number, state: Context): Step {
  const bare =
    text
      .slice(at + 3, end)
      .replace(/#.*/s, "")
      .trim() === "";
  if (state.phase === 0 && text[at] === "-") {
    // Content on the marker's own line starts the document there: what follows is not split.
    if (bare) return { section: "", misindented: false, next: state };
    return { begins: "top", section: "", misindented: false, next: { phase: 1, root: WHOLE, section: "", indent: UNKNOWN } };
  }
  return { begins: "rest", section: "", misindented: false, next: { ...state, phase: 2, section: "", indent: UNKNOWN } };
}

/** The offset behind the line break (`\n`, `\r\n` or a lone `\r`) of the line that begins at `at`. */
export function lineEnd(text: string, at: number): number {
  for (let i = at; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) return i + 1;
    if (c === 13) return text.charCodeAt(i + 1) === 10 ? i + 2 : i + 1;
  }
  return text.length;
}
