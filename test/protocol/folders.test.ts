// Folders that come into the editor's window and leave it, and what the client is asked to watch.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { type Client, connect } from "../support/client.ts";

const BAD = `# traefik-swarm: target=swarm
services:
  web:
    image: ghcr.io/example/web:1.4
    labels:
      - traefik.enable=true
`;
const isBad = (list: readonly { code?: unknown }[]) => list.some((d) => d.code === "labels/outside-deploy");

const change = (client: Client, event: { readonly added?: readonly string[]; readonly removed?: readonly string[] }) => {
  const folders = (list: readonly string[] = []) =>
    list.map((folder) => ({ uri: pathToFileURL(folder).href, name: path.basename(folder) }));
  const params = { event: { added: folders(event.added), removed: folders(event.removed) } };
  return client.connection.sendNotification("workspace/didChangeWorkspaceFolders", params);
};

function folderWithBad(): { readonly folder: string; readonly file: string } {
  const folder = mkdtempSync(path.join(tmpdir(), "traefik-swarm-folder-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, "stack.yml"), BAD);
  return { folder, file: path.join(folder, "stack.yml") };
}

for (const mode of ["in memory", "over stdio"] as const)
  test(`${mode}: a folder that comes is looked at, one that leaves takes its findings along`, { timeout: 60_000 }, async () => {
    const client = await connect({ mode, files: { "a.yml": BAD }, workspace: { workspaceFolders: true } });
    await client.published("a.yml", isBad);
    const { folder, file } = folderWithBad();
    const name = path.relative(client.folder, file).split(path.sep).join("/");
    await change(client, { added: [folder] });
    await client.published(name, isBad);
    await change(client, { removed: [folder] });
    await client.published(name, (list) => list.length === 0);
    // The other one is still there.
    assert.ok(isBad(await client.published("a.yml", () => true)));
    await change(client, { removed: [client.folder] });
    await client.published("a.yml", (list) => list.length === 0);
    // What is open is judged without a folder, too.
    assert.ok(isBad(await client.open("a.yml", BAD)));
    await client.stop();
  });

test("a client that can watch is asked for all YAML", async () => {
  const watched: unknown[] = [];
  const workspace = { didChangeWatchedFiles: { dynamicRegistration: true } };
  const client = await connect({
    mode: "in memory",
    workspace,
    registered: (method, options) => void (method === "workspace/didChangeWatchedFiles" && watched.push(options)),
  });
  await client.open("a.yml", BAD);
  assert.deepEqual(watched, [{ watchers: [{ globPattern: "**/*.{yml,yaml}" }] }]);
  await client.stop();
});
