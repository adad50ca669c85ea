// The documentation page of a rule: why, an example and its pictures before and after, how to switch it off.
import type { Language, Rule } from "../../server/src/rules/rule.ts";
import type { Picture } from "./pictures.ts";

const WORDS: Record<Language, Record<string, string>> = {
  en: {
    generated: "Generated from the rule by `npm run generate`.",
    severity: "Severity: ",
    why: "Why",
    bad: "Found",
    good: "Mended",
    more: "How this comes about, and how it was measured: [What happens in an update](../../zero-downtime.md).",
    off: "Switch it off",
    offText:
      "For the next line, with the reason: `# traefik-swarm-disable-next-line {id} -- reason`. For the file: `# traefik-swarm-disable {id} -- reason`. Everywhere, or with another severity: the setting `traefikSwarm.rules`.",
    sources: "Sources",
  },
  "zh-cn": {
    generated: "由 `npm run generate` 根据规则生成。",
    severity: "严重程度：",
    why: "原因",
    bad: "问题示例",
    good: "修正后",
    more: "其原理以及如何测得：[一次更新中发生了什么](../../zero-downtime.zh-cn.md)。",
    off: "关闭此规则",
    offText:
      "仅对下一行（并写明理由）：`# traefik-swarm-disable-next-line {id} -- 理由`。对整个文件：`# traefik-swarm-disable {id} -- 理由`。全部关闭或更改严重程度：设置 `traefikSwarm.rules`。",
    sources: "来源",
  },
};

/** What the names of files in a language end with. */
export const suffix = (language: Language): string => (language === "en" ? "" : `.${language}`);

export function page(rule: Rule, language: Language, pictures: readonly Picture[]): string {
  const w = WORDS[language];
  const { summary, why } = rule.texts[language];
  const yaml = (text: string) => `\`\`\`yaml\n${text}\`\`\``;
  const sources = rule.sources.map((s) => `- ${s.startsWith("https://") ? `<${s}>` : s}`).join("\n");
  const picture = (of: Picture["of"]) => pictures.filter((p) => p.of === of).map((p) => `\n![${p.alt}](${p.file})\n\n${p.caption}\n`);
  return `<!-- ${w.generated} -->
# ${summary}

\`${rule.id}\` · ${w.severity}${rule.severity}

## ${w.why}
${why}

## ${w.bad}
${yaml(rule.bad)}
${picture("bad").join("")}
## ${w.good}
${yaml(rule.good)}
${picture("good").join("")}${pictures.length > 0 ? `\n${w.more}\n` : ""}
## ${w.off}
${w.offText!.replaceAll("{id}", rule.id)}

## ${w.sources}
${sources}
`;
}
