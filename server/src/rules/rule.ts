// What a rule is: its texts in every language, its examples, and a check of one service, network or block. Everything else about a rule (settings,
// documentation page, tests, fix-all) is made from this.
import type { NetworkDeclaration } from "../model/network.ts";
import type { Service } from "../model/service.ts";
import type { Block } from "../syntax/document.ts";
import type { Edit } from "../syntax/edit.ts";
import type { Span } from "../syntax/text.ts";
import type { Version } from "../timeline/plan.ts";
import type { Severity } from "../workspace/settings.ts";
import type { View } from "../workspace/view.ts";

export const LANGUAGES = ["en", "zh-cn"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text of the rule by its key, with what stands in its `{braces}`. A list is joined to one text. */
export interface Message<Key extends string = string> {
  readonly key: Key;
  readonly args?: Readonly<Record<string, string | number | readonly string[] | readonly Message<Key>[]>>;
}

export interface Finding<Key extends string = string> {
  /** In the block of what is checked. */
  readonly span: Span;
  readonly message: Message<Key>;
  /** Only where it differs from the rule's. */
  readonly severity?: Severity;
  /** Made when somebody asks: most are never asked for. */
  readonly fixes?: () => readonly Fix<Key>[];
  readonly related?: readonly Related<Key>[];
}

export interface Related<Key extends string = string> {
  readonly uri: string;
  readonly block: Block;
  readonly span: Span;
  readonly message: Message<Key>;
}

export interface Fix<Key extends string = string> {
  readonly title: Message<Key>;
  readonly kind: "safe" | "choice";
  readonly edits: readonly FileEdit[];
  /** It also mends all other findings of this rule in the block; "fix all" prefers it. */
  readonly mendsBlock?: boolean;
  /** Nothing else may change by it: it is not offered where others take in what it changes by an anchor. */
  readonly onlyHere?: boolean;
  /** The edits hold tab stops (`${1:8080}`): for editors that know snippets; others get the text of the stops. */
  readonly snippet?: boolean;
}

/** An edit in some block; without `uri` in the file that is checked. */
export interface FileEdit extends Edit {
  readonly block: Block;
  readonly uri?: string;
  /**
   * What it writes, where a fix consists of parts that can be shown one by one; a text of the rule, or a common one. Several edits may have
   * the same.
   */
  readonly label?: Message;
}

export const inBlock = (block: Block, edits: readonly Edit[] | undefined, uri?: string): FileEdit[] | undefined =>
  edits?.map((e) => ({ block, ...e, ...(uri === undefined ? {} : { uri }) }));

/** A fix, where there are edits that make it. */
export const offer = <Key extends string>(fix: Omit<Fix<Key>, "edits">, edits: readonly FileEdit[] | undefined): Fix<Key>[] =>
  edits ? [{ edits, ...fix }] : [];

interface RuleBase<Key extends string> {
  /** `group/name`, the same as the file. */
  readonly id: string;
  readonly severity: Severity;
  /** Where the claim about Docker or Traefik can be checked. */
  readonly sources: readonly string[];
  /** A file, or several with `# --- name.yml` before each, in which this rule and no other error or warning is found. */
  readonly bad: string;
  /** The same, mended. */
  readonly good: string;
  /** Its page shows an update of the examples' service, where that tells more than words. */
  readonly picture?: UpdatePicture;
  readonly texts: Readonly<Record<Language, Readonly<Record<Key, string>> & { readonly summary: string; readonly why: string }>>;
}

/** Drawn are both examples, or the bad one alone; what the new version does ("good"); which of the possible moments ("mean"). */
export interface UpdatePicture {
  readonly only?: "bad";
  readonly version?: Version;
  readonly moment?: "best" | "mean" | "worst";
}

export interface ServiceRule<Key extends string> extends RuleBase<Key> {
  readonly scope: "service";
  readonly check: (service: Service, view: View) => Iterable<Finding<Key>>;
}

export interface NetworkRule<Key extends string> extends RuleBase<Key> {
  readonly scope: "network";
  readonly check: (network: NetworkDeclaration, view: View) => Iterable<Finding<Key>>;
}

/** Of anything that a file holds: its head, its top-level keys, sections and what is in them, further documents. */
export interface BlockRule<Key extends string> extends RuleBase<Key> {
  readonly scope: "block";
  readonly check: (block: Block, view: View) => Iterable<Finding<Key>>;
}

export type Rule = ServiceRule<string> | NetworkRule<string> | BlockRule<string>;

/** The keys of messages are those of the English texts; the translations have the same ones. */
type Written<Key extends string, Kind extends RuleBase<Key>> = Omit<Kind, "scope" | "texts"> & {
  readonly texts: { readonly en: Readonly<Record<Key, string>>; readonly "zh-cn": Readonly<Record<NoInfer<Key>, string>> };
};

/** A rule of services. */
export const serviceRule = <Key extends string>(rule: Written<Key, ServiceRule<NoInfer<Key>>>): Rule =>
  ({ ...rule, scope: "service" }) as unknown as Rule;

/** A rule of declared networks. */
export const networkRule = <Key extends string>(rule: Written<Key, NetworkRule<NoInfer<Key>>>): Rule =>
  ({ ...rule, scope: "network" }) as unknown as Rule;

/** A rule of blocks. */
export const blockRule = <Key extends string>(rule: Written<Key, BlockRule<NoInfer<Key>>>): Rule =>
  ({ ...rule, scope: "block" }) as unknown as Rule;
