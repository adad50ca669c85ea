// What the deploying client, or the manager behind it, refuses in a service, as data; and what is asked to find it.
import type { Span } from "../../syntax/text.ts";
import type { Entry, Node } from "../../syntax/tree.ts";
import type { Service } from "../service.ts";
import type { ImageFault } from "./imageReference.ts";
import { readValue, type Substitute, type Value } from "./values.ts";

export type Refusal = { readonly span: Span; readonly by: "client" | "manager" } & (
  | { readonly code: "no-image"; readonly built: boolean }
  | { readonly code: "image"; readonly fault: ImageFault; readonly text: string; readonly node: Node }
  /** A word that is none of a list. */
  | { readonly code: "word"; readonly path: string; readonly text: string; readonly allowed: readonly string[]; readonly node: Node }
  | { readonly code: "replicas"; readonly mode: string; readonly entry: Entry }
  | { readonly code: "job-update"; readonly entry: Entry }
  | { readonly code: "test-and-disable" }
  | { readonly code: "cpus"; readonly path: string; readonly text: string }
  | { readonly code: "too-small"; readonly path: string; readonly text: string; readonly least: string }
  | { readonly code: "ratio" }
  | { readonly code: "negative"; readonly path: string }
  | { readonly code: "constraint"; readonly text: string; readonly node: Node }
  | { readonly code: "mount-options"; readonly type: string; readonly options: string }
  | { readonly code: "mount-source"; readonly type: string; readonly wanted: boolean }
  | { readonly code: "mount-target"; readonly target: string }
  | { readonly code: "dnsrr-ingress" }
  | { readonly code: "published-twice"; readonly port: string }
  /** Two configs, or two secrets, of one service under one name. */
  | { readonly code: "file-target"; readonly section: "configs" | "secrets"; readonly target: string }
  | { readonly code: "credential-spec" }
);

export interface Ask {
  readonly service: Service;
  readonly substitute: Substitute;
  readonly at: (...path: string[]) => Node | undefined;
}

/** A value, cast as Docker casts there. */
export const known = (
  node: Node | undefined,
  cast: "integer" | "number" | "boolean" | undefined,
  { substitute }: Ask,
): Value | undefined => (node?.kind === "scalar" ? readValue(node, cast, substitute) : undefined);
