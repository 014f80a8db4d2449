import type { CallOptions, Client } from "@connectrpc/connect";

import type { DocumentEvent } from "../gen/quire/document/v1/document_pb.js";
import type { DocumentService } from "../gen/quire/document/v1/document_service_pb.js";
import type { OutlineEvent } from "../gen/quire/outline/v1/outline_pb.js";
import type { OutlineService } from "../gen/quire/outline/v1/outline_service_pb.js";
import type { Place } from "./place.js";
import { resume, type WatchOptions } from "./resume.js";

export { JobReplacedError, WatchGapError, reasonOf, retryAfterMs } from "./errors.js";
export type { WatchOptions } from "./resume.js";

/**
 * Yields the events of a document job over lost connections: each once, in order, to the terminal
 * one. docs/clients.md has the rules that it keeps.
 *
 * Throws WatchGapError, JobReplacedError, or a ConnectError: the one with which the service
 * refused the watch or stayed away, Canceled if the signal is aborted, DeadlineExceeded after
 * `timeoutMs`.
 */
export function watchDocument(
  client: Client<typeof DocumentService>,
  jobId: string,
  options: WatchOptions = {},
): AsyncGenerator<DocumentEvent, void, undefined> {
  const open = (place: Place, call: CallOptions) =>
    client.watchDocument({ jobId, jobUid: place.uid, start: start(place) }, call);
  return resume<DocumentEvent>(jobId, options, open);
}

/** Yields the events of an outline job, as watchDocument does. */
export function watchOutline(
  client: Client<typeof OutlineService>,
  jobId: string,
  options: WatchOptions = {},
): AsyncGenerator<OutlineEvent, void, undefined> {
  const open = (place: Place, call: CallOptions) =>
    client.watchOutline({ jobId, jobUid: place.uid, start: start(place) }, call);
  return resume<OutlineEvent>(jobId, options, open);
}

function start({ cursor }: Place) {
  return cursor === undefined
    ? ({ case: "latest", value: true } as const)
    : ({ case: "afterSequence", value: cursor } as const);
}
