import { setTimeout as sleep } from "node:timers/promises";

import { Code, ConnectError } from "@connectrpc/connect";

import type { DocumentEvent } from "../gen/quire/document/v1/document_pb.js";
import { ErrorReason } from "../gen/quire/job/v1/errors_pb.js";
import type { OutlineEvent } from "../gen/quire/outline/v1/outline_pb.js";

/** What the streams of both services send: events, and heartbeats while nothing happens. */
interface WatchResponse {
  item:
    | { case: "event"; value: OutlineEvent | DocumentEvent }
    | { case: "heartbeat"; value: unknown }
    | { case: undefined; value?: undefined };
}

const PATIENCE_MS = 60_000;

/**
 * Prints the progress of a job until it has ended, and throws if it did not end well. A stream
 * that is lost is opened again after the last event seen, so that none is missed or repeated;
 * after a minute without any, it gives up.
 */
export async function follow(
  open: (after: bigint) => AsyncIterable<WatchResponse>,
): Promise<void> {
  let seen = 0n;
  let heard = Date.now();
  for (;;) {
    let lost = new ConnectError("the stream ended before the job", Code.Unavailable);
    try {
      for await (const { item } of open(seen)) {
        heard = Date.now();
        if (item.case !== "event" || item.value.sequence <= seen) continue;
        const { sequence, terminal, payload } = item.value;
        seen = sequence;
        if (payload.case === "progress") {
          const percent = Math.round(payload.value.fraction * 100);
          console.error(`${percent.toString().padStart(3)} %  ${payload.value.message}`);
        }
        if (terminal) return check(item.value);
      }
    } catch (error) {
      lost = ConnectError.from(error);
      if (lost.code !== Code.Unavailable) throw error;
    }
    if (Date.now() - heard > PATIENCE_MS) throw lost;
    await sleep(500);
  }
}

function check({ payload }: OutlineEvent | DocumentEvent): void {
  if (payload.case === "failed") {
    const { failure } = payload.value;
    const reason = ErrorReason[failure?.reason ?? ErrorReason.UNSPECIFIED];
    throw new Error(`the job failed: ${failure?.message} (${reason})`);
  }
  if (payload.case === "cancelled") throw new Error("the job was cancelled");
}
