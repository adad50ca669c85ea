// Names of stacks that scripts tell: `docker stack deploy -c FILE NAME` in shell scripts, Makefiles and CI files. Only what is plain counts: a
// script that changes its folder elsewhere, a variable, or a file that is not where it would be, tells nothing.
import { isStackName, type StackName } from "./stacks.ts";

/** One `docker stack deploy` with its files that are known, as URIs, in their order. */
export interface DeployCall {
  readonly name: string;
  readonly files: readonly string[];
  /** None of its files is unknown. */
  readonly complete: boolean;
}

/** Each file that is deployed, with the name. */
export const namesIn = (calls: readonly DeployCall[]): StackName[] =>
  calls.flatMap(({ name, files }) => files.map((f) => ({ name, files: f })));

/** @param exists whether a file of that URI is known */
export function deploysIn(script: string, folder: string, text: string, exists: (uri: string) => boolean): DeployCall[] {
  const here = script.slice(0, script.lastIndexOf("/"));
  const lines = text.replace(/\\\r?\n/g, " ").split(/\r?\n/);
  if (lines.some((l) => !DEPLOY.test(l) && /\b(?:cd|pushd|chdir)\s|working-directory\s*:/.test(l))) return [];
  return lines.flatMap((line) => {
    const deploy = deployIn(line);
    if (!deploy) return [];
    const files = deploy.files.flatMap((file) => {
      // Scripts are started where they are, or at the top; CI at the top.
      const places = [...new Set([here, folder])].map((base) => at(base, deploy.folder, file));
      const found = places.filter((uri): uri is string => uri !== undefined && exists(uri));
      return found.length === 1 ? [found[0]!] : [];
    });
    return files.length > 0 ? [{ name: deploy.name, files, complete: files.length === deploy.files.length }] : [];
  });
}

/** Files that are looked at, `.env` among them. Those of `.github/workflows` are besides. */
export const isScript = (path: string): boolean =>
  /(?:(?:^|[\\/])\.env|\.(?:sh|bash|mk)|(?:^|[\\/])(?:GNU)?[Mm]akefile|(?:^|[\\/])(?:[Jj]ustfile|Jenkinsfile|\.gitlab-ci\.ya?ml|\.drone\.ya?ml))$/.test(
    path,
  );

const DEPLOY = /\bdocker\s+stack\s+(?:deploy|up)\s+(.*)/;
/** Options with a word behind them; all others that are known stand alone. */
const WITH_VALUE = ["-c", "--compose-file", "--resolve-image"];
const ALONE = /^(?:-d|-q|--prune|--with-registry-auth|--quiet|--detach)(?:=\w+)?$/;

interface Deploy {
  readonly name: string;
  readonly files: readonly string[];
  /** Of a `cd` before it on the same line. */
  readonly folder: string;
}

function deployIn(line: string): Deploy | undefined {
  const match = DEPLOY.exec(line);
  const before = line.slice(0, match?.index);
  // Comments and messages give examples; over SSH it is another machine's files.
  if (!match || /^\s*#|\b(?:echo|printf|ssh)\b/.test(before) || before.split(/\bcd\b/).length > 2) return undefined;
  const folder = /\b(?:cd|pushd)\s+(\S+)\s*(?:&&|;)/.exec(before)?.[1] ?? "";
  if (folder === "" && /\b(?:cd|pushd)\b/.test(before)) return undefined;
  const words = match[1]!
    .replace(/(?:&&|[|;&#>)]|\s\d>).*/, "")
    .trim()
    .split(/\s+/)
    .map((w) => w.replace(/^["']|["']$/g, ""));
  const files: string[] = [];
  const names: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const [, option = "", joined] = /^(--?[\w-]+?)(?:=(.*))?$/.exec(words[i]!) ?? [];
    if (ALONE.test(words[i]!)) continue;
    if (WITH_VALUE.includes(option)) {
      const value = joined ?? words[++i] ?? "";
      if (option !== "--resolve-image") files.push(...value.split(","));
    } else if (option !== "" || names.push(words[i]!) > 1) return undefined;
  }
  const name = names[0];
  const isPlain = [folder, ...files].every((w) => !/[$`{}()*?"'~]/.test(w));
  return name !== undefined && isStackName(name) && isPlain ? { name, files, folder } : undefined;
}

/** A path from a folder; undefined where it leads elsewhere. */
function at(base: string, ...parts: readonly string[]): string | undefined {
  const path = base.split("/");
  const top = path.length;
  for (const part of parts.join("/").split("/")) {
    if (part === "..") path.pop();
    else if (part !== "" && part !== ".") path.push(encodeURIComponent(part));
  }
  return parts.some((p) => p.startsWith("/")) || path.length < Math.min(top, 4) ? undefined : path.join("/");
}
