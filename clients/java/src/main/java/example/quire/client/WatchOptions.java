package example.quire.client;

import java.time.Duration;

/** Options of a watch; by default it begins at the first event. Each method returns this object. */
public final class WatchOptions {
  long after;
  boolean latest;
  String jobUid = "";
  Duration timeout;
  Duration connectPatience = Duration.ofSeconds(10);
  Duration reconnectPatience = Duration.ofSeconds(60);
  Duration silence = Duration.ofSeconds(45);

  /** Begins after the event of this sequence, the last one that the caller has. */
  public WatchOptions after(long sequence) {
    after = sequence;
    return this;
  }

  /** Asks only for what is new. */
  public WatchOptions latest() {
    latest = true;
    return this;
  }

  /** Names the life of the job's id that it must be. */
  public WatchOptions jobUid(String uid) {
    jobUid = uid;
    return this;
  }

  /** Ends the watch with DEADLINE_EXCEEDED after this time, over all its streams. */
  public WatchOptions timeout(Duration time) {
    timeout = time;
    return this;
  }

  /** How long the service may be away before its first answer: 10 s. */
  public WatchOptions connectPatience(Duration time) {
    connectPatience = time;
    return this;
  }

  /** How long the service may be away after a message: 60 s. */
  public WatchOptions reconnectPatience(Duration time) {
    reconnectPatience = time;
    return this;
  }

  /** How long a stream may say nothing, not even a heartbeat, until it is taken as cut: 45 s. */
  public WatchOptions silence(Duration time) {
    silence = time;
    return this;
  }
}
