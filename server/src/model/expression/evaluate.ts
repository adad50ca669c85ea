// Whether a router's rule takes a request or connection, as Traefik's muxer decides.
import { type Answer, type HttpRequest, seenRequest, type TcpConnection } from "./request.ts";
import type { MatcherNode, RuleNode } from "./ruleTree.ts";

/** "unknown" where a part decides that could not be read; Traefik refuses such rules as a whole. */
export const takesRequest = (tree: RuleNode, request: HttpRequest): Answer => {
  const seen = seenRequest(request);
  return evaluate(tree, ({ test }) => (test?.protocol === "http" ? test.takes(seen) : "unknown"));
};

export const takesConnection = (tree: RuleNode, connection: TcpConnection): Answer =>
  evaluate(tree, ({ test }) => (test?.protocol === "tcp" ? test.takes(connection) : "unknown"));

function evaluate(node: RuleNode, ask: (matcher: MatcherNode) => Answer): Answer {
  if (node.kind === "matcher") return ask(node);
  if (node.kind === "unreadable") return "unknown";
  if (node.kind === "not") {
    const answer = evaluate(node.of, ask);
    return answer === "unknown" ? answer : !answer;
  }
  const decides = node.kind === "any";
  let result: Answer = !decides;
  for (const part of node.parts) {
    const answer = evaluate(part, ask);
    if (answer === decides) return decides;
    if (answer === "unknown") result = answer;
  }
  return result;
}
