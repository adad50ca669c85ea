// A docker CLI beside us: asked where the user wants it, shown in the status list, and reported where it disagrees. The program itself is a
// stand-in on the path.
import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { docker } from "../../server/main/docker.ts";
import type { Docker, DockerAnswer, DockerQuestion } from "../../server/src/protocol/docker.ts";
import { type Client, connect } from "../support/client.ts";

const STACK = `services:
  web:
    image: a/b:1
    deploy:
      update_config:
        order: start-first
`;

interface Asked {
  readonly client: Client;
  readonly questions: DockerQuestion[];
  readonly logged: string[];
  /** The last line of a file's status list, once the server says that it has changed. */
  readonly said: (file: string, text: string) => Promise<string>;
}

async function withDocker(answer: DockerAnswer | undefined, settings: object, files: Record<string, string> = {}): Promise<Asked> {
  const questions: DockerQuestion[] = [];
  const fake: Docker = {
    config: async (question) => {
      questions.push(question);
      return answer;
    },
  };
  const client = await connect({ mode: "in memory", docker: fake, settings: () => ({ dockerCli: true, ...settings }), files });
  const logged: string[] = [];
  client.connection.onNotification("window/logMessage", ({ message }: { message: string }) => void logged.push(message));
  const last = async (file: string) => {
    const status = await client.connection.sendRequest<{ evidence: { text: string }[] } | null>("traefikSwarm/status", {
      uri: client.uri(file),
    });
    return status?.evidence.at(-1)?.text ?? "";
  };
  const said = (file: string, text: string) =>
    new Promise<string>((resolve) => {
      client.connection.onNotification("traefikSwarm/statusChanged", async () => {
        const line = await last(file);
        if (/docker/.test(line)) resolve(line);
      });
      void client.open(file, text);
    });
  return { client, questions, logged, said };
}

test("its verdict is in the status list", async () => {
  const taken = await withDocker({ taken: true, words: "" }, {});
  assert.equal(await taken.said("a.yml", STACK), "docker stack config takes this file");
  assert.deepEqual(
    taken.questions.map((q) => [q.files, q.text, q.environment]),
    [[["-"], STACK, undefined]],
  );
  assert.deepEqual(taken.logged, []);
  await taken.client.stop();
  const missing = await withDocker(undefined, {});
  assert.match(await missing.said("a.yml", STACK), /No docker CLI was found/);
  await missing.client.stop();
});

test("a disagreement is logged as a report, where both know the same", async () => {
  const differ = await withDocker({ taken: false, words: "services.web.image must be a string" }, {});
  assert.equal(await differ.said("a.yml", STACK), "docker stack config refuses this file: services.web.image must be a string");
  assert.equal(differ.logged.length, 1);
  assert.match(differ.logged[0]!, /docker stack config: services\.web\.image must be a string\nTraefik Swarm: takes it\nfile: a\.yml/);
  await differ.client.stop();
  const open = await withDocker({ taken: false, words: "required variable TAG is missing a value" }, {});
  await open.said("a.yml", STACK.replace("a/b:1", "a/b:${TAG:?}"));
  assert.deepEqual(open.logged, []);
  await open.client.stop();
  const known = await withDocker({ taken: true, words: "" }, { environment: {} });
  await known.said("a.yml", STACK.replace("a/b:1", "a/b:${TAG:?}"));
  assert.match(known.logged[0]!, /docker stack config: takes it\nTraefik Swarm: stack\/interpolation/);
  assert.deepEqual(known.questions[0]!.environment, {});
  await known.client.stop();
});

test("files that are deployed together are given together", async () => {
  const asked = await withDocker({ taken: true, words: "" }, { mergedFiles: [["base.yml", "a.yml"]] }, { "base.yml": STACK });
  await asked.said("a.yml", STACK);
  assert.deepEqual(asked.questions.at(-1)!.files, [asked.client.uri("base.yml"), "-"]);
  await asked.client.stop();
});

test("it is not asked of files for compose, nor where nobody turned it on", async () => {
  const off = await withDocker({ taken: true, words: "" }, { dockerCli: false });
  await off.client.open("a.yml", STACK);
  await off.client.open("b.yml", STACK);
  assert.deepEqual(off.questions, []);
  await off.client.stop();
  const compose = await withDocker({ taken: true, words: "" }, { target: "compose" });
  await compose.client.open("a.yml", STACK);
  await compose.client.open("b.yml", STACK);
  assert.deepEqual(compose.questions, []);
  await compose.client.stop();
});

const folder = mkdtempSync(path.join(tmpdir(), "traefik-swarm-docker-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const PATH = process.env.PATH ?? "";

test("the program on the path is given the files, the text and the variables, and no shell", {
  skip: process.platform === "win32",
}, async () => {
  const program = path.join(folder, "docker");
  writeFileSync(
    program,
    `#!${process.execPath}
const fs = require("node:fs");
const text = fs.readFileSync(0, "utf8");
fs.writeFileSync(${JSON.stringify(path.join(folder, "asked.json"))}, JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), text, A: process.env.A, B: process.env.B }));
if (text.includes("bad")) { console.error("it is bad"); process.exit(1); }
`,
  );
  chmodSync(program, 0o755);
  const ask = (text: string, environment?: Record<string, string>) =>
    docker.config({
      folder: pathToFileURL(folder).href,
      files: [pathToFileURL(path.join(folder, "$(x) y.yml")).href, "-"],
      text,
      environment,
    });
  process.env.PATH = `.${path.delimiter}${folder}${path.delimiter}${PATH}`;
  process.env.B = "of the server";
  try {
    assert.deepEqual(await ask("good", { A: "1" }), { taken: true, words: "" });
    const asked = JSON.parse(readFileSync(path.join(folder, "asked.json"), "utf8"));
    assert.deepEqual(asked.args, ["stack", "config", "-c", path.join(folder, "$(x) y.yml"), "-c", "-"]);
    assert.deepEqual([asked.text, asked.A, asked.B], ["good", "1", undefined]);
    assert.deepEqual(await ask("bad"), { taken: false, words: "it is bad" });
    assert.equal(JSON.parse(readFileSync(path.join(folder, "asked.json"), "utf8")).B, "of the server");
    // Relative folders of the path may be anybody's.
    process.env.PATH = ".";
    assert.equal(await ask("good"), undefined);
  } finally {
    process.env.PATH = PATH;
    delete process.env.B;
  }
});
