// Makes a document from a file and prints the document's title:
//
//   npm run example -- --outline 127.0.0.1:50051 --document 127.0.0.1:50052 FILE QUESTION

import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";

import { createClient, type Transport } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";

import { DocumentService } from "../gen/quire/document/v1/document_service_pb.js";
import { OutlineService } from "../gen/quire/outline/v1/outline_service_pb.js";
import { watchDocument, watchOutline } from "../src/watch.js";
import { follow } from "./follow.js";

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      outline: { type: "string", default: "127.0.0.1:50051" },
      document: { type: "string", default: "127.0.0.1:50052" },
    },
  });
  const [file, question] = positionals;
  if (file === undefined || question === undefined) {
    throw new Error("usage: write [--outline ADDRESS] [--document ADDRESS] FILE QUESTION");
  }
  console.log(await write(connect(values.outline), connect(values.document), file, question));
}

/** Makes an outline from a file, then the document from the outline; returns its title. */
async function write(
  outlineTransport: Transport,
  documentTransport: Transport,
  file: string,
  question: string,
): Promise<string> {
  const outlines = createClient(OutlineService, outlineTransport);
  const documents = createClient(DocumentService, documentTransport);
  const content = await readFile(file);

  const outline = await outlines.generateOutline({
    query: question,
    files: [{ name: basename(file), content }],
  });
  await follow(watchOutline(outlines, outline.job?.id ?? ""));

  const document = await documents.generateDocument({
    input: { case: "outlineJobId", value: outline.job?.id ?? "" },
  });
  const jobId = document.job?.id ?? "";
  await follow(watchDocument(documents, jobId));
  const finished = await documents.getDocument({ jobId });
  return finished.document?.title ?? "";
}

/** Connects at the first call. Across a network, use https and a bearer token. */
function connect(address: string): Transport {
  return createGrpcTransport({ baseUrl: `http://${address}` });
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
