// Watches the jobs of tests/watch_conformance and prints what came of it:
//
//   node dist/examples/conformance.js ADDRESS CASES.json NAME…

import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { Code, ConnectError, createClient, type Transport } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";

import type { DocumentEvent } from "../gen/quire/document/v1/document_pb.js";
import { DocumentService } from "../gen/quire/document/v1/document_service_pb.js";
import type { OutlineEvent } from "../gen/quire/outline/v1/outline_pb.js";
import { OutlineService } from "../gen/quire/outline/v1/outline_service_pb.js";
import {
  JobReplacedError,
  reasonOf,
  watchDocument,
  WatchGapError,
  type WatchOptions,
  watchOutline,
} from "../src/watch.js";

interface Case {
  name: string;
  service: "document" | "outline";
  watch: {
    after_sequence?: number;
    latest?: boolean;
    job_uid?: string;
    timeout_ms?: number;
    cancel_after_ms?: number;
    leave_after?: number;
    connect_patience_ms?: number;
    reconnect_patience_ms?: number;
    silence_ms?: number;
    work_ms?: number;
  };
}

async function main(): Promise<void> {
  const [address, file, ...names] = process.argv.slice(2);
  if (address === undefined || file === undefined) {
    throw new Error("usage: conformance ADDRESS CASES.json NAME…");
  }
  const cases = JSON.parse(await readFile(file, "utf8")) as Case[];
  for (const name of names) {
    const found = cases.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no such case: ${name}`);
    await run(createGrpcTransport({ baseUrl: `http://${address}` }), found);
  }
}

async function run(transport: Transport, { name, service, watch }: Case): Promise<void> {
  const controller = new AbortController();
  const options: WatchOptions = {
    after: BigInt(watch.after_sequence ?? 0),
    latest: watch.latest ?? false,
    jobUid: watch.job_uid ?? "",
    signal: controller.signal,
    ...(watch.timeout_ms !== undefined && { timeoutMs: watch.timeout_ms }),
    ...(watch.silence_ms !== undefined && { silenceMs: watch.silence_ms }),
    ...(watch.connect_patience_ms !== undefined && {
      connectPatienceMs: watch.connect_patience_ms,
    }),
    ...(watch.reconnect_patience_ms !== undefined && {
      reconnectPatienceMs: watch.reconnect_patience_ms,
    }),
  };
  if (watch.cancel_after_ms !== undefined) {
    setTimeout(() => controller.abort(), watch.cancel_after_ms);
  }
  const began = Date.now();
  const events =
    service === "outline"
      ? watchOutline(createClient(OutlineService, transport), name, options)
      : watchDocument(createClient(DocumentService, transport), name, options);
  const outcome = await follow(name, events, watch.leave_after, watch.work_ms ?? 0);
  console.log(JSON.stringify({ case: name, ...outcome, elapsed_ms: Date.now() - began }));
}

async function follow(
  name: string,
  events: AsyncIterable<OutlineEvent | DocumentEvent>,
  leaveAfter: number | undefined,
  workMs: number,
): Promise<Record<string, unknown>> {
  let count = 0;
  try {
    for await (const { sequence, payload } of events) {
      const kind = snakeCase(payload.case ?? "");
      // JSON.stringify does not take a bigint.
      console.log(`{"case": "${name}", "sequence": ${sequence}, "kind": "${kind}"}`);
      count += 1;
      if (count === leaveAfter) return { kind: "left" };
      await sleep(workMs);
    }
    return { kind: "ended" };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Record<string, unknown> {
  if (error instanceof WatchGapError) {
    return { kind: "gap", expected: Number(error.expected), received: Number(error.received) };
  }
  if (error instanceof JobReplacedError) {
    return { kind: "replaced", expected: error.expected, received: error.received };
  }
  if (!(error instanceof ConnectError)) throw error;
  const code =
    error.code === Code.Canceled ? "CANCELLED" : snakeCase(Code[error.code]).toUpperCase();
  return { kind: "error", code, reason: reasonOf(error) };
}

function snakeCase(name: string): string {
  return name.replace(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

await main();
