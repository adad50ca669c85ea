// The same label twice. In a list the last one counts; equal items, and equal keys of a map, make Docker refuse the file.
import type { Label, LabelSet } from "../../model/labels.ts";
import { hasVariable } from "../../model/service.ts";
import { removeLabels } from "../fixes/remove-labels.ts";
import { inBlock, offer, serviceRule } from "../rule.ts";

export const duplicateKey = serviceRule({
  id: "labels/duplicate-key",
  severity: "warning",
  sources: [
    "docker/cli cli/compose/loader/loader.go@v28.2.2 transformMappingOrList: items of a list are set one after the other",
    "docker/cli cli/compose/schema/data/config_schema_v3.13.json@v28.2.2: `uniqueItems`",
  ],
  texts: {
    en: {
      summary: "A label is written twice",
      why: "A service has each label once. In a list the last item of a key counts, and the ones before it are dropped without a word. Two items that are equal to the letter, and a key that is twice in a map, make `docker stack deploy` refuse the file.",
      loser: "`{key}` has no effect here: it is written again below, and the last one counts.",
      same: "`docker stack deploy` refuses the file: this item is in the list twice.",
      map: "`docker stack deploy` refuses the file: `{key}` is in the map twice.",
      again: "here again",
      remove: "Remove this {key}",
    },
    "zh-cn": {
      summary: "同一标签写了两次",
      why: "同一服务的每个标签只有一份。在列表中，同一键以最后一项为准，前面的会被悄悄丢弃。完全相同的两项，或映射中重复的键，会让 `docker stack deploy` 拒绝整个文件。",
      loser: "这里的 `{key}` 不起作用：下面又写了一次，以最后一个为准。",
      same: "`docker stack deploy` 会拒绝此文件：这一项在列表中出现了两次。",
      map: "`docker stack deploy` 会拒绝此文件：`{key}` 在映射中出现了两次。",
      again: "这里又写了一次",
      remove: "删除这个 {key}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`old.example.com\`)
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const sets = [service.deployLabels, service.containerLabels].filter((s) => s !== undefined);
    const found = sets.flatMap((set) => losers(set));
    if (found.length === 0 || view.target().mode !== "swarm" || view.target().strength !== "own") return;
    const items = new Map(sets.map((set) => [set, countsOf(set.labels.map(itemOf))]));
    for (const { set, label, winner } of found) {
      // Docker refuses equal items, also where yet another one wins.
      const same = items.get(set)!.get(itemOf(label))! > 1;
      const message = set.form === "map" ? ("map" as const) : same ? ("same" as const) : ("loser" as const);
      const args = { key: label.key.value };
      const fixes = () =>
        offer(
          { title: { key: "remove" as const, args }, kind: same ? ("safe" as const) : ("choice" as const) },
          inBlock(service.block, removeLabels(service, set, [label])),
        );
      const related = [{ uri: view.uri(), block: service.block, span: winner.key.span, message: { key: "again" as const } }];
      const finding = { span: label.key.span, message: { key: message, args }, fixes, related };
      yield message === "loser" ? finding : { ...finding, severity: "error" };
    }
  },
});

const itemOf = ({ key, value }: Label): string => JSON.stringify([key.value, value?.value]);

function countsOf(items: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

interface Loser {
  readonly set: LabelSet;
  readonly label: Label;
  readonly winner: Label;
}

/** Labels that a later one of the same key follows, of those that are written here. */
function losers(set: LabelSet): Loser[] {
  const last = new Map(set.labels.map((l) => [l.key.value, l]));
  return set.labels.flatMap((label): Loser[] => {
    const winner = last.get(label.key.value)!;
    const isOpen = hasVariable(label.key.value) || label.key.value === "";
    return winner === label || isOpen || !label.part || !winner.part ? [] : [{ set, label, winner }];
  });
}
