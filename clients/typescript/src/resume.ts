import { type CallOptions, Code, ConnectError } from "@connectrpc/connect";

import { Backoff } from "./backoff.js";
import { isCut, retryAfterMs } from "./errors.js";
import { type JobEvent, Place, type Start } from "./place.js";

export interface WatchOptions extends Start {
  /** Ends the watch with Canceled. */
  signal?: AbortSignal;
  /** Ends the watch with DeadlineExceeded after so many milliseconds, over all its streams. */
  timeoutMs?: number;
  /** Milliseconds for which the service may be away before its first answer: 10,000. */
  connectPatienceMs?: number;
  /** Milliseconds for which it may be away after a message: 60,000. */
  reconnectPatienceMs?: number;
  /** Milliseconds after which a stream that says nothing is taken as cut: 45,000. */
  silenceMs?: number;
  /** Is told of each stream that was cut, and when the next is opened. */
  onAway?: (error: ConnectError, retryInMs: number) => void;
}

/** What the streams of both services send: events, and heartbeats while nothing happens. */
interface WatchResponse<E> {
  item:
    | { case: "event"; value: E }
    | { case: "heartbeat"; value: { lastSequence: bigint } }
    | { case: undefined; value?: undefined };
}

/** Opens a stream at a place. */
type Open<E> = (place: Place, call: CallOptions) => AsyncIterable<WatchResponse<E>>;

/** Yields the events of a job over as many streams as it takes. */
export async function* resume<E extends JobEvent>(
  jobId: string,
  options: WatchOptions,
  open: Open<E>,
): AsyncGenerator<E, void, undefined> {
  const place = new Place(jobId, options);
  const backoff = new Backoff();
  const ending = new Ending(options.signal, options.timeoutMs);
  let heard = Date.now();
  let patience = options.connectPatienceMs ?? 10_000;
  try {
    for (;;) {
      ending.throwIfDue();
      place.begin();
      const stream = new Stream(open, place, ending, options.silenceMs ?? 45_000);
      try {
        let spoke = false;
        for (;;) {
          const item = await stream.next();
          if (item === undefined) {
            if (!spoke && place.endedBefore) return;
            throw new ConnectError("the stream ended before the job", Code.Unavailable);
          }
          spoke = true;
          heard = Date.now();
          patience = options.reconnectPatienceMs ?? 60_000;
          backoff.reset();
          if (item.case === "heartbeat") place.beat(item.value.lastSequence);
          if (item.case !== "event") continue;
          if (place.take(item.value)) yield item.value;
          if (item.value.terminal) return;
          heard = Date.now(); // what the caller did meanwhile is not the service's fault
        }
      } catch (error) {
        ending.throwIfDue();
        if (!(error instanceof ConnectError) || !isCut(error)) throw error;
        const delay = backoff.delay(retryAfterMs(error));
        if (Date.now() - heard + delay > patience) throw error;
        options.onAway?.(error, delay);
        await ending.sleep(delay);
      } finally {
        stream.leave();
      }
    }
  } finally {
    ending.clear();
  }
}

/** One stream, which is left when it is silent for too long. */
class Stream<E> {
  readonly #controller = new AbortController();
  readonly #responses: AsyncIterator<WatchResponse<E>>;
  readonly #forget: () => void;
  #silent = false;

  constructor(
    open: Open<E>,
    place: Place,
    ending: Ending,
    private readonly silenceMs: number,
  ) {
    this.#forget = ending.onDue(() => this.#controller.abort());
    const { signal } = this.#controller;
    this.#responses = open(place, { signal })[Symbol.asyncIterator]();
  }

  /** Returns what came, undefined at the end of the stream. */
  async next(): Promise<WatchResponse<E>["item"] | undefined> {
    const timer = setTimeout(() => {
      this.#silent = true;
      this.#controller.abort();
    }, this.silenceMs);
    try {
      const { done, value } = await this.#responses.next();
      return done === true ? undefined : value.item;
    } catch (error) {
      if (!this.#silent) throw ConnectError.from(error);
      throw new ConnectError(`nothing was heard for ${this.silenceMs} ms`, Code.Unavailable);
    } finally {
      clearTimeout(timer);
    }
  }

  leave(): void {
    this.#forget();
    this.#controller.abort();
  }
}

/** The caller's wish that a watch ends: its signal, or the time that it may take. */
class Ending {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #onAbort = () => this.#end("the watch was cancelled", Code.Canceled);

  constructor(
    private readonly signal: AbortSignal | undefined,
    timeoutMs: number | undefined,
  ) {
    if (timeoutMs !== undefined) {
      const late = `the watch took longer than ${timeoutMs} ms`;
      this.#timer = setTimeout(() => this.#end(late, Code.DeadlineExceeded), timeoutMs);
    }
    if (signal?.aborted === true) this.#onAbort();
    signal?.addEventListener("abort", this.#onAbort);
  }

  throwIfDue(): void {
    this.#controller.signal.throwIfAborted();
  }

  /** Calls when it is due; returns how to have that forgotten. */
  onDue(call: () => void): () => void {
    const { signal } = this.#controller;
    signal.addEventListener("abort", call, { once: true });
    return () => signal.removeEventListener("abort", call);
  }

  /** Sleeps; throws as soon as it is due. */
  async sleep(milliseconds: number): Promise<void> {
    this.throwIfDue();
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        forget();
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      const forget = this.onDue(wake);
    });
    this.throwIfDue();
  }

  /** Leaves nothing behind. */
  clear(): void {
    clearTimeout(this.#timer);
    this.signal?.removeEventListener("abort", this.#onAbort);
  }

  #end(message: string, code: Code): void {
    this.#controller.abort(new ConnectError(message, code));
  }
}
