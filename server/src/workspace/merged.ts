// Files that are deployed together (`docker stack deploy -c a.yml -c b.yml`): what one uses, another may declare. Each is checked by itself,
// then they are merged in their order. The user says which, or scripts do.
// Source: docker/cli cli/compose/loader/loader.go@v28.2.2 Load, merge.go.
import type { DeployCall } from "./deploys.ts";
import type { DocumentFacts } from "./facts.ts";
import type { Settings } from "./settings.ts";

export interface Merged {
  /** In the order in which Docker is given them, the asked file among them; those that are not read are left out. */
  readonly files: readonly DocumentFacts[];
  /** Whether all of them are read. */
  readonly complete: boolean;
}

/** Undefined where a file is deployed alone, as far as is told. */
export function mergedWith(
  uri: string,
  { mergedFiles }: Settings,
  calls: readonly DeployCall[],
  factsOf: (uri: string) => DocumentFacts | undefined,
): Merged | undefined {
  const told = mergedFiles.filter((list) => list.includes(uri)).map((files) => ({ files, complete: true }));
  const lists = told.length > 0 ? told : calls.filter((c) => c.files.length + (c.complete ? 0 : 1) > 1 && c.files.includes(uri));
  if (lists.length === 0) return undefined;
  // With several companions in turn, what any of them declares is believed.
  const uris = [...new Set(lists.flatMap((l) => l.files))];
  const files = uris.flatMap((u) => factsOf(u) ?? []);
  return { files, complete: files.length === uris.length && lists.every((l) => l.complete) };
}

/** A file's facts with what all declare; the last declaration of a key counts. */
export function joined(facts: DocumentFacts, merged: Merged | undefined): DocumentFacts {
  if (!merged) return facts;
  return {
    ...facts,
    networks: new Map(merged.files.flatMap((f) => [...f.networks])),
    objects: new Set(merged.files.flatMap((f) => [...f.objects])),
    usedNetworks: new Set(merged.files.flatMap((f) => [...f.usedNetworks])),
  };
}

/** The version that Docker takes for a file's: none, an empty one and a bare 3 are the newest. */
const schemaOf = ({ version }: DocumentFacts): string => (version === undefined || version === "" || version === "3" ? "3.13" : version);

/** Another version of a file that is deployed with this one. It is told where a version is written, at the later file if at both. */
export function otherVersion(
  facts: DocumentFacts,
  merged: Merged | undefined,
): { readonly uri: string; readonly version: string } | undefined {
  if (!merged || facts.version === undefined) return undefined;
  const [first] = merged.files;
  const differs = (f: DocumentFacts) => schemaOf(f) !== schemaOf(facts);
  const other =
    first?.uri === facts.uri
      ? merged.files.find((f) => f.version === undefined && differs(f))
      : first && differs(first)
        ? first
        : undefined;
  return other && { uri: other.uri, version: schemaOf(other) };
}
