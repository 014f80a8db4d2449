package example.quire.client;

/** An event belongs to another life of the job's id. */
public final class JobReplacedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String expected;
  private final String received;

  JobReplacedException(String jobId, String expected, String received) {
    super(
        "job " + jobId + " was replaced: life " + expected + " was watched, an event of "
            + received + " came");
    this.expected = expected;
    this.received = received;
  }

  /** Returns the uid of the life that is watched. */
  public String expected() {
    return expected;
  }

  /** Returns the uid of the event that came. */
  public String received() {
    return received;
  }
}
