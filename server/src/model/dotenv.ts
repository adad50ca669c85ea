// Files of variables as `docker compose` reads them: `NAME=value` or `NAME: value`, `export` before it, quotes that may hold several lines,
// comments, variables that are set above. `docker stack deploy` reads none; people load them into their shell, which agrees on what is usual.
// Written here, as the packages for it read files by themselves, or know no variables.
// Source: https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax

export interface Dotenv {
  readonly variables: Readonly<Record<string, string>>;
  /** Lines (1-based) that are no variable, comment or bare name. */
  readonly wrong: readonly number[];
}

const NAME = /[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*(?:[=:][ \t]*|(?=\r?$|[ \t]*#))/my;
const SINGLE = /'((?:\\'|[^'])*)'/y;
const DOUBLE = /"((?:\\[\s\S]|[^"\\])*)"/y;

/** @param above what files before this one set */
export function parseDotenv(text: string, above: Readonly<Record<string, string>> = {}): Dotenv {
  const variables = new Map<string, string>();
  const wrong: number[] = [];
  const lookUp = (name: string) => variables.get(name) ?? (Object.hasOwn(above, name) ? above[name] : undefined);
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at += match[0].length;
    return match ?? undefined;
  };
  while (at < text.length) {
    const start = at;
    if (!take(/[ \t]*(?:#.*)?(?:\r?\n|$)/y)) {
      const name = take(NAME);
      if (!name) wrong.push(text.slice(0, start).split("\n").length);
      else if (/[=:][ \t]*$/.test(name[0])) variables.set(name[1]!, readValue(take, lookUp));
      take(/.*(?:\n|$)/y);
    }
  }
  return { variables: Object.fromEntries(variables), wrong };
}

function readValue(take: (pattern: RegExp) => RegExpExecArray | undefined, lookUp: (name: string) => string | undefined): string {
  const single = take(SINGLE);
  if (single) return single[1]!.replaceAll("\\'", "'");
  const double = take(DOUBLE);
  if (double) return filled(double[1]!, lookUp, true);
  // An inline comment has a blank before it.
  const plain = take(/.*/y)![0].replace(/(?:^|[ \t])#.*$/, "");
  return filled(plain.trim(), lookUp, false);
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\\": "\\", '"': '"', $: "$" };

const filled = (value: string, lookUp: (name: string) => string | undefined, quoted: boolean): string =>
  value.replace(
    /\\([\s\S])|\$\{([A-Za-z_]\w*)(?:(:?)-([^}]*))?\}|\$([A-Za-z_]\w*)/g,
    (whole, escaped?: string, braced?: string, colon?: string, otherwise?: string, bare?: string) => {
      if (escaped !== undefined) return quoted || escaped === "$" ? (ESCAPES[escaped] ?? whole) : whole;
      const known = lookUp((braced ?? bare)!);
      return (colon === ":" ? known || otherwise : (known ?? otherwise)) ?? "";
    },
  );
