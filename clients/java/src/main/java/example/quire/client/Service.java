package example.quire.client;

import example.quire.document.v1.ChapterText;
import example.quire.document.v1.DocumentEvent;
import example.quire.document.v1.DocumentServiceGrpc.DocumentServiceStub;
import example.quire.document.v1.WatchDocumentRequest;
import example.quire.document.v1.WatchDocumentResponse;
import example.quire.outline.v1.OutlineEvent;
import example.quire.outline.v1.OutlineServiceGrpc.OutlineServiceStub;
import example.quire.outline.v1.WatchOutlineRequest;
import example.quire.outline.v1.WatchOutlineResponse;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.util.Optional;

/** The part of a service that a watch needs: how to open a stream, and how to read its events. */
interface Service<E> {
  /** Opens a stream at a place. */
  EventStream<?, ?, E> open(String jobId, Place<E> place);

  /**
   * Lets the channel connect now. Left alone it waits by a backoff of its own, which grows to two
   * minutes, and fails the calls made meanwhile.
   */
  void reconnect();

  long sequence(E event);

  String jobUid(E event);

  boolean terminal(E event);

  /** Returns the piece of text that an event brings, if it does. */
  Optional<ChapterText> text(E event);

  static Service<DocumentEvent> documents(DocumentServiceStub stub) {
    return new Service<>() {
      @Override
      public EventStream<?, ?, DocumentEvent> open(String jobId, Place<DocumentEvent> place) {
        WatchDocumentRequest.Builder request =
            WatchDocumentRequest.newBuilder().setJobId(jobId).setJobUid(place.uid());
        if (place.latest()) {
          request.setLatest(true);
        } else {
          request.setAfterSequence(place.cursor());
        }
        EventStream<WatchDocumentRequest, WatchDocumentResponse, DocumentEvent> stream =
            new EventStream<>(
                item -> item.hasEvent() ? item.getEvent() : null,
                item -> item.getHeartbeat().getLastSequence());
        stub.watchDocument(request.build(), stream);
        return stream;
      }

      @Override
      public void reconnect() {
        connectNow(stub.getChannel());
      }

      @Override
      public long sequence(DocumentEvent event) {
        return event.getSequence();
      }

      @Override
      public String jobUid(DocumentEvent event) {
        return event.getJobUid();
      }

      @Override
      public boolean terminal(DocumentEvent event) {
        return event.getTerminal();
      }

      @Override
      public Optional<ChapterText> text(DocumentEvent event) {
        return event.hasChapterText() ? Optional.of(event.getChapterText()) : Optional.empty();
      }
    };
  }

  static Service<OutlineEvent> outlines(OutlineServiceStub stub) {
    return new Service<>() {
      @Override
      public EventStream<?, ?, OutlineEvent> open(String jobId, Place<OutlineEvent> place) {
        WatchOutlineRequest.Builder request =
            WatchOutlineRequest.newBuilder().setJobId(jobId).setJobUid(place.uid());
        if (place.latest()) {
          request.setLatest(true);
        } else {
          request.setAfterSequence(place.cursor());
        }
        EventStream<WatchOutlineRequest, WatchOutlineResponse, OutlineEvent> stream =
            new EventStream<>(
                item -> item.hasEvent() ? item.getEvent() : null,
                item -> item.getHeartbeat().getLastSequence());
        stub.watchOutline(request.build(), stream);
        return stream;
      }

      @Override
      public void reconnect() {
        connectNow(stub.getChannel());
      }

      @Override
      public long sequence(OutlineEvent event) {
        return event.getSequence();
      }

      @Override
      public String jobUid(OutlineEvent event) {
        return event.getJobUid();
      }

      @Override
      public boolean terminal(OutlineEvent event) {
        return event.getTerminal();
      }

      @Override
      public Optional<ChapterText> text(OutlineEvent event) {
        return Optional.empty();
      }
    };
  }

  private static void connectNow(Channel channel) {
    if (channel instanceof ManagedChannel) {
      ((ManagedChannel) channel).resetConnectBackoff();
    }
  }
}
