// The words in which the catalog says what may stand at a place of a stack file: its kinds, and for each kind what it may hold. A place takes
// a text or a map as one shape with two kinds: no YAML value is both.

export type Kind = "text" | "integer" | "number" | "boolean" | "null" | "list" | "map";

/** Texts of a form that Docker reads further. */
export type Format = "duration" | "port" | "mount" | "bytes";

export interface Shape {
  readonly kinds: readonly Kind[];
  /** The schema (3.x) that brought a kind, where it is younger than the place. */
  readonly kindSince?: Partial<Record<Kind, number>>;
  readonly format?: Format;
  /** The only texts that are taken. */
  readonly values?: readonly string[];
  readonly atLeast?: number;
  /** 1.0 is no integer here. */
  readonly exact?: boolean;
  readonly items?: Shape;
  /** No item twice; a number: up to that schema only. */
  readonly unique?: boolean | number;
  readonly map?: MapShape;
}

export interface MapShape {
  readonly keys: Readonly<Record<string, Key>>;
  /** What stands under all other keys, if their names fit. */
  readonly each?: Shape;
  readonly names?: RegExp;
  readonly eachCast?: Key["cast"];
  /** Keys that are neither named nor fit: taken as they are. A number: from that schema on. */
  readonly open?: boolean | number;
  /** The schema that brought keys beginning with `x-`; no number: they are refused. */
  readonly extensions?: number;
  readonly required?: readonly string[];
}

export interface Key {
  readonly shape: Shape;
  /** The minor number of the first schema 3.x that knows it. */
  readonly since?: number;
  /** A text in which variables were put in is made this. Where nothing is said, it stays a text. */
  readonly cast?: "integer" | "number" | "boolean";
}

/** Names of services, volumes, configs, secrets, and of networks. */
export const NAME = /^[a-zA-Z0-9._-]+$/;

export const TEXT: Shape = { kinds: ["text"] };
export const INTEGER: Shape = { kinds: ["integer"] };
export const NUMBER: Shape = { kinds: ["number"] };
export const BOOLEAN: Shape = { kinds: ["boolean"] };
export const DURATION: Shape = { kinds: ["text"], format: "duration" };
/** Docker makes an unsigned number of it. */
export const COUNT: Shape = { kinds: ["integer"], atLeast: 0 };

export const key = (shape: Shape, more: Omit<Key, "shape"> = {}): Key => ({ shape, ...more });
export const listOf = (items: Shape): Shape => ({ kinds: ["list"], items });
export const setOf = (items: Shape): Shape => ({ kinds: ["list"], items, unique: true });
export const mapOf = (keys: MapShape["keys"], more: Omit<MapShape, "keys"> = {}): Shape => ({ kinds: ["map"], map: { keys, ...more } });

/** One of the shapes, told by its kind. */
export const either = (...shapes: readonly Shape[]): Shape =>
  Object.assign({}, ...shapes, { kinds: shapes.flatMap((s) => s.kinds) }) as Shape;

/** `key: value` with plain values, or a list of `key=value`. */
export const PAIRS: Shape = either(mapOf({}, { each: { kinds: ["text", "number", "null"] }, names: /.+/ }), setOf(TEXT));
export const TEXT_OR_SET: Shape = either(TEXT, setOf(TEXT));
/** Options of drivers. */
export const OPTIONS: Shape = mapOf({}, { each: { kinds: ["text", "number"] }, names: /^.+$/, open: true });
