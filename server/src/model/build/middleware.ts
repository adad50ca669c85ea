// Content of middlewares that Traefik can't build them from: every router that uses such a one is disabled.
import { type Block, blockOf, listOf, numberOf, textOf, type Value } from "../decode/settings.ts";
import { goRegExp } from "../expression/goRegExp.ts";
import { atLeast } from "../image.ts";
import { type Blame, blameOf } from "./blame.ts";
import type { LabelInput, Middleware } from "./input.ts";
import { isCircuitExpression, isRetryExpression } from "./middleware-expressions.ts";
import { isIpOrCidr, isKnownStatus, isMediaType, isStatusRange } from "./texts.ts";

export interface Fault {
  readonly option: string;
  /** missing, malformed, out-of-range, unknown, exclusive (with what `option` names), not-found (a file), nothing-set. */
  readonly reason: string;
  /** The item at fault of a list. */
  readonly item?: string;
  readonly blame: Blame;
}

/** The types that a middleware has, of which it should have one. Fields that labels may carry and Traefik ignores are not among them. */
export const typesOf = ({ block }: Middleware): readonly string[] => [...block.fields.keys()];

export function middlewareFault(input: LabelInput, protocol: "http" | "tcp", type: string, block: Block | undefined): readonly Fault[] {
  if (!block) return [];
  const checked: Checked = { input, block };
  return (protocol === "http" ? HTTP : TCP)[type]?.(checked) ?? [];
}

interface Checked {
  readonly input: LabelInput;
  readonly block: Block;
}

type Check = (checked: Checked) => readonly Fault[];

const HTTP: Readonly<Record<string, Check>> = {
  addPrefix: ({ block }) => missing(block, "prefix"),
  basicAuth: (c) => auth(c, 2),
  buffering,
  circuitBreaker: ({ block }) => (isCircuitExpression(textOf(block, "expression")) ? [] : [fault(block, "expression", "malformed")]),
  compress,
  digestAuth: (c) => auth(c, 3),
  errors: ({ block }) => [...each(block, "status", isStatusRange), ...rewrites(block)],
  forwardAuth: (c) => [...regExp(c.block, "authResponseHeadersRegex"), ...clientTls(c)],
  headers,
  inFlightReq: ({ block }) => sourceCriterion(block),
  ipAllowList: (c) => [...ipList(c), ...rejectStatus(c.block)],
  ipWhiteList: ipList,
  rateLimit: ({ block }) => [...sourceCriterion(block), ...(numberOf(block, "period") < 0 ? [fault(block, "period", "out-of-range")] : [])],
  redirectRegex: ({ block }) => regExp(block, "regex"),
  redirectScheme: ({ block }) => missing(block, "scheme"),
  replacePathRegex: ({ block }) => regExp(block, "regex"),
  retry: ({ block }) => [
    ...(numberOf(block, "attempts") > 0 ? [] : [fault(block, "attempts", "missing")]),
    ...each(block, "status", isStatusRange),
  ],
  stripPrefixRegex: ({ block }) => each(block, "regex", (text) => isGoRegExp(text.trim())),
};

const TCP: Readonly<Record<string, Check>> = {
  ipAllowList: ipList,
  ipWhiteList: ipList,
};

const fault = (block: Block, option: string, reason: string): Fault => ({ option, reason, blame: blameOf(block, option) });

const missing = (block: Block, option: string): Fault[] => (textOf(block, option) === "" ? [fault(block, option, "missing")] : []);

function each(block: Block, option: string, isGood: (text: string) => boolean): Fault[] {
  const bad = listOf(block, option).find((item) => !isGood(item));
  return bad === undefined ? [] : [{ option, reason: "malformed", item: bad, blame: blameOf(block, option, bad) }];
}

/** Whether Go's `regexp.Compile` takes the text; where that is not sure, it counts as taken. */
const isGoRegExp = (text: string): boolean => !("refused" in goRegExp(text));

const regExp = (block: Block, option: string): Fault[] =>
  isGoRegExp(textOf(block, option).trim()) ? [] : [fault(block, option, "malformed")];

/** Users as `name:hash`, or `name:realm:hash`. */
function auth({ input, block }: Checked, parts: number): Fault[] {
  const file = textOf(block, "usersFile");
  if (file !== "" && input.fileExists?.(file) === false) return [fault(block, "usersFile", "not-found")];
  const users = listOf(block, "users");
  const broken = each(block, "users", (user) => user.split(":").length === parts);
  if (broken.length > 0) return broken;
  const needed = parts === 2 && (input.version.major === 2 ? atLeast(input.version, 2, 11, 47) : atLeast(input.version, 3, 6, 18));
  return needed && users.length === 0 && file === "" ? [fault(block, "users", "missing")] : [];
}

