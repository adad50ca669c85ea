// Whether one rule certainly takes every request that another takes: shown part by part, and never said where a part is not understood.
import { takesRequest } from "./evaluate.ts";
import { type HttpRequest, seenRequest } from "./request.ts";
import type { MatcherNode, ParsedRule, RuleNode } from "./ruleTree.ts";

/** Rules with more ways to match than this are not compared. */
const MAX_WAYS = 32;

/** Each way in which a rule matches, as the matchers that must agree; undefined where `!` or something unreadable stands in it. */
function waysOf(node: RuleNode): readonly (readonly MatcherNode[])[] | undefined {
  if (node.kind === "matcher") return [[node]];
  if (node.kind === "not" || node.kind === "unreadable") return undefined;
  let ways: readonly (readonly MatcherNode[])[] = node.kind === "any" ? [] : [[]];
  for (const part of node.parts) {
    const own = waysOf(part);
    if (!own || ways.length * own.length > MAX_WAYS || ways.length + own.length > MAX_WAYS) return undefined;
    ways = node.kind === "any" ? [...ways, ...own] : ways.flatMap((a) => own.map((b) => [...a, ...b]));
  }
  return ways;
}

/** Whether `wide` takes all that `narrow` takes. */
export function takesAllOf(wide: ParsedRule, narrow: ParsedRule): boolean {
  if (wide.problems.length > 0 || narrow.problems.length > 0) return false;
  const [outer, inner] = [waysOf(wide.tree), waysOf(narrow.tree)];
  if (!outer || !inner || outer.length === 0 || inner.length === 0) return false;
  return inner.every(
    (way) => outer.some((needs) => needs.every((n) => way.some((has) => implies(has, n)) || isAlways(n))) && takesSample(wide, way),
  );
}

/** Every path begins with a slash. */
const isAlways = ({ name, arguments: args }: MatcherNode): boolean => name === "PathPrefix" && args.length === 1 && args[0]!.value === "/";

function implies(has: MatcherNode, needs: MatcherNode): boolean {
  const [own, wanted] = [valuesOf(has), valuesOf(needs)];
  if (has.name === needs.name && own.length === wanted.length && own.every((v, i) => v === wanted[i])) return true;
  if (isHost(has) && (isHost(needs) || needs.name === "HostRegexp")) {
    return own.every((host) => !host.includes("*") && asks(needs, { ...PLAIN, host }));
  }
  if (needs.name !== "PathPrefix" || (has.name !== "Path" && has.name !== "PathPrefix")) return false;
  return ![...own, ...wanted].some((v) => v.includes("{")) && own.every((path) => wanted.some((prefix) => path.startsWith(prefix)));
}

const isHost = ({ name }: MatcherNode): boolean => name === "Host" || name === "HostHeader";

const valuesOf = (matcher: MatcherNode): string[] => matcher.arguments.map((a) => (isHost(matcher) ? a.value.toLowerCase() : a.value));

const PLAIN: HttpRequest = { method: "GET", host: "", target: "/", headers: [], client: "192.0.2.1" };

const asks = ({ test }: MatcherNode, request: HttpRequest): boolean =>
  test?.protocol === "http" && test.takes(seenRequest(request)) === true;

/** The counter-check: a request made from the matchers of one way. What can't be made into one is left to the proof. */
function takesSample(wide: ParsedRule, way: readonly MatcherNode[]): boolean {
  if (way.some((m) => !isHost(m) && !["Path", "PathPrefix", "Method"].includes(m.name))) return true;
  const first = (name: string) => way.find((m) => m.name === name)?.arguments[0]?.value;
  const target =
    first("Path") ??
    way
      .filter((m) => m.name === "PathPrefix")
      .map((m) => m.arguments[0]!.value)
      .sort((a, b) => b.length - a.length)[0] ??
    "/";
  const request = { ...PLAIN, method: first("Method") ?? "GET", host: way.find(isHost)?.arguments[0]?.value ?? "sample.example", target };
  return takesRequest(wide.tree, request) === true;
}
