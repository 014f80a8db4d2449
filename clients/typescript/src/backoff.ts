const FIRST_MS = 200;
const LONGEST_MS = 5_000;

/** Exponential backoff with full jitter. */
export class Backoff {
  #tries = 0;

  /** Milliseconds to wait; never less than what a service asked for. */
  delay(retryAfterMs = 0): number {
    const bound = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#tries++);
    return retryAfterMs + Math.random() * bound;
  }

  /** Starts anew, after a success. */
  reset(): void {
    this.#tries = 0;
  }
}
