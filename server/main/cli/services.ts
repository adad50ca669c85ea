// The routed services in the given paths as plain values that both formats of `readiness` print.
import {
  assumptionTexts,
  costTexts,
  forecastOf,
  isHttp,
  type PartText,
  partTexts,
  type RoutedService,
  routedServices,
} from "../../src/features/readiness.ts";
import type { Language } from "../../src/rules/rule.ts";
import type { Prediction } from "../../src/timeline/predict.ts";
import { type Opened, shownPath } from "./projects.ts";
import { placeOf } from "./report.ts";

export interface ServiceReport {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly service: string;
  readonly ready: number;
  readonly of: number;
  readonly missing: readonly Pick<PartText, "what" | "why" | "rule">[];
  readonly costs: readonly string[];
  readonly prediction: Prediction;
  readonly assumptions: readonly string[];
}

export const isReady = ({ ready, of }: Pick<ServiceReport, "ready" | "of">): boolean => ready === of;

/** In the order of files and text. */
export const serviceReports = (cwd: string, { workspace, asked }: Opened, language: Language): ServiceReport[] =>
  [...asked].flatMap(([uri, path]) => {
    const document = workspace.documents.get(uri)!;
    return routedServices(workspace, document).map((routed) => {
      const { name } = routed.service;
      const { file, line } = placeOf(shownPath(cwd, path), document, document.starts[routed.index]!, name.span);
      return { file, line, service: name.value, ...textsOf(routed, language) };
    });
  });

function textsOf(routed: RoutedService, language: Language) {
  const forecast = forecastOf(routed);
  return {
    ready: routed.readiness.ready,
    of: routed.readiness.of,
    missing: partTexts(routed, language).filter((p) => !p.met),
    costs: costTexts(forecast, isHttp(routed), language),
    prediction: forecast.prediction,
    assumptions: assumptionTexts(forecast, language),
  };
}
