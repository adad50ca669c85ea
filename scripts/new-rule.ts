// `npm run new group/rule`: writes a rule and its fixture to start from. Both work as they are, on a stand-in; the tests then name the texts
// that are still to be written.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { exportName, NOT_GROUPS, ruleFiles } from "./generate.ts";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** Why no rule can have that id, if none can. */
export function refusal(id: string, existing: readonly string[]): string | undefined {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\/[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id)) {
    return `"${id}" is no id: group/rule, lower case, words joined by hyphens, as in labels/outside-deploy`;
  }
  if (NOT_GROUPS.includes(id.split("/")[0]!)) return `"${id.split("/")[0]}" is a folder for other things`;
  if (existing.includes(id)) return `${id} exists`;
  const same = existing.find((other) => exportName(other) === exportName(id));
  return same && `${same} has the same name: each rule has one of its own`;
}

/** Path (from the root) to content. */
export function scaffold(id: string): Map<string, string> {
  return new Map([
    [`server/src/rules/${id}.ts`, ruleSource(id)],
    [`test/rules/${id}.yaml`, fixture(id)],
  ]);
}

const ruleSource = (id: string): string => `// TODO: what it finds, in a sentence or two, and what is left out on purpose.
import { inBlock, serviceRule } from "../rule.ts";

export const ${exportName(id)} = serviceRule({
  id: "${id}",
  severity: "warning",
  sources: ["TODO: file@version of the source, or page, where the claim can be checked"],
  texts: {
    en: {
      summary: "TODO: the defect, in a few words",
      why: "TODO: what happens to the user, and what is right",
      found: "TODO: what is wrong with \`{image}\`, why, and what to do",
      mend: "TODO: what the fix does",
    },
    "zh-cn": {
      summary: "TODO：用几个词描述问题",
      why: "TODO：会造成什么后果，正确的写法是什么",
      found: "TODO：\`{image}\` 有什么问题、原因以及该怎么做",
      mend: "TODO：修复会做什么",
    },
  },
  bad: \`services:
  web:
    image: ghcr.io/example/bad
    deploy:
      mode: global
\`,
  good: \`services:
  web:
    image: ghcr.io/example/good
    deploy:
      mode: global
\`,
  *check(service, view) {
    // TODO: a stand-in. In doubt (target unknown, variables, a Traefik that is not known) stay silent.
    const { image } = service;
    if (view.target().mode !== "swarm" || image?.value !== "ghcr.io/example/bad") return;
    const edits = image.opaque ? undefined : inBlock(service.block, [{ span: image.span, text: "ghcr.io/example/good" }]);
    const fixes = edits ? [{ title: { key: "mend" as const }, kind: "choice" as const, edits }] : [];
    yield { span: image.span, message: { key: "found", args: { image: image.value } }, fixes };
  },
});
`;

const fixture = (id: string): string => `# TODO: what is found in which form, and what stays silent.

# --- case "found and mended"
services:
  web:
    image: ghcr.io/example/bad
#          ^^^^^^^^^^^^^^^^^^^ ${id}: \`ghcr.io/example/bad\`
    deploy:
      mode: global
# --- fix "TODO: what the fix does" safe
services:
  web:
    image: ghcr.io/example/good
    deploy:
      mode: global

# --- case "silent in plain compose files"
services:
  web:
    image: ghcr.io/example/bad
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const id = process.argv[2] ?? "";
  const refused = refusal(
    id,
    ruleFiles().map((f) => f.id),
  );
  if (refused) {
    console.error(refused);
    process.exit(1);
  }
  for (const [file, content] of scaffold(id)) {
    const target = path.join(root, file);
    if (existsSync(target)) {
      console.error(`${file} exists`);
      process.exit(1);
    }
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
    console.log(`wrote ${file}`);
  }
  console.log("Next: fill in each TODO, then `npm run generate` and `npm run unit -- test/rules`.");
}
