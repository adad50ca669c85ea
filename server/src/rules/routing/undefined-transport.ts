// A Traefik service that wants a servers transport which nobody can define.
import { hasVariable } from "../../model/service.ts";
import { qualified, symbolsOf } from "../../model/symbols.ts";
import type { Text } from "../../syntax/text.ts";
import { isLeftOut, isNowhere, readBy } from "../../workspace/reading.ts";
import { inBlock, serviceRule } from "../rule.ts";

export const undefinedTransport = serviceRule({
  id: "routing/undefined-transport",
  severity: "warning",
  sources: [
    "traefik pkg/server/service/roundtripper.go@v2.11: `servers transport not found x@docker`, and the routers of the service are switched off",
    "https://doc.traefik.io/traefik/routing/services/#serverstransport",
    "own verdicts of Traefik v2.9.10 to v3.7.9 on 3,111 sets of labels",
  ],
  texts: {
    en: {
      summary: "A Traefik service uses a servers transport that is defined nowhere",
      why: "A servers transport says how Traefik connects to the tasks: certificates, timeouts. Labels can't define one: Traefik reads `serverstransports` in labels and forgets it. So it stands in a file (`--providers.file`), and labels call it `name@file`. A service with an unknown one is switched off, and so are its routers.",
      own: "`{service}` and its routers are dead: labels can't define a servers transport, so there is no `{name}`. One that is defined in a file is called `{name}@file`.",
      provider:
        "`{service}` and its routers are dead: `{traefik}` has no provider `{provider}`, so there is no servers transport `{name}`.",
      write: "Write {name}",
    },
    "zh-cn": {
      summary: "Traefik 服务使用了没有定义的 servers transport",
      why: "servers transport 规定 Traefik 如何连接任务：证书、超时。标签无法定义它：Traefik 会读取标签中的 `serverstransports`，但不会使用。因此它要写在文件中（`--providers.file`），标签中称为 `name@file`。引用了不存在的 servers transport 的服务会被停用，其路由器也一样。",
      own: "`{service}` 及其路由器不起作用：标签无法定义 servers transport，也就没有 `{name}`。在文件中定义的，名称是 `{name}@file`。",
      provider: "`{service}` 及其路由器不起作用：`{traefik}` 没有 provider `{provider}`，也就没有 servers transport `{name}`。",
      write: "改为 {name}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
        - traefik.http.services.web.loadbalancer.serverstransport=patient
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.services.web.loadbalancer.server.port=8080
        - traefik.http.services.web.loadbalancer.serverstransport=patient@file
`,
  *check(service, view) {
    if (isLeftOut(service, view)) return;
    const traefiks = readBy(service, view) ?? [];
    for (const { kind, name: owner, options } of symbolsOf(service.deployLabels).definitions) {
      const at = kind === "services" ? options.get("loadbalancer.serverstransport")?.trim() : undefined;
      if (!at || at.value === "" || hasVariable(at.value)) continue;
      const { name, provider } = qualified(at);
      const args = { service: owner.value, name: name.value };
      if (isOfLabels(provider)) {
        const written = `${name.value}@file`;
        const edits = at.opaque ? undefined : inBlock(service.block, [{ span: at.span, text: written }]);
        // Only where there are files.
        const offered = edits && (traefiks.length === 0 || traefiks.some((t) => t.others));
        const fixes = () =>
          offered ? [{ title: { key: "write" as const, args: { name: written } }, kind: "choice" as const, edits }] : [];
        yield { span: at.span, message: { key: "own", args }, fixes };
      } else if (traefiks.length > 0 && isNowhere(provider, traefiks)) {
        const more = { traefik: view.traefiks()[0]!.service, provider: provider!.value, name: at.value };
        yield { span: at.span, message: { key: "provider", args: { ...args, ...more } } };
      }
    }
  },
});

/** Neither Swarm's services nor containers can define one. */
const isOfLabels = (provider: Text | undefined): boolean => provider === undefined || ["docker", "swarm"].includes(provider.value);
