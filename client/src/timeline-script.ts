// What runs inside the timeline's page. VS Code gets it as the text of one function, so the function uses nothing from outside of itself.
import type { TimelineAssumptions, TimelineParams } from "../../server/src/protocol/messages.ts";

export interface ToPage {
  readonly html: string;
  /** Told by screen readers when it differs from the last one. */
  readonly said: string;
  readonly assume?: TimelineAssumptions;
  readonly moment?: NonNullable<TimelineParams["moment"]>;
}

export type FromPage =
  | { readonly kind: "ready" | "documentation" | "settings" }
  | { readonly kind: "assume"; readonly assume: TimelineAssumptions; readonly moment: NonNullable<TimelineParams["moment"]> }
  | { readonly kind: "run"; readonly title: string };

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

export function runPage(): void {
  const editor = acquireVsCodeApi();
  const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
  const controls = byId<HTMLFormElement>("controls");
  const content = byId("content");
  const said = byId("said");
  const boot = byId<HTMLInputElement>("boot");
  const stop = byId<HTMLSelectElement>("stop");
  const serves = byId<HTMLInputElement>("serves");
  const moment = byId<HTMLSelectElement>("moment");
  let waiting: number | undefined;

  /** Typing goes on while the picture follows. */
  const assume = () => {
    byId("serves-control").hidden = stop.value !== "serve";
    clearTimeout(waiting);
    if (!boot.validity.valid || !serves.validity.valid) return;
    waiting = window.setTimeout(() => {
      waiting = undefined;
      const atStop = stop.value as TimelineAssumptions["atStop"];
      const assumed = { bootSeconds: boot.valueAsNumber, atStop, serveSeconds: serves.valueAsNumber };
      editor.postMessage({ kind: "assume", assume: assumed, moment: moment.value as NonNullable<TimelineParams["moment"]> });
    }, 200);
  };

  /** A control that the user is in keeps what is in it. */
  const set = (control: HTMLInputElement | HTMLSelectElement, value: string) => {
    if (document.activeElement !== control) control.value = value;
  };

  const fill = (html: string) => {
    const focused = document.activeElement?.id;
    const open = [...content.querySelectorAll("details[open]")].map(({ id }) => id);
    content.innerHTML = html;
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  };

  window.addEventListener("message", ({ data }: MessageEvent<ToPage>) => {
    fill(data.html);
    if (said.textContent !== data.said) said.textContent = data.said;
    controls.hidden = !data.assume;
    if (!data.assume || waiting !== undefined) return;
    set(boot, String(data.assume.bootSeconds));
    set(stop, data.assume.atStop);
    set(serves, String(data.assume.serveSeconds));
    set(moment, data.moment ?? "mean");
    byId("serves-control").hidden = stop.value !== "serve";
  });
  controls.addEventListener("input", assume);
  controls.addEventListener("submit", (event) => event.preventDefault());
  content.addEventListener("click", (event) => {
    const clicked = (event.target as Element).closest<HTMLElement>("[data-run], [data-send]");
    if (!clicked) return;
    event.preventDefault();
    const { run, send } = clicked.dataset;
    editor.postMessage(run === undefined ? { kind: send as "documentation" | "settings" } : { kind: "run", title: run });
  });
  editor.postMessage({ kind: "ready" });
}
