package example.quire.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Optional;

/** What Quire says of an error beyond its code. */
public final class StatusDetails {
  private StatusDetails() {}

  /**
   * Returns the name of {@code quire.job.v1.ErrorReason} that a service gave, without its prefix;
   * empty if the error did not come from Quire.
   */
  public static String reason(StatusRuntimeException error) {
    return detail(error, ErrorInfo.class).map(ErrorInfo::getReason).orElse("");
  }

  /** Returns the time after which a service asks to be called again, if it asks. */
  public static Optional<Duration> retryAfter(StatusRuntimeException error) {
    return detail(error, RetryInfo.class)
        .map(RetryInfo::getRetryDelay)
        .map(delay -> Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
  }

  /**
   * Returns whether a stream was cut and not refused. Without a reason of Quire's, INTERNAL,
   * UNKNOWN, CANCELLED and DEADLINE_EXCEEDED come from the way: a reset stream, a proxy's time
   * limit.
   */
  static boolean isCut(StatusRuntimeException error) {
    switch (error.getStatus().getCode()) {
      case UNAVAILABLE:
        return true;
      case INTERNAL:
      case UNKNOWN:
      case CANCELLED:
      case DEADLINE_EXCEEDED:
        return reason(error).isEmpty() || retryAfter(error).isPresent();
      default:
        return retryAfter(error).isPresent();
    }
  }

  private static <T extends Message> Optional<T> detail(StatusRuntimeException error, Class<T> type) {
    com.google.rpc.Status status = StatusProto.fromThrowable(error);
    if (status == null) {
      return Optional.empty();
    }
    for (Any any : status.getDetailsList()) {
      if (any.is(type)) {
        try {
          return Optional.of(any.unpack(type));
        } catch (InvalidProtocolBufferException damaged) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
