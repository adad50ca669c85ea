// Where a rule's documentation page is on the web: the target of links from editors, SARIF and terminals.
import type { Language } from "./rule.ts";

const DOCS = "https://github.com/traefik-swarm/traefik-swarm/blob/main/server/docs/rules/";

/** The address of the page of a rule, by its id. */
export const docsUrl = (rule: string, language: Language): string => `${DOCS}${rule}${language === "en" ? "" : `.${language}`}.md`;
