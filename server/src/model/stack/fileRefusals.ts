// Configs, secrets and credential specs that `docker stack config` takes and the deploying client refuses.
// Sources: docker/cli cli/command/service/parse.go ParseSecrets, ParseConfigs; cli/compose/convert/service.go convertFileObject,
// convertCredentialSpec@v28.2.2.
import { entryOf, type Node, valueAt } from "../../syntax/tree.ts";
import type { Ask, Refusal } from "./refusal.ts";
import { textIn } from "./uses.ts";

export const fileFaults = (ask: Ask): Refusal[] => [...twice("configs", ask), ...twice("secrets", ask), ...credentials(ask)];

/** Names are compared as they are written: `/a` is another one than `a`. */
function twice(section: "configs" | "secrets", ask: Ask): Refusal[] {
  const list = ask.at(section);
  if (list?.kind !== "sequence") return [];
  const seen = new Set<string>();
  return list.items.flatMap(({ value: node }): Refusal[] => {
    const target = targetOf(node, ask);
    const again = target !== undefined && seen.has(target);
    if (target !== undefined) seen.add(target);
    const span = entryOf(node, "target")?.value.span ?? entryOf(node, "source")?.value.span ?? node.span;
    return again ? [{ code: "file-target", by: "client", span, section, target }] : [];
  });
}

function targetOf(node: Node, { substitute }: Ask): string | undefined {
  const target = valueAt(node, "target");
  const name = target ? textIn(target, substitute) : "";
  return name === "" ? textIn(node.kind === "mapping" ? valueAt(node, "source") : node, substitute) : name;
}

function credentials(ask: Ask): Refusal[] {
  const spec = ask.at("credential_spec");
  const given = ["config", "file", "registry"].flatMap((key) => {
    const entry = entryOf(spec, key);
    return entry && textIn(entry.value, ask.substitute) ? [entry] : [];
  });
  const [, second] = given;
  return second ? [{ code: "credential-spec", by: "client", span: second.key.span }] : [];
}
