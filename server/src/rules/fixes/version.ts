// The file's `version:`, where a fix writes a key that it does not know: Docker would refuse the file, so the fix raises it too.
import { KEYS_SINCE, RAISED } from "../../catalog/stack/versions.ts";
import { replaceScalar } from "../../syntax/edit.ts";
import type { View } from "../../workspace/view.ts";
import { type FileEdit, inBlock } from "../rule.ts";
import { removeLines, removeParts } from "./remove-parts.ts";

/** Nothing where the version knows all keys; undefined where it does not, and can't be raised. Paths are those below a service. */
export function raiseVersion(paths: readonly (readonly string[])[], view: View): FileEdit[] | undefined {
  if (knowsAll(view.version())) return [];
  const latest = paths
    .flatMap((path) => sinceOf(path) ?? [])
    .reduce<Since | undefined>((a, b) => (a && a.minor >= b.minor ? a : b), undefined);
  return latest ? raiseFor(latest, view) : [];
}

/** No version, or one that names no minor: Docker takes its newest schema. */
const knowsAll = (version: string | undefined): version is undefined | "" | "3" =>
  version === undefined || version === "" || version === "3";

/** The same for a key that stands elsewhere. */
export function raiseFor(latest: Since, view: View): FileEdit[] | undefined {
  const written = view.version();
  if (knowsAll(written)) return [];
  const minor = /^3\.(\d+)$/.exec(written)?.[1];
  if (minor !== undefined && Number(minor) >= latest.minor) return [];
  // Files that are deployed together must name the same version.
  const place = minor !== undefined && view.isComplete() ? view.versionPlace() : undefined;
  if (!place || place.entry.key.opaque || place.entry.value.anchor || place.entry.value.tag) return undefined;
  const { block, entry } = place;
  // Docker wants a text: a bare number gets quotes.
  const quote = block.source[entry.value.span.start] === "'" ? "'" : '"';
  const version = latest.minor > Number(RAISED.slice(2)) ? `3.${latest.minor}` : RAISED;
  const label = { key: "raiseVersion", args: { version, key: latest.key, since: `3.${latest.minor}` } };
  return inBlock(block, replaceScalar(block, entry, quote + version + quote))?.map((edit) => ({ label, ...edit }));
}

interface Since {
  /** Without the section that all such keys are in. */
  readonly key: string;
  readonly minor: number;
}

/** The youngest key on the way, where one is younger than 3.0. */
function sinceOf(path: readonly string[]): Since | undefined {
  const all = path.map((_, i) => path.slice(0, i + 1).join("."));
  const young = all.filter((k) => Object.hasOwn(KEYS_SINCE, k));
  const minor = Math.max(...young.map((k) => KEYS_SINCE[k]!));
  const key = young.find((k) => KEYS_SINCE[k] === minor);
  return key === undefined ? undefined : { key: key.replace(/^deploy\./, ""), minor };
}

/** The file without its version: then Docker takes the newest schema. */
export function deleteVersion(view: View): FileEdit[] | undefined {
  const place = view.versionPlace();
  const root = place?.block.root;
  if (!place || place.entry.key.opaque || place.entry.value.anchor || root?.kind !== "mapping") return undefined;
  const { block, entry } = place;
  if (root.entries.length > 1) return inBlock(block, removeParts(block, root, [entry]));
  return root.flow ? undefined : inBlock(block, removeLines(block.source, entry));
}
