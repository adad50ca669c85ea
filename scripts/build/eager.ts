// Packages in CommonJS are functions in a bundle, each called when it is first required. V8 reads a function once to skip it and once more, with
// all that is in it, when it is called; only one in brackets it takes for called at once. The brackets save a quarter of the time to load.
import { parseSync } from "oxc-parser";

type Node = { readonly type: string; readonly start: number; readonly end: number };
type Arrow = Node & { readonly async: boolean; readonly params: readonly Node[]; readonly body: Node };
type Declared = { readonly init: (Node & { readonly arguments?: readonly Node[] }) | null };

/** `var a = module((exports) => {})` with a function in brackets: arrow functions have no such sign. */
export function compiledAtOnce(code: string): string {
  const { program, errors } = parseSync("bundle.cjs", code);
  if (errors.length > 0) throw new Error(errors[0]!.message);
  let done = "";
  let at = 0;
  for (const { params, body, start, end } of (program.body as unknown as Node[]).flatMap(modulesIn)) {
    const names = params.map((p) => code.slice(p.start, p.end)).join();
    done += `${code.slice(at, start)}(function(${names})${code.slice(body.start, body.end)})`;
    at = end;
  }
  return done + code.slice(at);
}

function modulesIn(statement: Node): Arrow[] {
  const { declarations = [] } = statement as { readonly declarations?: readonly Declared[] };
  return declarations.flatMap(({ init }) => {
    const [only, ...others] = (init?.type === "CallExpression" && init.arguments) || [];
    if (only?.type !== "ArrowFunctionExpression" || others.length > 0) return [];
    const arrow = only as Arrow;
    return arrow.async || arrow.body.type !== "BlockStatement" ? [] : [arrow];
  });
}
