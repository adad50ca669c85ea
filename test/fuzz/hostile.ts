// Texts that nobody writes and somebody may send: each grows with a number, and asks something of the engine again and again.

const stack = (service: string, rest = ""): string =>
  `# traefik-swarm: target=swarm\nservices:\n  proxy:\n    image: traefik:v3.1\n    command: [--providers.swarm, --entrypoints.web.address=:80]\n    networks: [edge]\n  web:\n    image: a/b:1\n    networks: [edge]\n${service}networks:\n  edge: { external: true }\n${rest}`;
const labels = (...all: readonly string[]): string => `    deploy:\n      labels:\n${all.map((l) => `        - ${l}\n`).join("")}`;
const rule = (text: string): string =>
  stack(labels(`traefik.http.routers.web.rule=${text}`, "traefik.http.services.web.loadbalancer.server.port=80"));
const quotedLabel = (text: string): string => stack(labels(JSON.stringify(text)));
const times = (n: number, text: (i: number) => string): string => Array.from({ length: n }, (_, i) => text(i)).join("");

/** By name: a file of about `n` times something. */
export const HOSTILE: Readonly<Record<string, (n: number) => string>> = {
  "many services": (n) =>
    stack(times(n / 8, (i) => `  s${i}:\n    image: a\n    deploy: { labels: [traefik.http.routers.s${i}.rule=Host(\`a\`)] }\n`)),
  "many labels": (n) => stack(labels(...Array.from({ length: n / 4 }, (_, i) => `traefik.http.routers.r${i}.rule=Host(\`a${i}.b\`)`))),
  "many unknown labels": (n) => stack(labels(...Array.from({ length: n / 4 }, (_, i) => `traefik.http.x${i}.y=1`))),
  "one label many times": (n) => stack(labels(...Array.from({ length: n / 4 }, () => "traefik.enable=true"))),
  "many labels outside deploy": (n) => stack(`    labels:\n${times(n / 4, (i) => `      traefik.http.routers.r${i}.rule: Host(\`a\`)\n`)}`),
  "many routers of one host": (n) =>
    stack(labels(...Array.from({ length: n / 16 }, (_, i) => `traefik.http.routers.r${i}.rule=Host(\`a\`)`))),
  "many networks": (n) =>
    stack(
      `    labels: [x]\n`,
      times(n / 4, (i) => `  n${i}:\n    name: x${i}\n`),
    ),
  "many networks of a service": (n) => `services:\n  web:\n    image: a\n    networks:\n${times(n / 4, (i) => `      - n${i}\n`)}`,
  "many flags": (n) =>
    `services:\n  proxy:\n    image: traefik:v3.1\n    command:\n${times(n / 4, (i) => `      - --entrypoints.e${i}.address=:80\n`)}`,
  "many words": (n) => `services:\n  proxy:\n    image: traefik:v3.1\n    command: ${times(n, (i) => `w${i} `)}\n`,
  "many middlewares": (n) =>
    stack(labels("traefik.http.routers.web.rule=Host(`a`)", `traefik.http.routers.web.middlewares=${times(n / 4, (i) => `m${i},`)}`)),
  "many environment entries": (n) => stack(`    environment:\n${times(n, (i) => `      - A${i}=x\n`)}`),
  "many comments": (n) => stack(times(n, (i) => `    # traefik-swarm-disable-next-line update/together -- ${i}\n`)),
  "many documents": (n) =>
    stack(
      "",
      times(n, () => "---\nservices:\n"),
    ),
  "many sections": (n) => times(n / 2, (i) => `services:\n  s${i}:\n    image: a\n`),
  "many empty lines": (n) => stack("\n".repeat(n)),
  "many lone returns": (n) => stack("\r".repeat(n)),
  "many tabs": (n) => stack(`    x:${"\t".repeat(n)}y\n`),
  "many blanks": (n) => stack(`    x:${" ".repeat(n)}y${" ".repeat(n)}\n`),
  "many quotes": (n) => stack(`    x: ${'"a" '.repeat(n)}\n`),
  "many open brackets": (n) => stack(`    x: ${"[".repeat(n)}\n`),
  "many closed brackets": (n) => stack(`    x: ${"]".repeat(n)}\n`),
  "many open maps": (n) => stack(`    x: ${"{a: ".repeat(n)}\n`),
  "deep blocks": (n) => stack(times(Math.min(n, 1_200), (i) => `${" ".repeat(i + 4)}a:\n`)),
  "deep lists": (n) => stack(`    x:\n      ${"- ".repeat(n)}a\n`),
  "many explicit keys": (n) => stack("    ? a\n".repeat(n)),
  "many anchors": (n) => times(n / 2, (i) => `x-${i}: &a${i} 1\n`) + stack(`    x: *a1\n`),
  "one anchor many times": (n) => stack(times(n / 2, (i) => `    x${i}: &a ${i}\n`) + times(n / 2, (i) => `    y${i}: *a\n`)),
  "many aliases": (n) => `x-a: &a { image: b, labels: [c, d] }\n${stack(times(n / 4, (i) => `    x${i}: *a\n`))}`,
  "many merges": (n) => `x-a: &a { image: b }\nservices:\n${times(n / 8, (i) => `  s${i}:\n    <<: *a\n`)}`,
  "anchors in anchors": (n) => `x-0: &a0 [x]\n${times(n / 16, (i) => `x-${i + 1}: &a${i + 1} [*a${i}]\n`)}${stack("")}`,
  "a long word": (n) => stack(`    x: ${"x".repeat(n)}\n`),
  "a long label": (n) => quotedLabel(`traefik.http.routers.web.rule=${"x".repeat(n)}`),
  "a long key": (n) => quotedLabel(`traefik.${"x".repeat(n)}=1`),
  "a key of many parts": (n) => quotedLabel(`traefik.${"x.".repeat(n)}y=1`),
  "a key of many numbers": (n) => quotedLabel(`traefik.http.routers.web.tls.domains${"[0]".repeat(n)}=1`),
  "a long string of escapes": (n) => stack(`    x: "${"\\u0041".repeat(n)}"\n`),
  "a string of many lines": (n) => stack(`    x: "${"a\n      ".repeat(n)}"\n`),
  "a plain text of many lines": (n) => stack(`    x: a\n${"      b c\n".repeat(n)}`),
  "a block scalar": (n) => stack(`    x: |\n${"      b c\n".repeat(n)}`),
  "a folded scalar": (n) => stack(`    x: >\n${"      b c\n\n".repeat(n)}`),
  "labels in a block scalar": (n) => stack(`    labels: |\n${"      traefik.enable=true\n".repeat(n / 4)}`),
  "a long comment": (n) => stack(`    # ${"x ".repeat(n)}\n`),
  "a directive of blanks": (n) => stack(`    # traefik-swarm-disable ${" ".repeat(n)}-- x\n`),
  "a long image": (n) => stack(`    image: ${":a".repeat(n)}\n`),
  "a long image path": (n) => stack(`    image: ${"a/".repeat(n)}b@${"@".repeat(n)}\n`),
  "a long path": (n) => stack(`    image: postgres:1\n    volumes: ["a:/${"/".repeat(n)}x"]\n`),
  "a long duration": (n) =>
    stack(`    stop_grace_period: ${"00m".repeat(n)}x\n    healthcheck: { test: a, interval: ${"0m.".repeat(n)} }\n`),
  "a duration in a label": (n) => quotedLabel(`traefik.http.services.web.loadbalancer.healthcheck.interval=${"00m".repeat(n)}x`),
  "a long test": (n) => stack(`    healthcheck: { test: "${"curl -f a; ".repeat(n)}" }\n`),
  "many variables": (n) => quotedLabel(`traefik.http.routers.\${A}.rule=${"${a-a".repeat(n)}`),
  "a name of variables": (n) =>
    stack(
      labels(`traefik.http.middlewares.${"a${X}".repeat(n / 4)}.compress=true`, "traefik.http.routers.web.middlewares=aaaaaaaaaaaaaaaaab"),
    ),
  "many dollars": (n) => quotedLabel(`traefik.http.routers.web.rule=${"$".repeat(n)}`),
  hashes: (n) => quotedLabel(`traefik.http.middlewares.a.basicauth.users=${"$y$a".repeat(n)}`),
  templates: (n) => `services:\n  p:\n    image: traefik:v3.1\n    command:\n      - --providers.swarm.defaultRule=${"{{".repeat(n)}\n`,
  "a rule of hosts": (n) => rule(Array.from({ length: n / 8 }, (_, i) => `Host(\`a${i}\`)`).join(" || ")),
  "a rule of open calls": (n) => rule("Host(".repeat(n)),
  "a rule of brackets": (n) => rule(`${"(".repeat(n)}Host(\`a\`)${")".repeat(n)}`),
  "a rule of nots": (n) => rule(`${"!".repeat(n)}Host(\`a\`)`),
  "a rule of quotes": (n) => rule('\\"'.repeat(n)),
  "a rule of backticks": (n) => rule("`".repeat(n)),
  "a rule of expressions": (n) => rule(`HostRegexp(\`${"(a?)*".repeat(n / 8)}\`)`),
  "a rule of braces": (n) => rule(`Host(\`${"{a".repeat(n)}\`)`),
  "a rule of stars": (n) => rule(`Host(\`${"*.".repeat(n)}a\`) || PathPrefix(\`/${"a*".repeat(n)}\`)`),
  "an address": (n) => quotedLabel(`traefik.http.services.web.loadbalancer.server.url=http://[${":".repeat(n)}]`),
  "a media type": (n) => quotedLabel(`traefik.http.middlewares.a.compress.excludedcontenttypes=text/html;${" a=b;".repeat(n)}\u0001`),
  addresses: (n) => quotedLabel(`traefik.http.middlewares.a.ipallowlist.sourcerange=${"1.2.3.4/24,".repeat(n / 4)}x`),
  "a port": (n) => stack(`    ports: ["${"1-2:".repeat(n)}80"]\n    expose: ["${"9".repeat(n)}"]\n`),
  constraints: (n) => stack(`    deploy: { placement: { constraints: ["${"node.role == ".repeat(n)}"] } }\n`),
  "a flow list": (n) => stack(`    labels: [${'"traefik.enable=true", '.repeat(n / 4)}]\n`),
  "nothing but zeros": (n) => "\0".repeat(n),
  "nothing but marks": (n) => "\ufeff".repeat(n),
  "halves of characters": (n) => stack(`    x: "${"\ud800".repeat(n)}"\n`),
};

