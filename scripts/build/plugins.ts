// What is otherwise in the bundles than in the sources and packages.
import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import type { Plugin } from "esbuild";
import { breaksOf, READERS, readers, type Texts, withoutTexts } from "./texts.ts";

export const root = path.resolve(import.meta.dirname, "../..");

/** Stands for `require` until the parts are CommonJS: ES modules have none. */
export const REQUIRE = "requireOfNode";

/** Whoever runs the rules does not ask for their examples and sources: those are for the documentation and the tests. */
const withoutExamples = (rule: string): string =>
  rule
    .replace(/^ {2}(bad|good): `(?:[^`\\]|\\.)*`,$/gm, (all, key) => `  ${key}: "",${breaksOf(all)}`)
    .replace(/^ {2}sources: \[(?:.*\],$|\n(?: {4}.*\n)* {2}\],$)/gm, (all) => `  sources: [],${breaksOf(all)}`);

/** V8 keeps a text with one character beyond Latin 1 as two bytes each. esbuild escapes them in strings, but not in regular expressions. */
const oneByte = (source: string): string => source.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

export const ownSources = (texts: Texts): Plugin => ({
  name: "own sources",
  setup: ({ onLoad, onResolve }) => {
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const name = path.relative(root, file).split(path.sep).join("/");
      const source = oneByte(readFileSync(file, "utf8"));
      const contents = name.startsWith("server/src/rules/") ? withoutExamples(source) : source;
      return { contents: await withoutTexts(name.replace(/^server\/(?:src\/)?|\.ts$/g, ""), contents, texts), loader: "ts" };
    });
    onResolve({ filter: new RegExp(`^${READERS}$`) }, () => ({ path: READERS, namespace: READERS }));
    onLoad({ filter: /./, namespace: READERS }, () => ({ contents: readers(REQUIRE) }));
  },
});

/** Of package.json only this is told; the rest is for VS Code. */
export const shortManifest: Plugin = {
  name: "short manifest",
  setup: ({ onLoad }) =>
    onLoad({ filter: /package\.json$/ }, ({ path: file }) => {
      if (path.dirname(file) !== root) return undefined;
      const { version, homepage, bugs } = JSON.parse(readFileSync(file, "utf8"));
      return { contents: JSON.stringify({ version, homepage, bugs }), loader: "json" };
    }),
};

/**
 * Node's modules, and `vscode`, for packages. Those for processes and random names they load at once, asked for or not, and `crypto` alone takes
 * a fifth of the time in which Node starts: they get these at the first use. What is in them is listed, as some packages copy it.
 */
export const nodeModules: Plugin = {
  name: "modules of Node",
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^[a-z:_/]+$/ }, ({ path: module, kind }) =>
      kind === "require-call" && (isBuiltin(module) || module === "vscode") ? { path: module, namespace: "node" } : undefined,
    );
    onLoad({ filter: /./, namespace: "node" }, async ({ path: module }) => {
      const load = `${REQUIRE}(${JSON.stringify(module)})`;
      if (!/^(?:node:)?(?:child_process|crypto|readline)$/.test(module)) return { contents: `module.exports = ${load};` };
      const names = Object.keys(await import(module)).filter((name) => name !== "default");
      return { contents: `module.exports = { ${names.map((name) => `get ${name}() { return ${load}.${name}; }`).join(", ")} };` };
    });
  },
};

/** The types of the protocol are installed twice where the server's package asks for other ones than the client's; ours are the server's. */
export const oneTypes: Plugin = {
  name: "one types",
  setup: ({ onResolve, resolve }) =>
    onResolve({ filter: /^vscode-languageserver-types$/ }, ({ path: name, importer, kind }) =>
      importer.startsWith(path.join(root, "server"))
        ? resolve(name, { kind, resolveDir: path.join(root, "node_modules/vscode-languageserver") })
        : undefined,
    ),
};
