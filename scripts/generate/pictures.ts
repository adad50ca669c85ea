// An update of the service that a rule's example is about, drawn as the editor draws it: before, and after where it differs.
import { inSeconds } from "../../server/src/features/readiness.ts";
import { drawn } from "../../server/src/features/timeline.ts";
import { updateText } from "../../server/src/features/update-texts.ts";
import { modelOf } from "../../server/src/model/block.ts";
import type { Service } from "../../server/src/model/service.ts";
import { checkDocument } from "../../server/src/rules/check.ts";
import type { Language, Rule } from "../../server/src/rules/rule.ts";
import { openDocument } from "../../server/src/syntax/document.ts";
import type { UpdatePlan, Version } from "../../server/src/timeline/plan.ts";
import { predict, type Range } from "../../server/src/timeline/predict.ts";
import { isRouted } from "../../server/src/workspace/readiness.ts";
import { readSettings } from "../../server/src/workspace/settings.ts";
import { forecast } from "../../server/src/workspace/update.ts";
import { type View, viewOf } from "../../server/src/workspace/view.ts";
import { emptyWorkspace, type Workspace, withDocuments } from "../../server/src/workspace/workspace.ts";
import { exampleFiles } from "../../test/support/fixture.ts";
import { suffix } from "./page.ts";

export interface Picture {
  readonly of: "bad" | "good";
  /** Beside the rule's page. */
  readonly file: string;
  readonly svg: string;
  readonly alt: string;
  readonly caption: string;
}

export function picturesOf(rule: Rule, language: Language): Picture[] {
  const { picture } = rule;
  if (!picture) return [];
  const name = marked(rule);
  const { only, version = "good", moment = "mean" } = picture;
  const words = TEXTS[language];
  const examples = [{ of: "bad", text: rule.bad } as const, ...(only ? [] : [{ of: "good", text: rule.good } as const])];
  const pictures = examples.map(({ of, text }): Picture => {
    const { service, view } = find(text, name);
    const { plan: today } = forecast(service, view);
    const plan = { ...today, app: { ...today.app, version } };
    const notes = [words[version], ...(isRouted(service) ? [] : [words.unrouted]), ...costs(plan, moment, language)];
    return {
      of,
      file: `${rule.id.split("/")[1]}.${of}${suffix(language)}.svg`,
      svg: onPage(drawn(plan, name, moment, language).svg),
      alt: words.alt.replace("{service}", name),
      caption: notes.filter((t) => t !== "").join(language === "en" ? " " : ""),
    };
  });
  return pictures[0]!.svg === pictures[1]?.svg ? pictures.slice(0, 1) : pictures;
}

/** Readers' pages may be dark where the picture is light, as it follows the system and not the editor. */
export const onPage = (svg: string): string =>
  `${svg.replace("</style>", '</style>\n<rect width="100%" height="100%" fill="var(--on)"/>')}\n`;

/** In a sentence or two; without numbers where it goes on until somebody acts. */
function costs(plan: UpdatePlan, moment: keyof Range, language: Language): string[] {
  const { gap, failedShare, endless } = predict(plan);
  const { version } = plan.app;
  const waits = version === "untested" || version === "unplaced";
  if (failedShare === 0) return waits ? [] : [updateText(language, "costNone")];
  const share = updateText(language, "costShare", { share: Math.max(1, Math.round(failedShare * 100)) });
  const numbers = updateText(language, "costGap", { mean: inSeconds(gap.mean), worst: inSeconds(gap.worst) });
  return [
    ...(endless ? [TEXTS[language].endless] : gap.worst > 0 ? [numbers] : []),
    ...(!endless && !waits && plan.replicas > 1 ? [share] : []),
    ...(plan.backends === "polled" ? [TEXTS[language][moment]] : []),
  ];
}

/** The service on which the bad example's finding stands. */
function marked(rule: Rule): string {
  const workspace = workspaceOf(rule.bad);
  const found = [...workspace.documents.values()].flatMap((d) => checkDocument(workspace, d)).find((d) => d.rule.id === rule.id);
  const service = found && modelOf(found.block).services[0];
  if (!service) throw new Error(`${rule.id} has a picture, and no finding on a service`);
  return service.name.value;
}

function find(text: string, name: string): { service: Service; view: View } {
  const workspace = workspaceOf(text);
  for (const document of workspace.documents.values()) {
    const service = document.blocks.flatMap((b) => modelOf(b).services).find((s) => s.name.value === name);
    const view = viewOf(workspace, document);
    if (service && view) return { service, view };
  }
  throw new Error(`no service ${name} in an example`);
}

function workspaceOf(text: string): Workspace {
  const settings = readSettings({});
  const documents = Object.entries(exampleFiles(text)).map(([file, content]) => openDocument(`file:///project/${file}`, 1, content));
  return withDocuments(
    emptyWorkspace(["file:///project"], () => settings),
    documents,
  );
}

const TEXTS: Readonly<Record<Language, Readonly<Record<Version | keyof Range | "alt" | "unrouted" | "endless", string>>>> = {
  en: {
    alt: "An update of {service}, drawn over time",
    good: "",
    crashes: "The new version crashes.",
    unhealthy: "The new version is never healthy.",
    untested: "The healthcheck never runs: the new task is never RUNNING, and the update waits for ever.",
    unplaced: "No node has room for the new task, and the update waits for ever.",
    unrouted: "Drawn as for a service behind Traefik.",
    endless: "No request is answered until somebody acts.",
    best: "Drawn is the best case.",
    mean: "Drawn is an average case.",
    worst: "Drawn is the worst case.",
  },
  "zh-cn": {
    alt: "{service} 的一次更新，按时间绘制",
    good: "",
    crashes: "新版本崩溃。",
    unhealthy: "新版本始终不健康。",
    untested: "健康检查从不执行：新任务永远不会进入 RUNNING，更新一直等待。",
    unplaced: "没有节点能容纳新任务，更新一直等待。",
    unrouted: "按 Traefik 后面的服务绘制。",
    endless: "在有人处理之前，没有请求得到应答。",
    best: "图中为最好的情况。",
    mean: "图中为平均情况。",
    worst: "图中为最坏的情况。",
  },
};
