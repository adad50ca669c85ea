// A middleware that Traefik builds without a word, and that does not do what it is there for.
import { hasVariable, type Service } from "../../model/service.ts";
import { type Judged, judgements } from "../../workspace/judgement.ts";
import { routersThrough } from "../../workspace/uses.ts";
import { addLabel } from "../fixes/add-label.ts";
import { type Fix, inBlock, serviceRule } from "../rule.ts";

export const wrongMiddlewareOption = serviceRule({
  id: "routing/wrong-middleware-option",
  severity: "warning",
  sources: [
    "abbot/go-http-auth basic.go compareMD5HashAndPassword: what is no hash equals no password",
    "traefik pkg/middlewares/auth/forward.go ServeHTTP and pkg/middlewares/stripprefix/strip_prefix.go ServeHTTP",
    "measured with v2.9.10, v2.11.53, v3.0.4 and v3.7.9: a rateLimit without average lets every request through",
  ],
  texts: {
    en: {
      summary: "A middleware does not do what it is there for",
      why: "Traefik takes these without a word. A password of basicAuth has to be a hash (`htpasswd -nB NAME`): a plain text is compared as a hash, so the right password gets 401 too. stripPrefix compares with the beginning of the path, which always is a slash. rateLimit without `average` has no limit. forwardAuth without `address` has nobody to ask, and refuses every request.",
      password:
        "`{user}` can't log in, not even with the right password: `{name}` needs a hash here, not the password itself. `htpasswd -nB {user}` makes one.",
      limit: "`{name}` limits nothing: a rateLimit without `average` lets every request through.",
      address: "Every request through `{name}` fails: its forwardAuth has no `address` to ask.",
      slash: "`{name}` never cuts off `{item}`: paths begin with a slash.",
      add: "Add {label}",
      use: "Write {item}",
    },
    "zh-cn": {
      summary: "中间件没有起到应有的作用",
      why: "Traefik 会接受这些内容而不作任何提示。basicAuth 的密码必须是哈希（`htpasswd -nB NAME`）：明文会被当作哈希来比较，所以输入正确的密码也是 401。stripPrefix 与路径的开头比较，而路径总以斜杠开头。没有 `average` 的 rateLimit 不作限制。没有 `address` 的 forwardAuth 无处可问，会拒绝所有请求。",
      password: "`{user}` 无法登录，密码正确也不行：`{name}` 这里需要哈希，而不是密码本身。可用 `htpasswd -nB {user}` 生成。",
      limit: "`{name}` 不作任何限制：没有 `average` 的 rateLimit 会放行所有请求。",
      address: "经过 `{name}` 的请求都会失败：它的 forwardAuth 没有可询问的 `address`。",
      slash: "`{name}` 从不去掉 `{item}`：路径以斜杠开头。",
      add: "添加 {label}",
      use: "改为 {item}",
    },
  },
  bad: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.middlewares=login
        - traefik.http.middlewares.login.basicauth.users=ann:secret
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  good: `services:
  web:
    image: ghcr.io/example/web:1.4
    deploy:
      labels:
        - traefik.http.routers.web.rule=Host(\`web.example.com\`)
        - traefik.http.routers.web.middlewares=login
        - traefik.http.middlewares.login.basicauth.users=ann:$$2y$$05$$k3tVLT7nEDLlvQqBe6qEr.8QXkQvYIYaaTUC1ZkAfmgUTJZv8OEIm
        - traefik.http.services.web.loadbalancer.server.port=8080
`,
  *check(service, view) {
    for (const judged of judgements(service, view)) {
      const { code, args } = judged.problem;
      if (code !== "odd-middleware") continue;
      const name = args.middleware!;
      // What nobody uses does no harm.
      if (routersThrough({ protocol: "http", name }, view).length === 0) continue;
      const key = KEYS[args.reason!]!;
      const item = args.item ?? "";
      // The password is nobody's business.
      const span = key === "password" && !judged.text.opaque ? judged.text.slice(0, item.indexOf(":")).span : judged.span;
      yield { span, message: { key, args: { name, item, user: item.split(":")[0]! } }, fixes: () => fixes(service, judged, name, item) };
    }
  },
});

const KEYS: Readonly<Record<string, "password" | "limit" | "address" | "slash">> = {
  "plain-password": "password",
  "no-limit": "limit",
  "no-address": "address",
  "no-slash": "slash",
};

function fixes(service: Service, { problem, text }: Judged, name: string, item: string): Fix<"add" | "use">[] {
  if (problem.args.reason === "no-slash" && text.value === item && !text.opaque) {
    const edits = inBlock(service.block, [{ span: { start: text.span.start, end: text.span.start }, text: "/" }])!;
    return [{ title: { key: "use", args: { item: `/${item}` } }, kind: "choice", edits }];
  }
  if (problem.args.reason !== "no-limit" || hasVariable(name)) return [];
  const label = `traefik.http.middlewares.${name}.ratelimit.average`;
  const edits = inBlock(service.block, addLabel(service, label, `\${1:100}`));
  return edits ? [{ title: { key: "add", args: { label: "ratelimit.average=100" } }, kind: "choice", edits, snippet: true }] : [];
}
