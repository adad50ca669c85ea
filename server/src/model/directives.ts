// What comments tell us: `# traefik-swarm: target=swarm`, `# traefik-swarm-disable RULE -- reason` for the file and
// `# traefik-swarm-disable-next-line RULE -- reason`. Comments are taken from the lexer, as a `#` inside a string is none.
import { comments } from "../syntax/comments.ts";
import type { Block } from "../syntax/document.ts";
import type { Span } from "../syntax/text.ts";

export interface Directives {
  readonly target: { readonly mode: "swarm" | "compose"; readonly span: Span } | undefined;
  readonly disabled: readonly Disable[];
}

export interface Disable {
  readonly scope: "file" | "next-line";
  /** Rule ids; empty means all. */
  readonly rules: readonly string[];
  readonly reason: string;
  readonly span: Span;
}

const NONE: Directives = { target: undefined, disabled: [] };

export function directivesOf(block: Block): Directives {
  if (!block.source.includes("traefik-swarm")) return NONE;
  let target: Directives["target"];
  const disabled: Disable[] = [];
  for (const { text, span } of comments(block.source)) {
    const mode = /^#\s*traefik-swarm:\s*target\s*=\s*(swarm|compose)\b/.exec(text)?.[1] as "swarm" | "compose" | undefined;
    if (mode) target = { mode, span };
    const disable = /^#\s*traefik-swarm-disable(-next-line)?(?:\s(.*))?$/.exec(text);
    if (!disable) continue;
    const [rules = "", reason = ""] = (disable[2] ?? "").split(/(?:^|\s)--(?:\s|$)/);
    const ids = rules.split(/[\s,]+/).filter((r) => r !== "");
    disabled.push({ scope: disable[1] ? "next-line" : "file", rules: ids, reason: reason.trim(), span });
  }
  return { target, disabled };
}
