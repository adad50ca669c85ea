// TLS options by a name that nothing can define: labels have no TLS options, and a name without a provider means labels.

import { hasVariable, type Service } from "../../model/service.ts";
import { qualified, symbolsOf } from "../../model/symbols.ts";
import { type Judged, judgements } from "../../workspace/judgement.ts";
import { isNowhere, readBy } from "../../workspace/reading.ts";
import type { TraefikDefinitions } from "../../workspace/traefikFact.ts";
import type { View } from "../../workspace/view.ts";
import { type Finding, type Fix, inBlock, type Message, serviceRule } from "../rule.ts";

export const undefinedTlsOption = serviceRule({
  id: "routing/undefined-tls-option",
  severity: "error",
  sources: [
    "traefik pkg/server/router/router.go buildRouterHandler: `unknown TLS options: x@docker`; pkg/config/label decodes no `traefik.tls.options`",
    "measured with v2.9.10 to v3.7.9: the handshake is refused",
  ],
  texts: {
    en: {
      summary: "A router names TLS options that do not exist",
      why: "TLS options can't be written as labels: Traefik ignores `traefik.tls.options.*`. They are defined in files or by other providers, and called `name@file`. A name without `@` means the provider of the label itself, which never has any. Traefik then switches the router off, and its host refuses every TLS handshake. `default` always exists.",
      dead: "`{router}` is dead, and its host refuses TLS: Traefik looks for the TLS options `{name}` in labels, which can't define any.{hint}",
      provider:
        "`{router}` is dead, and its host refuses TLS: `{traefik}` has no provider `{provider}`, so there are no TLS options `{name}`.",
      file: " If a file defines them, they are called `{base}@file`.",
      use: "Write {base}@file",
      byDefault: "Write default",
    },
    "zh-cn": {
      summary: "路由器使用了不存在的 TLS 选项",
      why: "TLS 选项不能写成标签：Traefik 会忽略 `traefik.tls.options.*`。它们在文件中或由其他 provider 定义，名称形如 `name@file`。不带 `@` 的名称指标签自己的 provider，而它从来没有 TLS 选项。这时 Traefik 会停用路由器，它的主机会拒绝所有 TLS 握手。`default` 总是存在。",
      dead: "`{router}` 不起作用，它的主机会拒绝 TLS：Traefik 会在标签中寻找 TLS 选项 `{name}`，而标签无法定义 TLS 选项。{hint}",
      provider: "`{router}` 不起作用，它的主机会拒绝 TLS：`{traefik}` 没有 provider `{provider}`，也就没有 TLS 选项 `{name}`。",
      file: "如果它们在文件中定义，名称应为 `{base}@file`。",
      use: "改为 {base}@file",
      byDefault: "改为 default",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v3.1
    command:
      - --providers.swarm=true
      - --providers.file.directory=/etc/traefik/dynamic
      - --entrypoints.websecure.address=:443
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.tls.options=modern
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  traefik:
    image: traefik:v3.1
    command:
      - --providers.swarm=true
      - --providers.file.directory=/etc/traefik/dynamic
      - --entrypoints.websecure.address=:443
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.tls.options=modern@file
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const defined = readBy(service, view);
    if (!defined) return;
    yield* ofNoProvider(service, defined, view);
    const files = defined.some((d) => d.others);
    for (const judged of judgements(service, view)) {
      const { code, args } = judged.problem;
      if (code !== "unknown-tls-options") continue;
      const base = args.options!.trim().split("@")[0]!;
      const hint: Message<"file">[] = files ? [{ key: "file", args: { base } }] : [];
      const message = { key: "dead" as const, args: { router: args.router!, name: args.options!.trim(), hint } };
      yield { span: judged.span, message, fixes: () => fixes(service, judged, base, files) };
    }
  },
});

/** Names with a provider that the Traefik does not have. */
function* ofNoProvider(service: Service, defined: readonly TraefikDefinitions[], view: View): Generator<Finding<"provider">> {
  for (const { kind, name: router, options } of symbolsOf(service.deployLabels).definitions) {
    const at = options.get("tls.options")?.trim();
    const isOff = !/^(?:true)?$/i.test(options.get("tls")?.value ?? "") || options.has("tls.passthrough");
    if (kind !== "routers" || !at || hasVariable(at.value) || isOff) continue;
    const { provider } = qualified(at);
    if (!isNowhere(provider, defined)) continue;
    const args = { router: router.value, traefik: view.traefiks()[0]!.service, provider: provider!.value, name: at.value };
    yield { span: at.span, message: { key: "provider", args } };
  }
}

function fixes(service: Service, { text }: Judged, base: string, files: boolean): Fix<"use" | "byDefault">[] {
  if (text.opaque) return [];
  const write = (key: "use" | "byDefault", name: string): Fix<"use" | "byDefault"> => {
    const edits = inBlock(service.block, [{ span: text.span, text: name }])!;
    return { title: { key, args: { base } }, kind: "choice", edits };
  };
  return [...(files ? [write("use", `${base}@file`)] : []), write("byDefault", "default")];
}
