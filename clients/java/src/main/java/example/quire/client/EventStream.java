package example.quire.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** One stream, whose messages are asked for one by one and awaited with a time limit. */
final class EventStream<Q, R, E> implements ClientResponseObserver<Q, R> {
  /** What happened on a stream. */
  static final class Item<E> {
    final E event;
    final long newest;
    final boolean end;
    final StatusRuntimeException error;

    private Item(E event, long newest, boolean end, StatusRuntimeException error) {
      this.event = event;
      this.newest = newest;
      this.end = end;
      this.error = error;
    }
  }

  private final Function<R, E> eventOf;
  private final ToLongFunction<R> newestOf;
  private final BlockingQueue<Item<E>> items = new LinkedBlockingQueue<>();
  private ClientCallStreamObserver<Q> call;

  /**
   * Args: eventOf returns the event of a message, null of a heartbeat; newestOf the sequence that a
   * heartbeat tells.
   */
  EventStream(Function<R, E> eventOf, ToLongFunction<R> newestOf) {
    this.eventOf = eventOf;
    this.newestOf = newestOf;
  }

  /** Returns what happens next, null if nothing does within the time. Its event may be null. */
  Item<E> next(long nanos) throws InterruptedException {
    Item<E> item = items.poll(nanos, TimeUnit.NANOSECONDS);
    if (item != null && !item.end && item.error == null) {
      call.request(1);
    }
    return item;
  }

  /** Leaves the stream; whoever waits for it is woken. May be called from any thread. */
  void leave() {
    call.cancel("the stream was left", null);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> call) {
    this.call = call;
    call.disableAutoRequestWithInitial(1);
  }

  @Override
  public void onNext(R message) {
    items.add(new Item<>(eventOf.apply(message), newestOf.applyAsLong(message), false, null));
  }

  @Override
  public void onError(Throwable error) {
    StatusRuntimeException known =
        error instanceof StatusRuntimeException
            ? (StatusRuntimeException) error
            : Status.fromThrowable(error).asRuntimeException();
    items.add(new Item<>(null, 0, false, known));
  }

  @Override
  public void onCompleted() {
    items.add(new Item<>(null, 0, true, null));
  }
}
