package example.quire.client;

import example.quire.document.v1.DocumentEvent;
import example.quire.document.v1.DocumentServiceGrpc.DocumentServiceStub;
import example.quire.outline.v1.OutlineEvent;
import example.quire.outline.v1.OutlineServiceGrpc.OutlineServiceStub;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The events of a job over lost connections: each once, in order, to the terminal one.
 * docs/clients.md has the rules that it keeps.
 *
 * <p>{@link #hasNext} waits for the next event. It throws {@link WatchGapException}, {@link
 * JobReplacedException}, or a {@link StatusRuntimeException}: the one with which the service
 * refused the watch or stayed away, DEADLINE_EXCEEDED after the timeout, CANCELLED if the watch is
 * closed from another thread or the waiting thread is interrupted.
 */
public final class JobWatch<E> implements Iterator<E>, AutoCloseable {
  private final Service<E> service;
  private final String jobId;
  private final WatchOptions options;
  private final Place<E> place;
  private final Backoff backoff = new Backoff();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final long began = System.nanoTime();
  private final long deadline; // nanoseconds after `began`
  private long heard = began;
  private Duration patience;
  private volatile EventStream<?, ?, E> stream;
  private boolean spoke;
  private E next;
  private boolean ended;

  private JobWatch(Service<E> service, String jobId, WatchOptions options) {
    this.service = service;
    this.jobId = jobId;
    this.options = options;
    this.place = new Place<>(service, jobId, options);
    this.patience = options.connectPatience;
    this.deadline = options.timeout == null ? Long.MAX_VALUE : options.timeout.toNanos();
  }

  /** Watches a document job. */
  public static JobWatch<DocumentEvent> document(
      DocumentServiceStub stub, String jobId, WatchOptions options) {
    return new JobWatch<>(Service.documents(stub), jobId, options);
  }

  /** Watches an outline job. */
  public static JobWatch<OutlineEvent> outline(
      OutlineServiceStub stub, String jobId, WatchOptions options) {
    return new JobWatch<>(Service.outlines(stub), jobId, options);
  }

  @Override
  public boolean hasNext() {
    heard = System.nanoTime(); // what the caller did since the last event is not the service's fault
    try {
      while (next == null && !ended) {
        advance();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      close();
      throw Status.CANCELLED.withDescription("interrupted").asRuntimeException();
    } catch (RuntimeException error) {
      close();
      throw error;
    }
    return next != null;
  }

  @Override
  public E next() {
    if (!hasNext()) {
      throw new NoSuchElementException("job " + jobId + " has ended");
    }
    E event = next;
    next = null;
    return event;
  }

  /** Leaves the job. May be called from any thread; one that waits for an event is woken. */
  @Override
  public void close() {
    closed.countDown();
    leave();
  }

  /** Takes one step: opens a stream, takes in what comes on it, or waits after a cut. */
  private void advance() throws InterruptedException {
    throwIfClosed();
    EventStream<?, ?, E> open = stream; // close() may forget it at any time
    if (open == null) {
      spoke = false;
      place.begin();
      open = service.open(jobId, place);
      stream = open;
      throwIfClosed(); // after the stream is known, so that close() finds it
    }
    EventStream.Item<E> item = open.next(Math.min(options.silence.toNanos(), left()));
    throwIfClosed();
    if (item == null) {
      throwIfLate();
      cut(Status.UNAVAILABLE.withDescription("nothing was heard for " + options.silence));
    } else if (item.error != null) {
      cut(item.error);
    } else if (item.end) {
      ended = !spoke && place.endedBefore();
      if (!ended) {
        cut(Status.UNAVAILABLE.withDescription("the stream ended before the job"));
      }
    } else {
      hear(item);
    }
  }

  private void hear(EventStream.Item<E> item) {
    spoke = true;
    heard = System.nanoTime();
    patience = options.reconnectPatience;
    backoff.reset();
    E event = item.event;
    if (event == null) {
      place.beat(item.newest);
      return;
    }
    if (place.take(event)) {
      next = event;
    }
    if (service.terminal(event)) {
      ended = true;
      leave();
    }
  }

  private void cut(Status status) throws InterruptedException {
    cut(status.asRuntimeException());
  }

  /** Leaves the stream and waits until the next is to be opened, or throws if none is. */
  private void cut(StatusRuntimeException error) throws InterruptedException {
    leave();
    if (!StatusDetails.isCut(error)) {
      throw error;
    }
    long asked = StatusDetails.retryAfter(error).map(Duration::toNanos).orElse(0L);
    long delay = asked + backoff.delay();
    if (System.nanoTime() - heard + delay > patience.toNanos()) {
      throw error;
    }
    closed.await(Math.min(delay, left()), TimeUnit.NANOSECONDS);
    throwIfClosed();
    throwIfLate();
    service.reconnect();
  }

  private void leave() {
    EventStream<?, ?, E> open = stream;
    if (open != null) {
      open.leave();
      stream = null;
    }
  }

  /** Returns the nanoseconds until the deadline. */
  private long left() {
    return deadline - (System.nanoTime() - began);
  }

  private void throwIfClosed() {
    if (closed.getCount() == 0) {
      leave();
      throw Status.CANCELLED.withDescription("the watch was closed").asRuntimeException();
    }
  }

  private void throwIfLate() {
    if (left() <= 0) {
      throw Status.DEADLINE_EXCEEDED
          .withDescription("the watch took longer than " + options.timeout)
          .asRuntimeException();
    }
  }
}
