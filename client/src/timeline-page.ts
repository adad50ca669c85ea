// The page of the timeline's panel: the controls once, and what the server's answer fills in below them.
import { env, l10n } from "vscode";
import type { TimelinePanel, TimelineResult } from "../../server/src/protocol/messages.ts";
import { runPage, type ToPage } from "./timeline-script.ts";
import { STYLE } from "./timeline-style.ts";

/** The page without content. It asks for that itself, again whenever it comes back to sight. */
export function pageOf(nonce: string): string {
  return `<!DOCTYPE html>
<html lang="${escaped(env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(l10n.t("Timeline of an update"))}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
<form id="controls" aria-label="${escaped(l10n.t("What the picture assumes"))}">${controls()}</form>
<p id="said" class="unseen" role="status"></p>
<div id="content"></div>
</main>
<script nonce="${nonce}">(${runPage})()</script>
</body>
</html>`;
}

function controls(): string {
  const stops: [string, string][] = [
    ["auto", l10n.t("as stop_grace_period suggests")],
    ["exit", l10n.t("ends at once")],
    ["finish", l10n.t("finishes its requests")],
    ["serve", l10n.t("serves on")],
  ];
  const moments: [string, string][] = [
    ["best", l10n.t("best case")],
    ["mean", l10n.t("typical")],
    ["worst", l10n.t("worst case")],
  ];
  return [
    label("boot", l10n.t("The app answers after"), seconds("boot")),
    label("stop", l10n.t("At the stop signal it"), select("stop", stops)),
    label("serves", l10n.t("for"), seconds("serves")),
    label("moment", l10n.t("Moment of the update"), select("moment", moments)),
  ].join("");
}

const label = (id: string, words: string, control: string): string =>
  `<span class="control" id="${id}-control"><label for="${id}">${escaped(words)}</label>${control}</span>`;

const seconds = (id: string): string =>
  `<span><input id="${id}" type="number" min="0" max="3600" step="any" required> <abbr title="${escaped(l10n.t("seconds"))}">s</abbr></span>`;

const select = (id: string, options: readonly [string, string][]): string =>
  `<select id="${id}">${options.map(([value, words]) => `<option value="${value}">${escaped(words)}</option>`).join("")}</select>`;

/** What the page shows of an answer. The drawing's own style gets the page's nonce, as no other style is let in. */
export function contentOf(result: TimelineResult | null, service: string, nonce: string): ToPage {
  if (!result) {
    const gone = l10n.t("“{0}” is no service of a Swarm stack that Traefik routes to.", service);
    return { html: `<p>${escaped(gone)}</p>`, said: gone };
  }
  const { panels, assume, moment, assumptions, assist, refused } = result;
  const buttons = assist.map(({ title }, i) => `<button id="assist-${i}" data-run="${escaped(title)}">${rich(title)}</button>`);
  const html = [
    `<h1>${escaped(result.title)}</h1>`,
    buttons.length > 0 ? `<p class="assist">${buttons.join(" ")}</p>` : "",
    refused === "" ? "" : `<p class="refused">${rich(refused)}</p>`,
    `<div class="panels">${panels.map((panel, i) => panelOf(panel, i, nonce)).join("")}</div>`,
    assumptions.length > 0 ? `<h2>${escaped(l10n.t("Assumed"))}</h2>${list(assumptions)}` : "",
    `<p class="links">${link("documentation", l10n.t("What makes an update lose requests"))} ${link("settings", l10n.t("Settings of these assumptions"))}</p>`,
  ].join("");
  return { html, said: panels.map(({ heading, summary }) => `${heading}: ${summary.join(" ")}`).join(" "), assume, moment };
}

function panelOf({ heading, svg, summary, table }: TimelinePanel, index: number, nonce: string): string {
  return `<section aria-labelledby="heading-${index}">
<h2 id="heading-${index}">${escaped(heading)}</h2>
<figure>${drawing(svg, index, nonce)}</figure>
${list(summary)}
<details id="table-${index}"><summary>${escaped(l10n.t("The same as a table"))}</summary>${tableOf(heading, table)}</details>
</section>`;
}

/** Two drawings on one page must not share ids. */
function drawing(svg: string, index: number, nonce: string): string {
  return svg
    .replace("<style>", `<style nonce="${nonce}">`)
    .replace('aria-labelledby="title description"', `aria-labelledby="title-${index} description-${index}"`)
    .replace(/ id="(title|description)"/g, ` id="$1-${index}"`);
}

function tableOf(caption: string, [head = [], ...rows]: TimelinePanel["table"]): string {
  const cells = (tag: string, row: readonly string[]) => row.map((cell) => `<${tag}>${escaped(cell)}</${tag.split(" ")[0]}>`).join("");
  const body = rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("");
  return `<table><caption class="unseen">${escaped(caption)}</caption><thead><tr>${cells('th scope="col"', head)}</tr></thead><tbody>${body}</tbody></table>`;
}

const list = (items: readonly string[]): string => `<ul>${items.map((item) => `<li>${rich(item)}</li>`).join("")}</ul>`;

const link = (kind: string, words: string): string => `<a id="${kind}" href="#" data-send="${kind}">${escaped(words)}</a>`;

/** What stands in backticks is the user's own word. */
const rich = (words: string): string => escaped(words).replace(/`([^`]+)`/g, "<code>$1</code>");

const escaped = (words: string): string => words.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
