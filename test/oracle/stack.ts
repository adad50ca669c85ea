// What the docker CLI 28.2.2 said about each of the files in `stack/`, and what we say about them.
import { readFileSync } from "node:fs";
import path from "node:path";
import { checkDocument } from "../../server/src/rules/check.ts";
import { CONFIG_RULES } from "../../server/src/rules/refusals.ts";
import { say } from "../../server/src/rules/text.ts";
import { openDocument } from "../../server/src/syntax/document.ts";
import { DEFAULTS } from "../../server/src/workspace/settings.ts";
import { emptyWorkspace, withDocuments } from "../../server/src/workspace/workspace.ts";

export interface StackCase {
  readonly file: string;
  /** `-c FILE` for each file, in order. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** `docker stack config`. */
  readonly config_exit: number;
  readonly config_stderr: string;
  /** The client of `docker stack deploy`, before a stand-in for the manager. */
  readonly deploy_client_exit: number;
  readonly deploy_client_stderr: readonly string[];
  /** What the manager does, read from its source. */
  readonly engine: string | null;
}

const folder = path.join(import.meta.dirname, "stack");

export const CASES: readonly StackCase[] = readFileSync(path.join(folder, "verdicts.jsonl"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as StackCase);

export const filesOf = ({ args }: StackCase): string[] => args.filter((a) => a !== "-c");

export function textOfFile(file: string): string {
  const bytes = readFileSync(path.join(folder, file));
  return bytes[0] === 0xff && bytes[1] === 0xfe ? new TextDecoder("utf-16le").decode(bytes) : bytes.toString("utf8");
}

export interface Told {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
}

/** An error that says that the file, or a service of it, is refused. */
const isRefusal = ({ severity, rule, message }: Told): boolean =>
  severity === "error" && (rule === "stack/yaml" || (/^(?:stack|labels|network)\//.test(rule) && /refuse|can't use network/.test(message)));

export const refusals = (told: readonly Told[]): Told[] => told.filter(isRefusal);
export const configRefusals = (told: readonly Told[]): Told[] => refusals(told).filter((t) => CONFIG_RULES.includes(t.rule));

/** All that is said about the files of a case, called stacks by the user, with the case's environment and no other. */
export function tell(found: StackCase): Told[] {
  const environment = { HOME: "/root", LANG: "C.UTF-8", PATH: "/usr/bin:/bin", ...found.env };
  const uris = filesOf(found).map((f) => `file:///stack/${f}`);
  const settings = { ...DEFAULTS, target: "swarm" as const, named: true, environment, mergedFiles: [uris] };
  const documents = filesOf(found).map((f) => openDocument(`file:///stack/${f}`, 1, textOfFile(f)));
  const workspace = withDocuments(
    emptyWorkspace(["file:///stack"], () => settings),
    documents,
  );
  return documents.flatMap((d) =>
    checkDocument(workspace, d).map(({ rule, severity, finding }) => ({
      rule: rule.id,
      severity,
      message: say(rule, finding.message, "en"),
    })),
  );
}
