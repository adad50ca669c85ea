// A router whose certificate resolver its Traefik does not have.
import { hasVariable } from "../../model/service.ts";
import { symbolsOf } from "../../model/symbols.ts";
import { readBy } from "../../workspace/reading.ts";
import { useName } from "../fixes/use-name.ts";
import { serviceRule } from "../rule.ts";

export const undefinedResolver = serviceRule({
  id: "routing/undefined-resolver",
  severity: "warning",
  sources: [
    "traefik cmd/traefik/traefik.go: `uses a non-existent resolver` (v2.9), `nonexistent` later; the router stays",
    "https://doc.traefik.io/traefik/routing/routers/#certresolver",
  ],
  texts: {
    en: {
      summary: "A router names a certificate resolver that its Traefik does not have",
      why: "Certificate resolvers are defined by the Traefik itself (`--certificatesresolvers.NAME.acme...`). With an unknown one the router still works, but no certificate is ever asked for: browsers get Traefik's self-signed default certificate and warn.",
      some: "`{router}` gets no certificate, only Traefik's self-signed one: `{traefik}` has no resolver `{name}`. It has {known}.",
      none: "`{router}` gets no certificate, only Traefik's self-signed one: `{traefik}` has no certificate resolvers, and so no `{name}`.",
      use: "Use the resolver {name}",
    },
    "zh-cn": {
      summary: "路由器使用了 Traefik 没有的证书解析器",
      why: "证书解析器由 Traefik 自己定义（`--certificatesresolvers.NAME.acme...`）。名称不存在时路由器仍然工作，但不会申请证书：浏览器得到的是 Traefik 自签名的默认证书，并会发出警告。",
      some: "`{router}` 得不到证书，只有 Traefik 的自签名证书：`{traefik}` 没有解析器 `{name}`。它有 {known}。",
      none: "`{router}` 得不到证书，只有 Traefik 的自签名证书：`{traefik}` 没有任何证书解析器，也就没有 `{name}`。",
      use: "使用解析器 {name}",
    },
  },
  bad: `services:
  traefik:
    image: traefik:v3.1
    command:
      - --providers.swarm=true
      - --entrypoints.websecure.address=:443
      - --certificatesresolvers.letsencrypt.acme.tlschallenge=true
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.tls.certresolver=le
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  traefik:
    image: traefik:v3.1
    command:
      - --providers.swarm=true
      - --entrypoints.websecure.address=:443
      - --certificatesresolvers.letsencrypt.acme.tlschallenge=true
    deploy:
      placement:
        constraints: [node.role == manager]
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.tls.certresolver=letsencrypt
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    const defined = readBy(service, view);
    if (!defined) return;
    const known = [...new Set(defined.flatMap((d) => d.resolvers))];
    const traefik = view.traefiks()[0]!.service;
    for (const router of symbolsOf(service.deployLabels).definitions.filter((d) => d.kind === "routers")) {
      const at = router.options.get("tls.certresolver")?.trim();
      if (!at || at.value === "" || hasVariable(at.value) || known.includes(at.value)) continue;
      const args = { router: router.name.value, traefik, name: at.value, known: known.map((k) => `\`${k}\``) };
      yield { span: at.span, message: { key: known.length > 0 ? "some" : "none", args }, fixes: useName(service, at, known).fixes };
    }
  },
});
