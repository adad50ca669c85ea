// The course of an update as pictures with their words: today's, and the one after "Make zero-downtime".
import type { Language } from "../rules/rule.ts";
import type { StackDocument } from "../syntax/document.ts";
import { type DrawTexts, draw } from "../timeline/draw.ts";
import type { UpdatePlan } from "../timeline/plan.ts";
import { type Course, type Range, typicalCourse } from "../timeline/predict.ts";
import { type Failure, failing } from "../timeline/requests.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { assumptionTexts, costTexts, forecastOf, isHttp, routedService } from "./readiness.ts";
import { type UpdateKey, updateText } from "./update-texts.ts";

export interface Panel {
  readonly heading: string;
  readonly svg: string;
  readonly summary: readonly string[];
  /** The picture in words: the first row is the head. */
  readonly table: readonly (readonly string[])[];
}

export interface Picture {
  readonly panel: Panel;
  readonly assumptions: readonly string[];
}

/** Undefined where the service is not routed, or gone. */
export function picture(
  workspace: Workspace,
  document: StackDocument,
  service: string,
  moment: keyof Range,
  heading: string,
  language: Language,
): Picture | undefined {
  const routed = routedService(workspace, document, service);
  if (!routed) return undefined;
  const forecast = forecastOf(routed);
  return {
    panel: {
      heading,
      ...drawn(forecast.plan, service, moment, language, isHttp(routed)),
      summary: costTexts(forecast, isHttp(routed), language),
    },
    assumptions: assumptionTexts(forecast, language),
  };
}

/** Picture and table of one course. */
export function drawn(
  plan: UpdatePlan,
  service: string,
  moment: keyof Range,
  language: Language,
  http = true,
): Pick<Panel, "svg" | "table"> {
  const course = typicalCourse(plan, moment);
  return { svg: draw(course, drawTexts(service, http, language)), table: tableOf(course, http, language) };
}

function drawTexts(service: string, http: boolean, language: Language): DrawTexts {
  const text = (key: UpdateKey, args: Readonly<Record<string, string | number>> = {}) => updateText(language, key, args);
  return {
    title: text("timelineTitle", { service }),
    description: text("drawing", { service }),
    oldTask: text("oldTask"),
    newTask: text("newTask"),
    more: text("more"),
    traefik: text("sendsTo"),
    requests: text("requests"),
    starts: text("starts"),
    boots: text("boots"),
    answers: text("answers"),
    stops: text("servesOn"),
    signal: text("signal"),
    poll: text("poll"),
    running: text("running"),
    lists: { old: text("listOld"), new: text("listNew"), both: text("listBoth"), none: text("listNone") },
    fine: text("fine"),
    failures: failureWords(http, language),
    share: text("share"),
    comma: text("comma"),
  };
}

function failureWords(http: boolean, language: Language): Readonly<Record<Failure, string>> {
  const word = (kind: Failure) => updateText(language, http ? `${kind}Word` : `${kind}Plain`);
  return { hang: word("hang"), refused: word("refused"), notFound: word("notFound") };
}

/** What requests meet, one stretch of time a row. */
function tableOf({ stretches, rollout, duration }: Course, http: boolean, language: Language): string[][] {
  const text = (key: UpdateKey, args: Readonly<Record<string, string | number>> = {}) => updateText(language, key, args);
  const words = failureWords(http, language);
  const rows = stretches.map((s) => {
    const kinds = (Object.keys(words) as Failure[])
      .filter((k) => s[k] > 0)
      .map((k) => `${words[k]} ${text("share", { n: Math.round(s[k] * 100) })}`);
    return [(s.from / 1000).toFixed(1), (s.to / 1000).toFixed(1), failing(s) === 0 ? text("fine") : kinds.join(text("comma"))];
  });
  const last = stretches.at(-1);
  const after = last && failing(last) > 0 && Number.isFinite(rollout.done) ? [[(duration / 1000).toFixed(1), "", text("fine")]] : [];
  return [[text("fromTime"), text("toTime"), text("requestsHead")], ...rows, ...after];
}
