// A rule's message in a language.
import { quoted } from "./quote.ts";
import type { Language, Message, Rule } from "./rule.ts";

/** What fixes of several rules say. */
const COMMON: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { raiseVersion: "Raise the file's version to {version} ({key} needs {since})" },
  "zh-cn": { raiseVersion: "把文件的 version 提高到 {version}（{key} 需要 {since}）" },
};

/** The text of a message; `{name}` is replaced by the argument of that name. */
export function say(rule: Rule, message: Message, language: Language): string {
  const texts = rule.texts[language] as Readonly<Record<string, string>>;
  const template = texts[message.key] ?? COMMON[language][message.key] ?? message.key;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = message.args?.[name];
    if (value === undefined) return whole;
    if (typeof value !== "object") return quoted(String(value));
    const parts = value.map((m) => (typeof m === "string" ? quoted(m) : say(rule, m, language)));
    const words = typeof value[0] === "string";
    return parts.join(language === "zh-cn" ? (words ? "、" : "；") : words ? ", " : "; ");
  });
}

/** Texts in every language, with the same keys in each. */
export const inBoth = <Key extends string>(texts: {
  readonly en: Readonly<Record<Key, string>>;
  readonly "zh-cn": Readonly<Record<NoInfer<Key>, string>>;
}): Readonly<Record<Language, Readonly<Record<Key, string>>>> => texts;
