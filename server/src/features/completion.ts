// Snippets, offered where they fit: labels under `deploy.labels`, services under `services`, whole stacks in an empty file.
import { type CompletionItem, CompletionItemKind, InsertTextFormat, InsertTextMode, type Position } from "vscode-languageserver-types";
import snippets from "../../../snippets/traefik-swarm.json" with { type: "json" };
import type { Language } from "../rules/rule.ts";
import { documentText, offsetAt, positionAt, type StackDocument } from "../syntax/document.ts";
import { locate } from "../syntax/locate.ts";
import type { Target } from "../workspace/target.ts";

interface Snippet {
  readonly prefix: string;
  readonly fits: string;
  readonly description: string;
  readonly "zh-cn": string;
  readonly body: readonly string[];
}

const SNIPPETS = snippets as Readonly<Record<string, Snippet>>;

/** @param mode what the file is meant for; undefined where it is no stack yet */
export function completion(
  document: StackDocument,
  position: Position,
  mode: Target["mode"] | undefined,
  language: Language,
): CompletionItem[] {
  const text = documentText(document);
  const offset = offsetAt(document, position);
  if (/^[^\r\n]*\S/.test(text.slice(offset))) return [];
  const place = locate(text, offset);
  const word = place.typed.replace(/^-\s*/, "");
  if (!/^[\w-]*$/.test(word)) return [];
  const dash = place.typed.slice(0, place.typed.length - word.length);
  const fits = fitting(text, place, mode, dash !== "");
  const range = { start: positionAt(document, place.start), end: position };
  return Object.entries(SNIPPETS)
    .filter(([, s]) => fits.includes(s.fits))
    .map(([name, s], index) => ({
      label: s.prefix,
      labelDetails: { description: form(s.fits) },
      kind: CompletionItemKind.Snippet,
      detail: "Traefik Swarm",
      documentation: {
        kind: "markdown",
        value: `${language === "zh-cn" ? s["zh-cn"] : s.description}\n\n\`\`\`yaml\n${preview(s)}\n\`\`\``,
      },
      filterText: dash + s.prefix,
      sortText: `${fits.indexOf(s.fits)}${String(index).padStart(2, "0")}`,
      insertTextFormat: InsertTextFormat.Snippet,
      insertTextMode: InsertTextMode.adjustIndentation,
      textEdit: { range, newText: s.body.join("\n") },
      data: name,
    }));
}

function fitting(text: string, { path, siblings }: ReturnType<typeof locate>, mode: Target["mode"] | undefined, dash: boolean): string[] {
  if (path.length === 0) return isEmpty(text) && !dash ? ["file"] : [];
  if (path[0] !== "services" || mode === "compose") return [];
  if (path.length === 1) return dash ? [] : ["services"];
  const inLabels = path.length === 4 && path[2] === "deploy" && path[3] === "labels";
  if (!inLabels) return [];
  if (dash || siblings === "list") return ["labels-list"];
  return siblings === "map" ? ["labels-map"] : ["labels-list", "labels-map"];
}

/** Nothing but comments, the document's start and the word that is being typed. */
const isEmpty = (text: string): boolean =>
  text.split(/\r\n|\n|\r/).filter((l) => !/^\s*(?:#.*|---)?$/.test(l)).length <= 1 && !/^\S+\s*:/m.test(text);

const form = (fits: string): string => (fits === "labels-list" ? "- label" : fits === "labels-map" ? "label:" : "");

/** The snippet with the texts of its stops. */
function preview({ body }: Snippet): string {
  const names = new Map<string, string>();
  return (
    body
      .join("\n")
      // Bounded: snippets are our own.
      .replace(/\$\{(\d+)(?::([^}]*)|\|([^,|]*)[^|]*\|)\}|\$(\d+)/g, (_, stop: string, name: string, choice: string, again: string) => {
        if (again !== undefined) return names.get(again) ?? "";
        names.set(stop, name ?? choice ?? "");
        return names.get(stop)!;
      })
      .replace(/\\([\\$}])/g, "$1")
  );
}
