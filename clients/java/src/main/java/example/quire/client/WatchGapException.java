package example.quire.client;

/** The service left out an event. */
public final class WatchGapException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long expected;
  private final long received;

  WatchGapException(String jobId, long expected, long received) {
    super("job " + jobId + ": event " + expected + " is missing, " + received + " came instead");
    this.expected = expected;
    this.received = received;
  }

  /** Returns the sequence of the event that should have come. */
  public long expected() {
    return expected;
  }

  /** Returns the sequence of the event that came. */
  public long received() {
    return received;
  }
}
