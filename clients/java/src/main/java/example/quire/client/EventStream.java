package example.quire.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One stream, whose messages are asked for one by one and awaited with a time limit. */
final class EventStream<Q, R, E> implements ClientResponseObserver<Q, R> {
  /** What happened on a stream. */
  static final class Item<E> {
    final E event;
    final boolean end;
    final StatusRuntimeException error;

    private Item(E event, boolean end, StatusRuntimeException error) {
      this.event = event;
      this.end = end;
      this.error = error;
    }
  }

  private final Function<R, E> eventOf;
  private final BlockingQueue<Item<E>> items = new LinkedBlockingQueue<>();
  private ClientCallStreamObserver<Q> call;

  /** Args: eventOf returns the event of a message, null of a heartbeat. */
  EventStream(Function<R, E> eventOf) {
    this.eventOf = eventOf;
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
    items.add(new Item<>(eventOf.apply(message), false, null));
  }

  @Override
  public void onError(Throwable error) {
    StatusRuntimeException known =
        error instanceof StatusRuntimeException
            ? (StatusRuntimeException) error
            : Status.fromThrowable(error).asRuntimeException();
    items.add(new Item<>(null, false, known));
  }

  @Override
  public void onCompleted() {
    items.add(new Item<>(null, true, null));
  }
}
