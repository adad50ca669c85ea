// A rule's message in a language.
import type { Language, Message, Rule } from "./rule.ts";

/** The text of a message; `{name}` is replaced by the argument of that name. */
export function say(rule: Rule, message: Message, language: Language): string {
  const texts = rule.texts[language] as Readonly<Record<string, string>>;
  const template = texts[message.key] ?? message.key;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = message.args?.[name];
    if (value === undefined) return whole;
    if (typeof value !== "object") return String(value);
    const parts = value.map((m) => (typeof m === "string" ? m : say(rule, m, language)));
    const words = typeof value[0] === "string";
    return parts.join(language === "zh-cn" ? (words ? "、" : "；") : words ? ", " : "; ");
  });
}
