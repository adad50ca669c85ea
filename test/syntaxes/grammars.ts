// Tokenizes YAML the way an editor does: a YAML grammar with our injection in it. Two YAML grammars are in use: the classic one
// (older VS Code, many other editors) and the one of today's VS Code, which is there once test/host is installed.
import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type * as Oniguruma from "vscode-oniguruma";
import type * as TextMate from "vscode-textmate";

const require = createRequire(import.meta.url);
const textMate: typeof TextMate = require("vscode-textmate");
const oniguruma: typeof Oniguruma = require("vscode-oniguruma");
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const ours = path.join(root, "syntaxes/traefik-swarm.injection.tmLanguage.json");

export interface YamlGrammar {
  readonly name: "classic" | "current";
  readonly files: readonly string[];
}

export interface Token {
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
}

export function yamlGrammars(): { present: YamlGrammar[]; missing: string[] } {
  const classic: YamlGrammar = { name: "classic", files: [require.resolve("tm-grammars/grammars/yaml.json")] };
  const folders = ["lib/vscode/extensions", "vscode/extensions"].map((to) => `test/host/node_modules/*/${to}/yaml/syntaxes/*.json`);
  const files = globSync(folders, { cwd: root }).map((file) => path.join(root, file));
  return files.length ? { present: [classic, { name: "current", files }], missing: [] } : { present: [classic], missing: ["current"] };
}

/** The tokens of each line. Without `injected` what the YAML grammar alone gives. */
export async function tokenize(grammar: YamlGrammar, lines: readonly string[], injected = true): Promise<Token[][]> {
  const files = [...grammar.files, ours].map((file): [string, string] => [JSON.parse(readFileSync(file, "utf8")).scopeName, file]);
  const byScope = new Map(files);
  const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new textMate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => {
      const file = byScope.get(scope);
      return file ? textMate.parseRawGrammar(readFileSync(file, "utf8"), file) : null;
    },
    getInjections: (scope) => (injected && scope === "source.yaml" ? ["traefik-swarm.injection"] : undefined),
  });
  const yaml = await registry.loadGrammar("source.yaml");
  if (!yaml) throw new Error(`No grammar source.yaml among ${grammar.files.join(", ")}`);
  let state = textMate.INITIAL;
  return lines.map((line) => {
    const { tokens, ruleStack } = yaml.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map((token) => ({ start: token.startIndex, end: Math.min(token.endIndex, line.length), scopes: token.scopes }));
  });
}
