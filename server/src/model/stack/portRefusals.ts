// Published ports that `docker stack config` takes and the manager refuses. Source: swarmkit manager/controlapi/service.go validateEndpointSpec.
import type { Span } from "../../syntax/text.ts";
import { entryOf, type Node, valueAt } from "../../syntax/tree.ts";
import { type Ask, known, type Refusal } from "./refusal.ts";
import { textIn } from "./uses.ts";
import { readValue } from "./values.ts";

export function portFaults(ask: Ask): Refusal[] {
  const list = ask.at("ports");
  if (list?.kind !== "sequence") return [];
  const all = withoutRepeats(list.items.map((i) => i.value)).flatMap((value) => publishedBy(value, ask));
  const mode = textIn(ask.at("deploy", "endpoint_mode"), ask.substitute)?.toLowerCase();
  const ingress = mode === "dnsrr" ? all.filter((p) => p.ingress).slice(0, 1) : [];
  const seen = new Set<string>();
  const twice = all.flatMap((p): Refusal[] => {
    const key = `${p.port}/${p.protocol}`;
    const again = seen.has(key);
    seen.add(key);
    return again && p.port !== "0" && p.port !== "" ? [{ code: "published-twice", by: "manager", span: p.span, port: p.port }] : [];
  });
  return [...ingress.map(({ span }): Refusal => ({ code: "dnsrr-ingress", by: "manager", span })), ...twice];
}

interface Published {
  readonly span: Span;
  readonly port: string;
  readonly protocol: string;
  readonly ingress: boolean;
}

/** The same text twice in a list is refused before. */
function withoutRepeats(nodes: readonly Node[]): Node[] {
  const texts = nodes.map((n) => (n.kind === "scalar" ? n.text.value : undefined));
  return nodes.filter((_, index) => texts[index] === undefined || texts.indexOf(texts[index]) === index);
}

/** Ranges are left out. */
function publishedBy(node: Node, ask: Ask): Published[] {
  if (node.kind === "scalar") {
    const value = readValue(node, undefined, ask.substitute);
    if ((value.kind !== "text" && value.kind !== "integer") || value.open) return [];
    const [, port = "", protocol = "tcp"] = /^(?:.*?:)??(?:(\d*):)?\d+(?:\/(\w+))?$/.exec(value.text) ?? [];
    return [{ span: node.span, port: port.replace(/^0+(?=\d)/, ""), protocol: protocol.toLowerCase(), ingress: true }];
  }
  const published = known(valueAt(node, "published"), "integer", ask);
  const mode = valueAt(node, "mode");
  const word = mode ? textIn(mode, ask.substitute) : "";
  const protocol = valueAt(node, "protocol");
  const name = protocol ? textIn(protocol, ask.substitute) : "tcp";
  if (word === undefined || name === undefined) return [];
  const at = entryOf(node, "published")?.value.span ?? entryOf(node, "target")?.value.span ?? node.span;
  return [{ span: at, port: published?.kind === "integer" ? published.text : "", protocol: name.toLowerCase(), ingress: word !== "host" }];
}
