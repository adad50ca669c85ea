// Expands a snippet body as an editor does when the user only presses Tab: each stop gets its default or its first choice. Only what
// our bodies use: `$1`, `${1}`, `${1:default}` with stops inside, `${1|a,b|}` and escapes. Anything else throws, as it would be a slip.

type Part = string | { readonly stop: number; readonly content?: readonly Part[] };

export function expandSnippet(body: string): string {
  const parts = parse(body);
  const defaults = new Map<number, readonly Part[]>();
  collect(parts, defaults);
  return write(parts, defaults);
}

/** The stops' numbers in the order of the text, each as often as it stands there. */
export function stopsOf(body: string): number[] {
  const found: number[] = [];
  const walk = (parts: readonly Part[]) =>
    parts.forEach((part) => {
      if (typeof part === "string") return;
      found.push(part.stop);
      walk(part.content ?? []);
    });
  walk(parse(body));
  return found;
}

function parse(body: string): Part[] {
  let at = 0;
  const parts = until("");
  return parts;

  function until(end: string): Part[] {
    const found: Part[] = [];
    for (;;) {
      if (at >= body.length) {
        if (end) throw new Error(`"${end}" is missing in: ${body}`);
        return found;
      }
      if (end && body.startsWith(end, at)) {
        at += end.length;
        return found;
      }
      if (body[at] === "\\" && /[\\$}]/.test(body[at + 1] ?? "")) {
        found.push(body[at + 1]!);
        at += 2;
      } else if (body[at] === "$") {
        found.push(stop());
      } else {
        found.push(body[at]!);
        at += 1;
      }
    }
  }

  function stop(): Part {
    const [head, bare, braced, next] = /^\$(?:(\d+)|\{(\d+)([:|}]))/.exec(body.slice(at)) ?? [];
    if (head === undefined) throw new Error(`A dollar that is neither a stop nor escaped at ${at} in: ${body}`);
    at += head.length;
    if (bare !== undefined) return { stop: Number(bare) };
    if (next === ":") return { stop: Number(braced), content: until("}") };
    if (next === "}") return { stop: Number(braced) };
    const choices = body.slice(at, body.indexOf("|}", at));
    at += choices.length + "|}".length;
    return { stop: Number(braced), content: [choices.split(",")[0]!] };
  }
}

function collect(parts: readonly Part[], into: Map<number, readonly Part[]>): void {
  for (const part of parts) {
    if (typeof part === "string" || !part.content) continue;
    if (!into.has(part.stop)) into.set(part.stop, part.content);
    collect(part.content, into);
  }
}

function write(parts: readonly Part[], defaults: ReadonlyMap<number, readonly Part[]>): string {
  return parts.map((part) => (typeof part === "string" ? part : write(defaults.get(part.stop) ?? [], defaults))).join("");
}
