package example.quire.examples;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import example.quire.client.JobReplacedException;
import example.quire.client.JobWatch;
import example.quire.client.StatusDetails;
import example.quire.client.WatchGapException;
import example.quire.client.WatchOptions;
import example.quire.document.v1.DocumentEvent;
import example.quire.document.v1.DocumentServiceGrpc;
import example.quire.outline.v1.OutlineEvent;
import example.quire.outline.v1.OutlineServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Function;

/**
 * Watches the jobs of tests/watch_conformance and prints what came of it.
 *
 * <p>Arguments: ADDRESS CASES.json NAME…
 */
public final class Conformance {
  private Conformance() {}

  public static void main(String[] args) throws Exception {
    if (args.length < 3) {
      System.err.println("usage: Conformance ADDRESS CASES.json NAME…");
      System.exit(2);
    }
    JsonElement cases = JsonParser.parseString(Files.readString(Path.of(args[1])));
    for (int place = 2; place < args.length; place++) {
      for (JsonElement item : cases.getAsJsonArray()) {
        if (item.getAsJsonObject().get("name").getAsString().equals(args[place])) {
          run(args[0], item.getAsJsonObject());
        }
      }
    }
    System.exit(0);
  }

  private static void run(String address, JsonObject item) {
    String name = item.get("name").getAsString();
    JsonObject wish = item.getAsJsonObject("watch");
    ManagedChannel channel = ManagedChannelBuilder.forTarget(address).usePlaintext().build();
    long began = System.nanoTime();
    JsonObject outcome;
    if (item.get("service").getAsString().equals("outline")) {
      outcome =
          follow(
              name,
              wish,
              JobWatch.outline(OutlineServiceGrpc.newStub(channel), name, options(wish)),
              OutlineEvent::getSequence);
    } else {
      outcome =
          follow(
              name,
              wish,
              JobWatch.document(DocumentServiceGrpc.newStub(channel), name, options(wish)),
              DocumentEvent::getSequence);
    }
    outcome.addProperty("case", name);
    outcome.addProperty("elapsed_ms", (System.nanoTime() - began) / 1_000_000);
    System.out.println(outcome);
    channel.shutdownNow();
  }

  private static WatchOptions options(JsonObject wish) {
    WatchOptions options = new WatchOptions();
    if (wish.has("after_sequence")) {
      options.after(wish.get("after_sequence").getAsLong());
    }
    if (wish.has("latest")) {
      options.latest();
    }
    if (wish.has("job_uid")) {
      options.jobUid(wish.get("job_uid").getAsString());
    }
    give(wish, "timeout_ms", options::timeout);
    give(wish, "connect_patience_ms", options::connectPatience);
    give(wish, "reconnect_patience_ms", options::reconnectPatience);
    give(wish, "silence_ms", options::silence);
    return options;
  }

  private static void give(JsonObject wish, String name, Function<Duration, WatchOptions> option) {
    if (wish.has(name)) {
      option.apply(Duration.ofMillis(wish.get(name).getAsLong()));
    }
  }

  private static <E extends Message> JsonObject follow(
      String name, JsonObject wish, JobWatch<E> events, Function<E, Long> sequence) {
    Timer timer = new Timer(true);
    if (wish.has("cancel_after_ms")) {
      TimerTask closing =
          new TimerTask() {
            @Override
            public void run() {
              events.close();
            }
          };
      timer.schedule(closing, wish.get("cancel_after_ms").getAsLong());
    }
    int leaveAfter = wish.has("leave_after") ? wish.get("leave_after").getAsInt() : -1;
    try (events) {
      for (int count = 1; events.hasNext(); count++) {
        E event = events.next();
        JsonObject line = new JsonObject();
        line.addProperty("case", name);
        line.addProperty("sequence", sequence.apply(event));
        line.addProperty("kind", kind(event));
        System.out.println(line);
        if (count == leaveAfter) {
          return outcome("left");
        }
        if (wish.has("work_ms")) {
          Thread.sleep(wish.get("work_ms").getAsLong());
        }
      }
      return outcome("ended");
    } catch (InterruptedException nobodyInterrupts) {
      throw new IllegalStateException(nobodyInterrupts);
    } catch (RuntimeException error) {
      return failed(error);
    } finally {
      timer.cancel();
    }
  }

  private static JsonObject failed(RuntimeException error) {
    JsonObject outcome = outcome("error");
    if (error instanceof WatchGapException) {
      outcome.addProperty("kind", "gap");
      outcome.addProperty("expected", ((WatchGapException) error).expected());
      outcome.addProperty("received", ((WatchGapException) error).received());
    } else if (error instanceof JobReplacedException) {
      outcome.addProperty("kind", "replaced");
      outcome.addProperty("expected", ((JobReplacedException) error).expected());
      outcome.addProperty("received", ((JobReplacedException) error).received());
    } else if (error instanceof StatusRuntimeException) {
      StatusRuntimeException status = (StatusRuntimeException) error;
      outcome.addProperty("code", status.getStatus().getCode().name());
      outcome.addProperty("reason", StatusDetails.reason(status));
    } else {
      throw error;
    }
    return outcome;
  }

  private static JsonObject outcome(String kind) {
    JsonObject outcome = new JsonObject();
    outcome.addProperty("kind", kind);
    return outcome;
  }

  /** Returns the name of what happened; empty if this client does not know it. */
  private static String kind(Message event) {
    for (OneofDescriptor oneof : event.getDescriptorForType().getOneofs()) {
      FieldDescriptor field = event.getOneofFieldDescriptor(oneof);
      if (oneof.getName().equals("payload") && field != null) {
        return field.getName();
      }
    }
    return "";
  }
}
