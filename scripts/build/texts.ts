// Takes the texts out of the bundles. In the sources both languages stand side by side, so that they can't drift apart; who runs them speaks
// one. Each becomes a file, dist/texts.LANGUAGE.json, that is read when its first text is wanted.
import { LANGUAGES, type Language } from "../../server/src/rules/rule.ts";

/** By language and place, as JSON. A build adds to them; the bundles share the files. */
export type Texts = Readonly<Record<Language, Map<string, string>>>;

export const noTexts = (): Texts => ({ en: new Map(), "zh-cn": new Map() });

/** As the formatter writes it: a value of nothing but `en: {`, lines that are indented deeper, `},`, and the same for the other language. */
const BOTH = /\{\n( *)en: (\{\n(?:\1 .*\n)*\1\}),\n\1"zh-cn": (\{\n(?:\1 .*\n)*\1\}),\n *\}/g;

/** The module that hands out texts, under a name that no package has. */
export const READERS = "texts of a language";
export const readers = (require: string): string => `
  const reader = (load) => { let all; return (place) => (all ??= load())[place]; };
  const en = reader(() => ${require}("./texts.en.json"));
  const zhCn = reader(() => ${require}("./texts.zh-cn.json"));
  export const textsAt = (place) => ({ get en() { return en(place); }, get "zh-cn"() { return zhCn(place); } });
`;

/** A source file with calls of that module in the place of its texts, which are added to `texts`. All else stays on its line. */
export async function withoutTexts(name: string, source: string, texts: Texts): Promise<string> {
  let rest = source;
  for (const [index, [both, , en, zhCn]] of [...source.matchAll(BOTH)].entries()) {
    const place = index === 0 ? name : `${name} ${index}`;
    texts.en.set(place, await json(en!));
    texts["zh-cn"].set(place, await json(zhCn!));
    rest = rest.replace(both, () => `textsAt(${JSON.stringify(place)}${breaksOf(both)})`);
  }
  return rest === source ? source : `import { textsAt } from ${JSON.stringify(READERS)};${rest}`;
}

/** The line breaks of what is left out: source maps tell the lines of what follows. */
export const breaksOf = (text: string): string => text.replace(/[^\n]/g, "");

/** Texts refer to nothing around them, so they are a module by themselves. */
async function json(literal: string): Promise<string> {
  const { texts } = await import(`data:text/javascript,export const texts = ${encodeURIComponent(literal)}`);
  return JSON.stringify(texts);
}

export const files = (texts: Texts): ReadonlyMap<string, string> =>
  new Map(
    LANGUAGES.map((language) => {
      const lines = [...texts[language]].sort(([a], [b]) => (a < b ? -1 : 1)).map(([place, t]) => `${JSON.stringify(place)}: ${t}`);
      return [`texts.${language}.json`, `{\n${lines.join(",\n")}\n}\n`];
    }),
  );
