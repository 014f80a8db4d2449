import type { DocumentEvent } from "../gen/quire/document/v1/document_pb.js";
import type { OutlineEvent } from "../gen/quire/outline/v1/outline_pb.js";
import { JobReplacedError, WatchGapError } from "./errors.js";

export type JobEvent = OutlineEvent | DocumentEvent;

/** Where a watch begins; from the first event if nothing is given. */
export interface Start {
  /** Sequence of the last event that the caller has. */
  after?: bigint;
  /** Asks only for what is new; `after` is not used then. */
  latest?: boolean;
  /** The life of the job's id that it must be; the present one if not given. */
  jobUid?: string;
}

/** Where a watch stands, over all its streams. */
export class Place {
  /** Sequence after which the next stream starts; undefined while only what is new is wanted. */
  cursor: bigint | undefined;
  /** The life of the job's id that is watched; empty until it is known. */
  uid: string;

  readonly #fromStart: boolean;
  #seen = false;
  #newest = 0n;
  readonly #attempts = new Map<string, number>();

  constructor(
    private readonly jobId: string,
    { after = 0n, latest = false, jobUid = "" }: Start,
  ) {
    this.cursor = latest ? undefined : after;
    this.uid = jobUid;
    this.#fromStart = this.cursor === 0n;
  }

  /** Prepares for a stream: what is new goes on from where a heartbeat said it was. */
  begin(): void {
    if (this.cursor === undefined && this.#newest > 0n) this.cursor = this.#newest;
  }

  /** Takes in a heartbeat, which tells the sequence of the newest event; the first one counts. */
  beat(newest: bigint): void {
    if (this.#newest === 0n) this.#newest = newest;
  }

  /** Takes in an event; returns whether it is for the caller. */
  take(event: JobEvent): boolean {
    const { jobUid, sequence } = event;
    if (this.uid !== "" && jobUid !== "" && jobUid !== this.uid) {
      throw new JobReplacedError(this.jobId, this.uid, jobUid);
    }
    if (this.cursor !== undefined) {
      if (sequence <= this.cursor) return false;
      if (sequence !== this.cursor + 1n) {
        throw new WatchGapError(this.jobId, this.cursor + 1n, sequence);
      }
    }
    this.cursor = sequence;
    this.uid = jobUid || this.uid;
    this.#seen = true;
    return !this.#isOutdated(event);
  }

  /**
   * Whether a stream that ended with OK and said nothing tells that the job had ended where the
   * watch began.
   */
  get endedBefore(): boolean {
    return !this.#seen && !this.#fromStart;
  }

  /** Whether an event is a piece of text of an older attempt than was seen. */
  #isOutdated({ payload }: JobEvent): boolean {
    if (payload.case !== "chapterText") return false;
    const { chapterId, chapterAttempt } = payload.value;
    if (chapterAttempt < (this.#attempts.get(chapterId) ?? 0)) return true;
    this.#attempts.set(chapterId, chapterAttempt);
    return false;
  }
}
