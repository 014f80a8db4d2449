package example.quire.client;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Exponential backoff with full jitter. */
final class Backoff {
  private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);

  private int tries;

  /** Returns the nanoseconds to wait, from 0 to a bound that grows with each try. */
  long delay() {
    long bound = Math.min(LONGEST, FIRST << Math.min(tries, 10));
    tries++;
    return ThreadLocalRandom.current().nextLong(bound);
  }

  /** Starts anew, after a success. */
  void reset() {
    tries = 0;
  }
}
