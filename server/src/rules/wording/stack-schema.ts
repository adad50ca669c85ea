// The words for what `docker stack config` refuses: which of the rule's texts says it, with the place as a user calls it, what is allowed there
// and the nearest legal form.
import { COMPOSE_ONLY, EQUIVALENT } from "../../catalog/stack/fates.ts";
import type { Kind } from "../../catalog/stack/shape.ts";
import { hasVariable } from "../../model/service.ts";
import type { StackProblem } from "../../model/stack/problems.ts";
import { freeKeys } from "../fixes/free-keys.ts";
import { byDistance, distance } from "../fixes/nearest.ts";
import { pairOf } from "../fixes/pair.ts";
import type { Message } from "../rule.ts";

/** The texts that a message is made of. */
export type Word =
  | "unknown"
  | "inside"
  | "top"
  | "service"
  | "network"
  | "volume"
  | "config"
  | "secret"
  | "near"
  | "compose"
  | "composeForm"
  | "stackName"
  | "pair"
  | "stays"
  | "instead"
  | "name"
  | "variable"
  | "type"
  | "place"
  | "item"
  | "or"
  | "text"
  | "integer"
  | "number"
  | "boolean"
  | "null"
  | "list"
  | "map"
  | "gotText"
  | "gotNumber"
  | "gotBoolean"
  | "gotDate"
  | "comma"
  | "colon"
  | "extension"
  | "own"
  | "fill"
  | "quotes"
  | "noQuotes"
  | "uncast"
  | "value"
  | "duration"
  | "bytes"
  | "port"
  | "mount"
  | "negative"
  | "missing"
  | "twice"
  | "conflict"
  | "bindSource"
  | "root";

export function messageOf(problem: StackProblem): Message<Word> | undefined {
  const { at } = problem;
  switch (problem.code) {
    case "unknown-key":
      return {
        key: "unknown",
        args: { key: problem.key.key.value, where: [whereOf(at.path.slice(0, -1))], hint: hintFor(problem.key.key.value, problem) },
      };
    case "name": {
      const key = problem.key.key.value;
      return { key: "name", args: { key, hint: hasVariable(key) ? [{ key: "variable" }] : [] } };
    }
    case "type":
      if (problem.format === "duration" && problem.got === "number" && at.node.kind === "scalar")
        return { key: "duration", args: { place: [placeOf(at.path)], text: shown(at.node.text.value) } };
      return {
        key: "type",
        args: { place: [placeOf(at.path)], wants: [wantsOf(problem.wants)], got: [gotOf(problem)], hint: hintOf(problem) },
      };
    case "uncast":
      return { key: "uncast", args: { place: [placeOf(at.path)], wants: [{ key: problem.to }], text: shown(problem.text) } };
    case "value": {
      const near = byDistance(problem.text, problem.allowed)[0];
      const isNear = near !== undefined && distance(problem.text.toLowerCase(), near) <= 3;
      const hint: readonly Message<Word>[] = isNear ? [{ key: "near", args: { near } }] : [];
      return {
        key: "value",
        args: { place: [placeOf(at.path)], text: shown(problem.text), allowed: problem.allowed.map((a) => `\`${a}\``), hint },
      };
    }
    case "format":
      return { key: problem.format, args: { place: [placeOf(at.path)], text: shown(problem.text) } };
    case "negative":
      return { key: "negative", args: { place: [placeOf(at.path)] } };
    case "missing":
      return { key: "missing", args: { place: [placeOf(at.path)], key: problem.key } };
    case "twice":
      return { key: "twice", args: { path: pathText(at.path.slice(0, -1)) } };
    case "conflict":
      return { key: "conflict", args: { key: problem.key.key.value, other: problem.other.key.value } };
    case "bind-source":
      return { key: "bindSource" };
    case "root":
      return { key: "root", args: { got: [gotOf(problem)] } };
    default:
      return undefined;
  }
}

/** In a service, without its name: that is what a user calls it. */
function pathText(path: readonly (string | number)[]): string {
  const keys = path.filter((p) => typeof p === "string");
  return (path[0] === "services" && keys.length > 2 ? keys.slice(2) : keys).join(".");
}

const placeOf = (path: readonly (string | number)[]): Message<Word> =>
  typeof path.at(-1) === "number" ? { key: "item", args: { path: pathText(path) } } : { key: "place", args: { path: pathText(path) } };

