package example.quire.client;

import example.quire.document.v1.ChapterText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where a watch stands, over all its streams. */
final class Place<E> {
  private final Service<E> service;
  private final String jobId;
  private final boolean fromStart;
  private final Map<String, Integer> attempts = new HashMap<>();
  private long cursor;
  private boolean latest;
  private String uid;
  private boolean seen;
  private long newest;

  Place(Service<E> service, String jobId, WatchOptions options) {
    this.service = service;
    this.jobId = jobId;
    this.cursor = options.after;
    this.latest = options.latest;
    this.uid = options.jobUid;
    this.fromStart = options.after == 0 && !options.latest;
  }

  /** Returns the sequence after which the next stream starts. */
  long cursor() {
    return cursor;
  }

  /** Returns whether only what is new is wanted, and nothing was seen yet. */
  boolean latest() {
    return latest;
  }

  /** Returns the life of the id that is watched; empty until it is known. */
  String uid() {
    return uid;
  }

  /** Prepares for a stream: what is new goes on from where a heartbeat said it was. */
  void begin() {
    if (latest && newest > 0) {
      cursor = newest;
      latest = false;
    }
  }

  /** Takes in a heartbeat, which tells the sequence of the newest event; the first one counts. */
  void beat(long told) {
    newest = newest == 0 ? told : newest;
  }

  /** Takes in an event; returns whether it is for the caller. */
  boolean take(E event) {
    String eventUid = service.jobUid(event);
    if (!uid.isEmpty() && !eventUid.isEmpty() && !eventUid.equals(uid)) {
      throw new JobReplacedException(jobId, uid, eventUid);
    }
    long sequence = service.sequence(event);
    if (!latest) {
      if (sequence <= cursor) {
        return false;
      }
      if (sequence != cursor + 1) {
        throw new WatchGapException(jobId, cursor + 1, sequence);
      }
    }
    cursor = sequence;
    latest = false;
    seen = true;
    uid = eventUid.isEmpty() ? uid : eventUid;
    return !isOutdated(event);
  }

  /**
   * Returns whether a stream that ended with OK and said nothing tells that the job had ended where
   * the watch began.
   */
  boolean endedBefore() {
    return !seen && !fromStart;
  }

  /** Returns whether an event is a piece of text of an older attempt than was seen. */
  private boolean isOutdated(E event) {
    Optional<ChapterText> text = service.text(event);
    if (text.isEmpty()) {
      return false;
    }
    int attempt = text.get().getChapterAttempt();
    return attempts.merge(text.get().getChapterId(), attempt, Math::max) > attempt;
  }
}
