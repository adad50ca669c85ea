// Why Traefik can't build a middleware, in the words of `routing/invalid-middleware`, and what may be put in for something that is missing.
import type { Judged } from "../../workspace/judgement.ts";
import type { Message } from "../rule.ts";

export type Why =
  | "missing"
  | "user"
  | "range"
  | "status"
  | "pattern"
  | "expression"
  | "value"
  | "beside"
  | "source"
  | "half"
  | "nothing"
  | "off"
  | "empty"
  | "mixed"
  | "loop"
  | "blank";

/** Values for an option that is missing, below the middleware's name. */
export interface Fill {
  readonly option: string;
  readonly values: readonly string[];
  /** They only show what a value looks like. */
  readonly placeholder: boolean;
}

interface Fault {
  readonly why: Message<Why>;
  readonly fill?: Fill;
  /** Types of which one should stay. */
  readonly parts: readonly string[];
}

export function faultOf({ problem, labels }: Judged): Fault | undefined {
  const { code, args } = problem;
  switch (code) {
    case "empty-middleware":
      return { why: emptiness(labels), parts: [] };
    case "mixed-middleware": {
      const types = args.types!.split(", ").map((t) => t.toLowerCase());
      return { why: { key: "mixed", args: { types: types.map((t) => `\`${t}\``) } }, parts: types };
    }
    case "unknown-service":
      return args.service === "" && args.middleware !== undefined ? absent("errors.service") : undefined;
    case "invalid-middleware":
      return contentFault(args, labels);
    default:
      return undefined;
  }
}

/** `compress=yes`: the toggle is all there is. */
function emptiness([label, ...more]: Judged["labels"]): Message<Why> {
  const [, , , , type, ...below] = label?.key.value.split(".") ?? [];
  const isToggle = more.length === 0 && type !== undefined && below.length === 0;
  return isToggle ? { key: "off", args: { option: type, item: label!.value?.value ?? "" } } : { key: "empty" };
}

function contentFault(args: Judged["problem"]["args"], labels: Judged["labels"]): Fault {
  const type = args.type!.toLowerCase();
  const name = args.option!;
  const option = `${type}.${name.toLowerCase()}`;
  const item = cropped(args.item ?? labels[0]?.value?.value ?? "");
  const say = (key: Why, more: Record<string, string> = {}): Fault => ({ why: { key, args: { option, item, ...more } }, parts: [] });
  switch (args.reason) {
    case "missing":
      return absent(option);
    case "nothing-set":
      return say("nothing");
    case "exclusive":
      if (type === "forwardauth") return say("half");
      if (type === "compress") return say("beside", { item: "compress.excludedcontenttypes" });
      return say("source");
    default:
      break;
  }
  if (name === "users") return say("user", { form: type === "digestauth" ? "name:realm:hash" : "name:hash" });
  if (name === "sourceRange" || name === "excludedIPs") return say("range");
  if (name === "status" || name === "statusRewrites") return say("status");
  if (/regex/i.test(name)) return say("pattern");
  return say(/expression/i.test(name) ? "expression" : "value");
}

const FILLS: Readonly<Record<string, Omit<Fill, "option">>> = {
  "addprefix.prefix": { values: ["/api"], placeholder: true },
  "ipallowlist.sourcerange": { values: ["10.0.0.0/8"], placeholder: true },
  "ipwhitelist.sourcerange": { values: ["10.0.0.0/8"], placeholder: true },
  "redirectscheme.scheme": { values: ["https"], placeholder: false },
  "retry.attempts": { values: ["3"], placeholder: true },
};

function absent(option: string): Fault {
  const fill = FILLS[option];
  return { why: { key: "missing", args: { option } }, ...(fill ? { fill: { option, ...fill } } : {}), parts: [] };
}

/** Users with their hashes are long. */
const cropped = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
