// Networks as a file declares them, and the names they really have in Docker: `name:` as it stands, an external one its key, any other the
// key behind the stack's name, which the file does not tell. Source: docker/cli convert/compose.go, measured with CLI 28.2.2.
import type { Block } from "../syntax/document.ts";
import type { Text } from "../syntax/text.ts";
import { type Entry, textOf, valueAt } from "../syntax/tree.ts";
import { parseBool } from "./labels.ts";
import { hasVariable } from "./service.ts";

export type RealName =
  | { readonly kind: "known"; readonly name: string }
  /** `<stack>_<key>` with a stack name that is not known. */
  | { readonly kind: "prefixed"; readonly key: string }
  | { readonly kind: "unknown" };

export interface NetworkDeclaration {
  readonly block: Block;
  readonly entry: Entry;
  readonly key: Text;
  readonly external: boolean;
  readonly driver: Text | undefined;
  readonly realName: RealName;
}

export function readNetwork(block: Block, entry: Entry): NetworkDeclaration {
  const external = valueAt(entry.value, "external");
  const externalText = textOf(external)?.value;
  const isExternal = external?.kind === "mapping" || parseBool(externalText) === true;
  const named = textOf(valueAt(entry.value, "name")) ?? textOf(valueAt(external, "name"));
  const open = externalText !== undefined && hasVariable(externalText);
  return {
    block,
    entry,
    key: entry.key,
    external: isExternal,
    driver: textOf(valueAt(entry.value, "driver")),
    realName: named ? known(named.value) : open ? { kind: "unknown" } : isExternal ? known(entry.key.value) : prefixed(entry.key.value),
  };
}

const known = (name: string): RealName => (hasVariable(name) ? { kind: "unknown" } : { kind: "known", name });
export const prefixed = (key: string): RealName => (hasVariable(key) ? { kind: "unknown" } : { kind: "prefixed", key });

/** Networks of Docker's own: no overlay that services share. */
export const PREDEFINED: readonly string[] = ["host", "bridge", "none", "ingress"];

/** Whether a network of that real name may be called `name`: false only where it can't be. */
export function mayBeCalled(real: RealName, name: string): boolean {
  if (real.kind === "known") return real.name === name;
  // Stack names begin with a letter or digit, so at least one character stands before `_key`.
  return real.kind === "unknown" || (name.endsWith(`_${real.key}`) && name.length > real.key.length + 1);
}