/** Rules of about `n` times something, by name. */
export const LONG_RULES: Readonly<Record<string, (n: number) => string>> = {
  brackets: (n) => "(".repeat(n),
  "closing brackets": (n) => ")".repeat(n),
  negations: (n) => "!".repeat(n),
  "open calls": (n) => "Host(".repeat(n),
  backticks: (n) => "`".repeat(n),
  "double quotes": (n) => '"'.repeat(n),
  selectors: (n) => "a.".repeat(n),
  "open comments": (n) => "/*".repeat(n),
  "nested rules": (n) => `${"(".repeat(n)}Host(\`a\`)${")".repeat(n)}`,
  "nested negations": (n) => `${"!(".repeat(n)}Host(\`a\`)${")".repeat(n)}`,
  alternatives: (n) => Array(n).fill("Host(`a`)").join(" || "),
  "alternatives in each other": (n) => `${"(Host(`a`) && ".repeat(n)}Host(\`a\`)${")".repeat(n)}`,
  "groups of an expression": (n) => `HostRegexp(\`${"(".repeat(n)}\`)`,
  "classes of an expression": (n) => `HostRegexp(\`${"[a".repeat(n)}\`)`,
  "repeats of an expression": (n) => `HostRegexp(\`${"(a?)*".repeat(n / 10)}\`)`,
  "open templates": (n) => `Path(\`/${"{".repeat(n)}\`)`,
};
