// Writes messages to a stream: each in one piece, header and all, and what is JSON already as it is.
import { AbstractMessageWriter, type Message, type MessageWriter } from "vscode-languageserver/node";
import { isRaw } from "../src/protocol/raw.ts";

export function streamWriter(stream: NodeJS.WritableStream): MessageWriter {
  return new StreamWriter(stream);
}

class StreamWriter extends AbstractMessageWriter implements MessageWriter {
  private readonly stream: NodeJS.WritableStream;
  private failures = 0;

  constructor(stream: NodeJS.WritableStream) {
    super();
    this.stream = stream;
    stream.on("error", (error: Error) => this.fireError(error, undefined, ++this.failures));
    stream.on("close", () => this.fireClose());
  }

  async write(message: Message): Promise<void> {
    const { method, params } = message as { readonly method?: string; readonly params?: unknown };
    if (isRaw(params)) {
      const json = `{"jsonrpc":"2.0","method":${JSON.stringify(method)},"params":${params.json}}`;
      this.stream.write(`Content-Length: ${json.length}\r\n\r\n${json}`, "latin1");
    } else {
      const json = JSON.stringify(message);
      this.stream.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
    }
  }

  end(): void {
    this.stream.end();
  }
}