const SINGULAR: Readonly<Record<string, Word>> = {
  services: "service",
  networks: "network",
  volumes: "volume",
  configs: "config",
  secrets: "secret",
};

function whereOf(path: readonly (string | number)[]): Message<Word> {
  if (path.length === 0) return { key: "top" };
  return path.length === 2 ? { key: SINGULAR[String(path[0])]! } : { key: "inside", args: { path: pathText(path) } };
}

function hintFor(key: string, problem: Extract<StackProblem, { code: "unknown-key" }>): readonly Message<Word>[] {
  const { at } = problem;
  const equivalent = isService(at.path.slice(0, -1)) ? EQUIVALENT[key] : undefined;
  if (equivalent) return [{ key: "instead", args: { path: equivalent.path.join(".") } }];
  if (key === "name" && at.path.length === 1) return [{ key: "stackName" }];
  if (isComposeOnly(key, at.path.slice(0, -1))) return [{ key: "compose" }];
  if (key.startsWith("x-")) return [{ key: "extension" }];
  const near = byDistance(key, freeKeys(problem))[0];
  if (near !== undefined && distance(key, near) <= Math.max(1, Math.floor(key.length / 3))) return [{ key: "near", args: { near } }];
  return at.path.length === 1 ? [{ key: "own" }] : [];
}

const isService = (path: readonly (string | number)[]): boolean => path.length === 2 && path[0] === "services";

function isComposeOnly(key: string, path: readonly (string | number)[]): boolean {
  const [section, , ...rest] = path;
  const owner = section === undefined ? "" : SINGULAR[String(section)]!;
  const steps = rest.map((step) => (typeof step === "number" ? "[]" : `.${step}`)).join("");
  const place = (owner + steps).replace(/^service\.networks\.[^.]+$/, "service.networks.*");
  return COMPOSE_ONLY[place]?.includes(key) ?? false;
}

/** `a, b or c`. */
const wantsOf = (kinds: readonly Kind[]): Message<Word> => {
  const words = kinds.map((key): Message<Word> => ({ key }));
  const last = words.pop()!;
  const [first, ...others] = words;
  if (!first) return last;
  return {
    key: "or",
    args: { a: [others.reduce<Message<Word>>((a, b) => ({ key: "comma", args: { a: [a], b: [b] } }), first)], b: [last] },
  };
};

const GOT = {
  text: "gotText",
  number: "gotNumber",
  boolean: "gotBoolean",
  date: "gotDate",
  null: "null",
  list: "list",
  map: "map",
} as const;

function gotOf({ got, at }: Extract<StackProblem, { code: "type" | "root" }>): Message<Word> {
  return { key: GOT[got], args: { text: at.node.kind === "scalar" ? shown(at.node.text.value) : "" } };
}

function hintOf({ got, wants, at }: Extract<StackProblem, { code: "type" }>): readonly Message<Word>[] {
  if (got === "map" && isComposeForm(at.path)) return [{ key: "composeForm" }];
  const pair = pairOf(at);
  if (pair?.entry.value.kind === "scalar")
    return [{ key: "pair", args: { text: shown(`${pair.entry.key.value}${pair.sign}${pair.entry.value.text.value}`.trimEnd()) } }];
  if (got === "map" && at.item && wants.length === 1 && wants[0] === "text") return [{ key: "colon" }];
  if (got === "null") return [{ key: "fill" }];
  if (wants.includes("text") && (got === "number" || got === "boolean" || got === "date")) return [{ key: "quotes" }];
  if (got !== "text" || at.node.kind !== "scalar") return [];
  const text = at.node.text.value;
  if (hasVariable(text) && !wants.includes("list") && !wants.includes("map")) return [{ key: "stays" }];
  if (at.node.style === "plain") return [];
  const fits =
    (wants.includes("boolean") && /^(?:true|false)$/.test(text)) ||
    ((wants.includes("integer") || wants.includes("number")) && /^\d+$/.test(text));
  return fits ? [{ key: "noQuotes" }] : [];
}

/** Of a service: the conditions of `depends_on`, and files of `env_file` that need not be there. */
const isComposeForm = ([section, , key]: readonly (string | number)[]): boolean =>
  section === "services" && (key === "depends_on" || key === "env_file");

const shown = (text: string): string => (text === "" ? '""' : text.length > 60 ? `${text.slice(0, 60)}…` : text);
