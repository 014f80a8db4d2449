import { BinaryReader } from "@bufbuild/protobuf/wire";
import { Code, ConnectError } from "@connectrpc/connect";

/** The service left out an event. */
export class WatchGapError extends Error {
  override readonly name = "WatchGapError";

  constructor(
    readonly jobId: string,
    /** Sequence of the event that should have come. */
    readonly expected: bigint,
    /** Sequence of the event that came. */
    readonly received: bigint,
  ) {
    super(`job ${jobId}: event ${expected} is missing, ${received} came instead`);
  }
}

/** An event belongs to another life of the job's id. */
export class JobReplacedError extends Error {
  override readonly name = "JobReplacedError";

  constructor(
    readonly jobId: string,
    /** Uid of the life that is watched. */
    readonly expected: string,
    /** Uid of the event that came. */
    readonly received: string,
  ) {
    super(`job ${jobId} was replaced: life ${expected} was watched, an event of ${received} came`);
  }
}

/**
 * The name of `quire.job.v1.ErrorReason` that a service gave for an error, without its prefix;
 * empty if the error did not come from Quire.
 */
export function reasonOf(error: ConnectError): string {
  return readDetail(error, "google.rpc.ErrorInfo", (reader, field) =>
    field === 1 ? reader.string() : undefined,
  ) ?? "";
}

/** Milliseconds after which a service asks to be called again; undefined if it does not ask. */
export function retryAfterMs(error: ConnectError): number | undefined {
  return readDetail(error, "google.rpc.RetryInfo", (reader, field) =>
    field === 1 ? durationMs(reader.bytes()) : undefined,
  );
}

/**
 * Whether a stream was cut and not refused. Without a reason of Quire's, Internal, Unknown,
 * Canceled and DeadlineExceeded come from the way: a reset stream, a proxy's time limit. Aborted is
 * Connect's word for a connection that was reset.
 */
export function isCut(error: ConnectError): boolean {
  if (error.code === Code.Unavailable || retryAfterMs(error) !== undefined) return true;
  const fromTheWay = [
    Code.Internal,
    Code.Unknown,
    Code.Canceled,
    Code.DeadlineExceeded,
    Code.Aborted,
  ];
  return fromTheWay.includes(error.code) && reasonOf(error) === "";
}

/** Reads one field of a detail of `google.rpc`, whose stubs are not among those of Quire. */
function readDetail<T>(
  error: ConnectError,
  type: string,
  read: (reader: BinaryReader, field: number) => T | undefined,
): T | undefined {
  for (const detail of error.details) {
    if (!("type" in detail) || detail.type !== type) continue;
    return readField(detail.value, read);
  }
  return undefined;
}

function readField<T>(
  bytes: Uint8Array,
  read: (reader: BinaryReader, field: number) => T | undefined,
): T | undefined {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    const value = read(reader, field);
    if (value !== undefined) return value;
    reader.skip(wireType);
  }
  return undefined;
}

/** Reads a `google.protobuf.Duration`: seconds in field 1, nanoseconds in field 2. */
function durationMs(bytes: Uint8Array): number {
  const reader = new BinaryReader(bytes);
  let milliseconds = 0;
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === 1) milliseconds += Number(reader.int64()) * 1000;
    else if (field === 2) milliseconds += reader.int32() / 1e6;
    else reader.skip(wireType);
  }
  return milliseconds;
}