const SIZES = ["maxRequestBodyBytes", "memRequestBodyBytes", "maxResponseBodyBytes", "memResponseBodyBytes"];

function buffering({ block }: Checked): Fault[] {
  const negative = SIZES.filter((option) => numberOf(block, option) < 0).map((option) => fault(block, option, "out-of-range"));
  const retry = textOf(block, "retryExpression");
  return retry === "" || isRetryExpression(retry) ? negative : [...negative, fault(block, "retryExpression", "malformed")];
}

const ENCODINGS = ["gzip", "br", "zstd"];

function compress({ input, block }: Checked): Fault[] {
  const [excluded, included] = ["excludedContentTypes", "includedContentTypes"] as const;
  const both = listOf(block, excluded).length > 0 && listOf(block, included).length > 0 ? [fault(block, included, "exclusive")] : [];
  const types = [...each(block, excluded, isMediaType), ...each(block, included, isMediaType)];
  if (!atLeast(input.version, 3, 2)) return [...both, ...types];
  const given = listOf(block, "encodings");
  const fallback = textOf(block, "defaultEncoding");
  const unknown =
    fallback !== "" && !(given.length > 0 ? given : ENCODINGS).includes(fallback) ? [fault(block, "defaultEncoding", "unknown")] : [];
  return [...both, ...types, ...each(block, "encodings", (e) => ENCODINGS.includes(e)), ...unknown];
}

function rewrites(block: Block): Fault[] {
  const map = block.fields.get("statusRewrites")?.value;
  return map instanceof Map && ![...map.keys()].every(isStatusRange) ? [fault(block, "statusRewrites", "malformed")] : [];
}

function clientTls({ input, block }: Checked): Fault[] {
  const tls = blockOf(block, "tls");
  if (!tls) return [];
  const [ca, cert, key] = ["ca", "cert", "key"].map((option) => textOf(tls, option)) as [string, string, string];
  const lost = (text: string) => text !== "" && !text.includes("-----BEGIN") && input.fileExists?.(text) === false;
  const absent = [...(lost(ca) ? ["ca"] : []), ...(cert !== "" && key !== "" ? ["cert", "key"].filter((o) => lost(textOf(tls, o))) : [])];
  const half = (cert === "") === (key === "") ? [] : [fault(tls, cert === "" ? "key" : "cert", "exclusive")];
  return [...absent.map((option) => fault(tls, option, "not-found")), ...half];
}

/** At least one option has to say something: false, 0 and an empty text say nothing. */
function headers({ block }: Checked): Fault[] {
  const says = (value: Value) => (Array.isArray(value) ? value.length > 0 : value instanceof Map ? value.size > 0 : Boolean(value));
  const none = ![...block.fields.values()].some(({ value }) => says(value));
  const broken = each(block, "accessControlAllowOriginListRegex", isGoRegExp);
  return none ? [{ option: "", reason: "nothing-set", blame: blameOf(block) }] : broken;
}

function ipList({ block }: Checked): Fault[] {
  const empty = listOf(block, "sourceRange").length === 0;
  return [...(empty ? [fault(block, "sourceRange", "missing")] : each(block, "sourceRange", isIpOrCidr)), ...ipStrategy(block)];
}

function ipStrategy(block: Block): Fault[] {
  const strategy = blockOf(block, "ipStrategy");
  if (!strategy) return [];
  const subnet = strategy.fields.has("ipv6Subnet") ? numberOf(strategy, "ipv6Subnet") : 128;
  const outside = subnet > 0 && subnet <= 128 ? [] : [fault(strategy, "ipv6Subnet", "out-of-range")];
  // The depth makes excluded addresses void, and unread.
  return numberOf(strategy, "depth") > 0 ? outside : [...each(strategy, "excludedIPs", isIpOrCidr), ...outside];
}

function rejectStatus(block: Block): Fault[] {
  const code = numberOf(block, "rejectStatusCode");
  return code === 0 || isKnownStatus(code) ? [] : [fault(block, "rejectStatusCode", "out-of-range")];
}

/** Of address, header and host one can tell the sources apart. */
function sourceCriterion(block: Block): Fault[] {
  const criterion = blockOf(block, "sourceCriterion");
  if (!criterion) return [];
  const set = [
    ...(blockOf(criterion, "ipStrategy") ? ["ipStrategy"] : []),
    ...(textOf(criterion, "requestHeaderName") === "" ? [] : ["requestHeaderName"]),
    ...(criterion.fields.get("requestHost")?.value === true ? ["requestHost"] : []),
  ];
  return set.length > 1 ? [fault(criterion, set[1]!, "exclusive")] : ipStrategy(criterion);
}
