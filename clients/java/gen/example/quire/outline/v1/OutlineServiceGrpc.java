package example.quire.outline.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * OutlineService turns a query and context files into an outline.
 * Errors are `google.rpc.Status` with `ErrorInfo`; the reasons and their codes
 * stand at `quire.job.v1.ErrorReason`. Every call may also fail with
 * INVALID_REQUEST, UNAUTHENTICATED, STORE_UNAVAILABLE, DRAINING or INTERNAL.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class OutlineServiceGrpc {

  private OutlineServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "quire.outline.v1.OutlineService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<example.quire.outline.v1.GenerateOutlineRequest,
      example.quire.outline.v1.GenerateOutlineResponse> getGenerateOutlineMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GenerateOutline",
      requestType = example.quire.outline.v1.GenerateOutlineRequest.class,
      responseType = example.quire.outline.v1.GenerateOutlineResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<example.quire.outline.v1.GenerateOutlineRequest,
      example.quire.outline.v1.GenerateOutlineResponse> getGenerateOutlineMethod() {
    io.grpc.MethodDescriptor<example.quire.outline.v1.GenerateOutlineRequest, example.quire.outline.v1.GenerateOutlineResponse> getGenerateOutlineMethod;
    if ((getGenerateOutlineMethod = OutlineServiceGrpc.getGenerateOutlineMethod) == null) {
      synchronized (OutlineServiceGrpc.class) {
        if ((getGenerateOutlineMethod = OutlineServiceGrpc.getGenerateOutlineMethod) == null) {
          OutlineServiceGrpc.getGenerateOutlineMethod = getGenerateOutlineMethod =
              io.grpc.MethodDescriptor.<example.quire.outline.v1.GenerateOutlineRequest, example.quire.outline.v1.GenerateOutlineResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GenerateOutline"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.GenerateOutlineRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.GenerateOutlineResponse.getDefaultInstance()))
              .setSchemaDescriptor(new OutlineServiceMethodDescriptorSupplier("GenerateOutline"))
              .build();
        }
      }
    }
    return getGenerateOutlineMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.outline.v1.GetOutlineRequest,
      example.quire.outline.v1.GetOutlineResponse> getGetOutlineMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetOutline",
      requestType = example.quire.outline.v1.GetOutlineRequest.class,
      responseType = example.quire.outline.v1.GetOutlineResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<example.quire.outline.v1.GetOutlineRequest,
      example.quire.outline.v1.GetOutlineResponse> getGetOutlineMethod() {
    io.grpc.MethodDescriptor<example.quire.outline.v1.GetOutlineRequest, example.quire.outline.v1.GetOutlineResponse> getGetOutlineMethod;
    if ((getGetOutlineMethod = OutlineServiceGrpc.getGetOutlineMethod) == null) {
      synchronized (OutlineServiceGrpc.class) {
        if ((getGetOutlineMethod = OutlineServiceGrpc.getGetOutlineMethod) == null) {
          OutlineServiceGrpc.getGetOutlineMethod = getGetOutlineMethod =
              io.grpc.MethodDescriptor.<example.quire.outline.v1.GetOutlineRequest, example.quire.outline.v1.GetOutlineResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetOutline"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.GetOutlineRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.GetOutlineResponse.getDefaultInstance()))
              .setSchemaDescriptor(new OutlineServiceMethodDescriptorSupplier("GetOutline"))
              .build();
        }
      }
    }
    return getGetOutlineMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.outline.v1.ListOutlinesRequest,
      example.quire.outline.v1.ListOutlinesResponse> getListOutlinesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListOutlines",
      requestType = example.quire.outline.v1.ListOutlinesRequest.class,
      responseType = example.quire.outline.v1.ListOutlinesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<example.quire.outline.v1.ListOutlinesRequest,
      example.quire.outline.v1.ListOutlinesResponse> getListOutlinesMethod() {
    io.grpc.MethodDescriptor<example.quire.outline.v1.ListOutlinesRequest, example.quire.outline.v1.ListOutlinesResponse> getListOutlinesMethod;
    if ((getListOutlinesMethod = OutlineServiceGrpc.getListOutlinesMethod) == null) {
      synchronized (OutlineServiceGrpc.class) {
        if ((getListOutlinesMethod = OutlineServiceGrpc.getListOutlinesMethod) == null) {
          OutlineServiceGrpc.getListOutlinesMethod = getListOutlinesMethod =
              io.grpc.MethodDescriptor.<example.quire.outline.v1.ListOutlinesRequest, example.quire.outline.v1.ListOutlinesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListOutlines"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.ListOutlinesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.ListOutlinesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new OutlineServiceMethodDescriptorSupplier("ListOutlines"))
              .build();
        }
      }
    }
    return getListOutlinesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.outline.v1.WatchOutlineRequest,
      example.quire.outline.v1.WatchOutlineResponse> getWatchOutlineMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchOutline",
      requestType = example.quire.outline.v1.WatchOutlineRequest.class,
      responseType = example.quire.outline.v1.WatchOutlineResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<example.quire.outline.v1.WatchOutlineRequest,
      example.quire.outline.v1.WatchOutlineResponse> getWatchOutlineMethod() {
    io.grpc.MethodDescriptor<example.quire.outline.v1.WatchOutlineRequest, example.quire.outline.v1.WatchOutlineResponse> getWatchOutlineMethod;
    if ((getWatchOutlineMethod = OutlineServiceGrpc.getWatchOutlineMethod) == null) {
      synchronized (OutlineServiceGrpc.class) {
        if ((getWatchOutlineMethod = OutlineServiceGrpc.getWatchOutlineMethod) == null) {
          OutlineServiceGrpc.getWatchOutlineMethod = getWatchOutlineMethod =
              io.grpc.MethodDescriptor.<example.quire.outline.v1.WatchOutlineRequest, example.quire.outline.v1.WatchOutlineResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchOutline"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.WatchOutlineRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.WatchOutlineResponse.getDefaultInstance()))
              .setSchemaDescriptor(new OutlineServiceMethodDescriptorSupplier("WatchOutline"))
              .build();
        }
      }
    }
    return getWatchOutlineMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.outline.v1.WatchJobsRequest,
      example.quire.outline.v1.WatchJobsResponse> getWatchJobsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchJobs",
      requestType = example.quire.outline.v1.WatchJobsRequest.class,
      responseType = example.quire.outline.v1.WatchJobsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<example.quire.outline.v1.WatchJobsRequest,
      example.quire.outline.v1.WatchJobsResponse> getWatchJobsMethod() {
    io.grpc.MethodDescriptor<example.quire.outline.v1.WatchJobsRequest, example.quire.outline.v1.WatchJobsResponse> getWatchJobsMethod;
    if ((getWatchJobsMethod = OutlineServiceGrpc.getWatchJobsMethod) == null) {
      synchronized (OutlineServiceGrpc.class) {
        if ((getWatchJobsMethod = OutlineServiceGrpc.getWatchJobsMethod) == null) {
          OutlineServiceGrpc.getWatchJobsMethod = getWatchJobsMethod =
              io.grpc.MethodDescriptor.<example.quire.outline.v1.WatchJobsRequest, example.quire.outline.v1.WatchJobsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchJobs"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.WatchJobsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.WatchJobsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new OutlineServiceMethodDescriptorSupplier("WatchJobs"))
              .build();
        }
      }
    }
    return getWatchJobsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.outline.v1.ReadSourcesRequest,
      example.quire.outline.v1.ReadSourcesResponse> getReadSourcesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReadSources",
      requestType = example.quire.outline.v1.ReadSourcesRequest.class,
      responseType = example.quire.outline.v1.ReadSourcesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<example.quire.outline.v1.ReadSourcesRequest,
      example.quire.outline.v1.ReadSourcesResponse> getReadSourcesMethod() {
    io.grpc.MethodDescriptor<example.quire.outline.v1.ReadSourcesRequest, example.quire.outline.v1.ReadSourcesResponse> getReadSourcesMethod;
    if ((getReadSourcesMethod = OutlineServiceGrpc.getReadSourcesMethod) == null) {
      synchronized (OutlineServiceGrpc.class) {
        if ((getReadSourcesMethod = OutlineServiceGrpc.getReadSourcesMethod) == null) {
          OutlineServiceGrpc.getReadSourcesMethod = getReadSourcesMethod =
              io.grpc.MethodDescriptor.<example.quire.outline.v1.ReadSourcesRequest, example.quire.outline.v1.ReadSourcesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReadSources"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.ReadSourcesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.ReadSourcesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new OutlineServiceMethodDescriptorSupplier("ReadSources"))
              .build();
        }
      }
    }
    return getReadSourcesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.outline.v1.CancelOutlineRequest,
      example.quire.outline.v1.CancelOutlineResponse> getCancelOutlineMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CancelOutline",
      requestType = example.quire.outline.v1.CancelOutlineRequest.class,
      responseType = example.quire.outline.v1.CancelOutlineResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<example.quire.outline.v1.CancelOutlineRequest,
      example.quire.outline.v1.CancelOutlineResponse> getCancelOutlineMethod() {
    io.grpc.MethodDescriptor<example.quire.outline.v1.CancelOutlineRequest, example.quire.outline.v1.CancelOutlineResponse> getCancelOutlineMethod;
    if ((getCancelOutlineMethod = OutlineServiceGrpc.getCancelOutlineMethod) == null) {
      synchronized (OutlineServiceGrpc.class) {
        if ((getCancelOutlineMethod = OutlineServiceGrpc.getCancelOutlineMethod) == null) {
          OutlineServiceGrpc.getCancelOutlineMethod = getCancelOutlineMethod =
              io.grpc.MethodDescriptor.<example.quire.outline.v1.CancelOutlineRequest, example.quire.outline.v1.CancelOutlineResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CancelOutline"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.CancelOutlineRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.CancelOutlineResponse.getDefaultInstance()))
              .setSchemaDescriptor(new OutlineServiceMethodDescriptorSupplier("CancelOutline"))
              .build();
        }
      }
    }
    return getCancelOutlineMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.outline.v1.RetryOutlineRequest,
      example.quire.outline.v1.RetryOutlineResponse> getRetryOutlineMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RetryOutline",
      requestType = example.quire.outline.v1.RetryOutlineRequest.class,
      responseType = example.quire.outline.v1.RetryOutlineResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<example.quire.outline.v1.RetryOutlineRequest,
      example.quire.outline.v1.RetryOutlineResponse> getRetryOutlineMethod() {
    io.grpc.MethodDescriptor<example.quire.outline.v1.RetryOutlineRequest, example.quire.outline.v1.RetryOutlineResponse> getRetryOutlineMethod;
    if ((getRetryOutlineMethod = OutlineServiceGrpc.getRetryOutlineMethod) == null) {
      synchronized (OutlineServiceGrpc.class) {
        if ((getRetryOutlineMethod = OutlineServiceGrpc.getRetryOutlineMethod) == null) {
          OutlineServiceGrpc.getRetryOutlineMethod = getRetryOutlineMethod =
              io.grpc.MethodDescriptor.<example.quire.outline.v1.RetryOutlineRequest, example.quire.outline.v1.RetryOutlineResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RetryOutline"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.RetryOutlineRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.RetryOutlineResponse.getDefaultInstance()))
              .setSchemaDescriptor(new OutlineServiceMethodDescriptorSupplier("RetryOutline"))
              .build();
        }
      }
    }
    return getRetryOutlineMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.outline.v1.DeleteOutlineRequest,
      example.quire.outline.v1.DeleteOutlineResponse> getDeleteOutlineMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteOutline",
      requestType = example.quire.outline.v1.DeleteOutlineRequest.class,
      responseType = example.quire.outline.v1.DeleteOutlineResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<example.quire.outline.v1.DeleteOutlineRequest,
      example.quire.outline.v1.DeleteOutlineResponse> getDeleteOutlineMethod() {
    io.grpc.MethodDescriptor<example.quire.outline.v1.DeleteOutlineRequest, example.quire.outline.v1.DeleteOutlineResponse> getDeleteOutlineMethod;
    if ((getDeleteOutlineMethod = OutlineServiceGrpc.getDeleteOutlineMethod) == null) {
      synchronized (OutlineServiceGrpc.class) {
        if ((getDeleteOutlineMethod = OutlineServiceGrpc.getDeleteOutlineMethod) == null) {
          OutlineServiceGrpc.getDeleteOutlineMethod = getDeleteOutlineMethod =
              io.grpc.MethodDescriptor.<example.quire.outline.v1.DeleteOutlineRequest, example.quire.outline.v1.DeleteOutlineResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteOutline"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.DeleteOutlineRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.DeleteOutlineResponse.getDefaultInstance()))
              .setSchemaDescriptor(new OutlineServiceMethodDescriptorSupplier("DeleteOutline"))
              .build();
        }
      }
    }
    return getDeleteOutlineMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.outline.v1.GetQueueRequest,
      example.quire.outline.v1.GetQueueResponse> getGetQueueMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetQueue",
      requestType = example.quire.outline.v1.GetQueueRequest.class,
      responseType = example.quire.outline.v1.GetQueueResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<example.quire.outline.v1.GetQueueRequest,
      example.quire.outline.v1.GetQueueResponse> getGetQueueMethod() {
    io.grpc.MethodDescriptor<example.quire.outline.v1.GetQueueRequest, example.quire.outline.v1.GetQueueResponse> getGetQueueMethod;
    if ((getGetQueueMethod = OutlineServiceGrpc.getGetQueueMethod) == null) {
      synchronized (OutlineServiceGrpc.class) {
        if ((getGetQueueMethod = OutlineServiceGrpc.getGetQueueMethod) == null) {
          OutlineServiceGrpc.getGetQueueMethod = getGetQueueMethod =
              io.grpc.MethodDescriptor.<example.quire.outline.v1.GetQueueRequest, example.quire.outline.v1.GetQueueResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetQueue"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.GetQueueRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.outline.v1.GetQueueResponse.getDefaultInstance()))
              .setSchemaDescriptor(new OutlineServiceMethodDescriptorSupplier("GetQueue"))
              .build();
        }
      }
    }
    return getGetQueueMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static OutlineServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<OutlineServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<OutlineServiceStub>() {
        @java.lang.Override
        public OutlineServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new OutlineServiceStub(channel, callOptions);
        }
      };
    return OutlineServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static OutlineServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<OutlineServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<OutlineServiceBlockingV2Stub>() {
        @java.lang.Override
        public OutlineServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new OutlineServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return OutlineServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static OutlineServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<OutlineServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<OutlineServiceBlockingStub>() {
        @java.lang.Override
        public OutlineServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new OutlineServiceBlockingStub(channel, callOptions);
        }
      };
    return OutlineServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static OutlineServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<OutlineServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<OutlineServiceFutureStub>() {
        @java.lang.Override
        public OutlineServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new OutlineServiceFutureStub(channel, callOptions);
        }
      };
    return OutlineServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * OutlineService turns a query and context files into an outline.
   * Errors are `google.rpc.Status` with `ErrorInfo`; the reasons and their codes
   * stand at `quire.job.v1.ErrorReason`. Every call may also fail with
   * INVALID_REQUEST, UNAUTHENTICATED, STORE_UNAVAILABLE, DRAINING or INTERNAL.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Submits a job and returns as soon as it is recorded. Repeating the call with
     * the same id and the same request returns the same job.
     * Reasons: JOB_EXISTS, NOT_SUPPORTED, STORE_FULL, FILE_*.
     * </pre>
     */
    default void generateOutline(example.quire.outline.v1.GenerateOutlineRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.GenerateOutlineResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGenerateOutlineMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns a job and, once it has succeeded, its outline.
     * Reasons: JOB_NOT_FOUND, RESULT_EXPIRED.
     * </pre>
     */
    default void getOutline(example.quire.outline.v1.GetOutlineRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.GetOutlineResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetOutlineMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns the caller's outline jobs, the newest first.
     * Reasons: INVALID_PAGE_TOKEN.
     * </pre>
     */
    default void listOutlines(example.quire.outline.v1.ListOutlinesRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.ListOutlinesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListOutlinesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Streams the events of a job from the place asked for until its terminal
     * event, then ends with OK.
     * Reasons: JOB_NOT_FOUND, CURSOR_OUT_OF_RANGE, WATCH_LIMIT.
     * </pre>
     */
    default void watchOutline(example.quire.outline.v1.WatchOutlineRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.WatchOutlineResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchOutlineMethod(), responseObserver);
    }

    /**
     * <pre>
     * Streams the events of many outline jobs of the caller: of those named, and of all
     * that bear some labels. For each job the promises of WatchOutline hold; between
     * jobs there is no order. Ends with OK when all jobs have ended, if no selector is
     * given; else it goes on.
     * Reasons: WATCH_LIMIT, INVALID_PAGE_TOKEN (of the resume token).
     * </pre>
     */
    default void watchJobs(example.quire.outline.v1.WatchJobsRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.WatchJobsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchJobsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Streams the stored texts of the sources of a finished outline, source by
     * source, each in pieces.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_FINISHED, JOB_HAS_NO_RESULT, RESULT_EXPIRED.
     * </pre>
     */
    default void readSources(example.quire.outline.v1.ReadSourcesRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.ReadSourcesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReadSourcesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Asks for the end of a job. A queued job ends at once, a running one when its
     * worker confirms; an ended one stays as it is.
     * Reasons: JOB_NOT_FOUND.
     * </pre>
     */
    default void cancelOutline(example.quire.outline.v1.CancelOutlineRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.CancelOutlineResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCancelOutlineMethod(), responseObserver);
    }

    /**
     * <pre>
     * Submits a new job with the request of a failed, cancelled or partial one. It
     * inherits the steps that the old job has finished, so none is done again.
     * Repeating the call with the same `new_job_id` returns the same job.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_RETRYABLE, JOB_EXISTS, RESULT_EXPIRED,
     * NOT_SUPPORTED, STORE_FULL.
     * </pre>
     */
    default void retryOutline(example.quire.outline.v1.RetryOutlineRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.RetryOutlineResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRetryOutlineMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes an ended job with its events and its result.
     * Reasons: JOB_NOT_FOUND, JOB_ACTIVE.
     * </pre>
     */
    default void deleteOutline(example.quire.outline.v1.DeleteOutlineRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.DeleteOutlineResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteOutlineMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns how much there is to do for this service and who does it, whoever
     * the jobs belong to. Meant for monitors, which may ask once a second.
     * </pre>
     */
    default void getQueue(example.quire.outline.v1.GetQueueRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.GetQueueResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetQueueMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service OutlineService.
   * <pre>
   * OutlineService turns a query and context files into an outline.
   * Errors are `google.rpc.Status` with `ErrorInfo`; the reasons and their codes
   * stand at `quire.job.v1.ErrorReason`. Every call may also fail with
   * INVALID_REQUEST, UNAUTHENTICATED, STORE_UNAVAILABLE, DRAINING or INTERNAL.
   * </pre>
   */
  public static abstract class OutlineServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return OutlineServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service OutlineService.
   * <pre>
   * OutlineService turns a query and context files into an outline.
   * Errors are `google.rpc.Status` with `ErrorInfo`; the reasons and their codes
   * stand at `quire.job.v1.ErrorReason`. Every call may also fail with
   * INVALID_REQUEST, UNAUTHENTICATED, STORE_UNAVAILABLE, DRAINING or INTERNAL.
   * </pre>
   */
  public static final class OutlineServiceStub
      extends io.grpc.stub.AbstractAsyncStub<OutlineServiceStub> {
    private OutlineServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected OutlineServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new OutlineServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Submits a job and returns as soon as it is recorded. Repeating the call with
     * the same id and the same request returns the same job.
     * Reasons: JOB_EXISTS, NOT_SUPPORTED, STORE_FULL, FILE_*.
     * </pre>
     */
    public void generateOutline(example.quire.outline.v1.GenerateOutlineRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.GenerateOutlineResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGenerateOutlineMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns a job and, once it has succeeded, its outline.
     * Reasons: JOB_NOT_FOUND, RESULT_EXPIRED.
     * </pre>
     */
    public void getOutline(example.quire.outline.v1.GetOutlineRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.GetOutlineResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetOutlineMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns the caller's outline jobs, the newest first.
     * Reasons: INVALID_PAGE_TOKEN.
     * </pre>
     */
    public void listOutlines(example.quire.outline.v1.ListOutlinesRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.ListOutlinesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListOutlinesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Streams the events of a job from the place asked for until its terminal
     * event, then ends with OK.
     * Reasons: JOB_NOT_FOUND, CURSOR_OUT_OF_RANGE, WATCH_LIMIT.
     * </pre>
     */
    public void watchOutline(example.quire.outline.v1.WatchOutlineRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.WatchOutlineResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchOutlineMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Streams the events of many outline jobs of the caller: of those named, and of all
     * that bear some labels. For each job the promises of WatchOutline hold; between
     * jobs there is no order. Ends with OK when all jobs have ended, if no selector is
     * given; else it goes on.
     * Reasons: WATCH_LIMIT, INVALID_PAGE_TOKEN (of the resume token).
     * </pre>
     */
    public void watchJobs(example.quire.outline.v1.WatchJobsRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.WatchJobsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchJobsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Streams the stored texts of the sources of a finished outline, source by
     * source, each in pieces.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_FINISHED, JOB_HAS_NO_RESULT, RESULT_EXPIRED.
     * </pre>
     */
    public void readSources(example.quire.outline.v1.ReadSourcesRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.ReadSourcesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getReadSourcesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Asks for the end of a job. A queued job ends at once, a running one when its
     * worker confirms; an ended one stays as it is.
     * Reasons: JOB_NOT_FOUND.
     * </pre>
     */
    public void cancelOutline(example.quire.outline.v1.CancelOutlineRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.CancelOutlineResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCancelOutlineMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Submits a new job with the request of a failed, cancelled or partial one. It
     * inherits the steps that the old job has finished, so none is done again.
     * Repeating the call with the same `new_job_id` returns the same job.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_RETRYABLE, JOB_EXISTS, RESULT_EXPIRED,
     * NOT_SUPPORTED, STORE_FULL.
     * </pre>
     */
    public void retryOutline(example.quire.outline.v1.RetryOutlineRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.RetryOutlineResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRetryOutlineMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes an ended job with its events and its result.
     * Reasons: JOB_NOT_FOUND, JOB_ACTIVE.
     * </pre>
     */
    public void deleteOutline(example.quire.outline.v1.DeleteOutlineRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.DeleteOutlineResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteOutlineMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns how much there is to do for this service and who does it, whoever
     * the jobs belong to. Meant for monitors, which may ask once a second.
     * </pre>
     */
    public void getQueue(example.quire.outline.v1.GetQueueRequest request,
        io.grpc.stub.StreamObserver<example.quire.outline.v1.GetQueueResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetQueueMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service OutlineService.
   * <pre>
   * OutlineService turns a query and context files into an outline.
   * Errors are `google.rpc.Status` with `ErrorInfo`; the reasons and their codes
   * stand at `quire.job.v1.ErrorReason`. Every call may also fail with
   * INVALID_REQUEST, UNAUTHENTICATED, STORE_UNAVAILABLE, DRAINING or INTERNAL.
   * </pre>
   */
  public static final class OutlineServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<OutlineServiceBlockingV2Stub> {
    private OutlineServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected OutlineServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new OutlineServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Submits a job and returns as soon as it is recorded. Repeating the call with
     * the same id and the same request returns the same job.
     * Reasons: JOB_EXISTS, NOT_SUPPORTED, STORE_FULL, FILE_*.
     * </pre>
     */
    public example.quire.outline.v1.GenerateOutlineResponse generateOutline(example.quire.outline.v1.GenerateOutlineRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGenerateOutlineMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns a job and, once it has succeeded, its outline.
     * Reasons: JOB_NOT_FOUND, RESULT_EXPIRED.
     * </pre>
     */
    public example.quire.outline.v1.GetOutlineResponse getOutline(example.quire.outline.v1.GetOutlineRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetOutlineMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns the caller's outline jobs, the newest first.
     * Reasons: INVALID_PAGE_TOKEN.
     * </pre>
     */
    public example.quire.outline.v1.ListOutlinesResponse listOutlines(example.quire.outline.v1.ListOutlinesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListOutlinesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams the events of a job from the place asked for until its terminal
     * event, then ends with OK.
     * Reasons: JOB_NOT_FOUND, CURSOR_OUT_OF_RANGE, WATCH_LIMIT.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, example.quire.outline.v1.WatchOutlineResponse>
        watchOutline(example.quire.outline.v1.WatchOutlineRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchOutlineMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams the events of many outline jobs of the caller: of those named, and of all
     * that bear some labels. For each job the promises of WatchOutline hold; between
     * jobs there is no order. Ends with OK when all jobs have ended, if no selector is
     * given; else it goes on.
     * Reasons: WATCH_LIMIT, INVALID_PAGE_TOKEN (of the resume token).
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, example.quire.outline.v1.WatchJobsResponse>
        watchJobs(example.quire.outline.v1.WatchJobsRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchJobsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams the stored texts of the sources of a finished outline, source by
     * source, each in pieces.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_FINISHED, JOB_HAS_NO_RESULT, RESULT_EXPIRED.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, example.quire.outline.v1.ReadSourcesResponse>
        readSources(example.quire.outline.v1.ReadSourcesRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getReadSourcesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Asks for the end of a job. A queued job ends at once, a running one when its
     * worker confirms; an ended one stays as it is.
     * Reasons: JOB_NOT_FOUND.
     * </pre>
     */
    public example.quire.outline.v1.CancelOutlineResponse cancelOutline(example.quire.outline.v1.CancelOutlineRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCancelOutlineMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Submits a new job with the request of a failed, cancelled or partial one. It
     * inherits the steps that the old job has finished, so none is done again.
     * Repeating the call with the same `new_job_id` returns the same job.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_RETRYABLE, JOB_EXISTS, RESULT_EXPIRED,
     * NOT_SUPPORTED, STORE_FULL.
     * </pre>
     */
    public example.quire.outline.v1.RetryOutlineResponse retryOutline(example.quire.outline.v1.RetryOutlineRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRetryOutlineMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes an ended job with its events and its result.
     * Reasons: JOB_NOT_FOUND, JOB_ACTIVE.
     * </pre>
     */
    public example.quire.outline.v1.DeleteOutlineResponse deleteOutline(example.quire.outline.v1.DeleteOutlineRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteOutlineMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns how much there is to do for this service and who does it, whoever
     * the jobs belong to. Meant for monitors, which may ask once a second.
     * </pre>
     */
    public example.quire.outline.v1.GetQueueResponse getQueue(example.quire.outline.v1.GetQueueRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetQueueMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service OutlineService.
   * <pre>
   * OutlineService turns a query and context files into an outline.
   * Errors are `google.rpc.Status` with `ErrorInfo`; the reasons and their codes
   * stand at `quire.job.v1.ErrorReason`. Every call may also fail with
   * INVALID_REQUEST, UNAUTHENTICATED, STORE_UNAVAILABLE, DRAINING or INTERNAL.
   * </pre>
   */
  public static final class OutlineServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<OutlineServiceBlockingStub> {
    private OutlineServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected OutlineServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new OutlineServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Submits a job and returns as soon as it is recorded. Repeating the call with
     * the same id and the same request returns the same job.
     * Reasons: JOB_EXISTS, NOT_SUPPORTED, STORE_FULL, FILE_*.
     * </pre>
     */
    public example.quire.outline.v1.GenerateOutlineResponse generateOutline(example.quire.outline.v1.GenerateOutlineRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGenerateOutlineMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns a job and, once it has succeeded, its outline.
     * Reasons: JOB_NOT_FOUND, RESULT_EXPIRED.
     * </pre>
     */
    public example.quire.outline.v1.GetOutlineResponse getOutline(example.quire.outline.v1.GetOutlineRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetOutlineMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns the caller's outline jobs, the newest first.
     * Reasons: INVALID_PAGE_TOKEN.
     * </pre>
     */
    public example.quire.outline.v1.ListOutlinesResponse listOutlines(example.quire.outline.v1.ListOutlinesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListOutlinesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams the events of a job from the place asked for until its terminal
     * event, then ends with OK.
     * Reasons: JOB_NOT_FOUND, CURSOR_OUT_OF_RANGE, WATCH_LIMIT.
     * </pre>
     */
    public java.util.Iterator<example.quire.outline.v1.WatchOutlineResponse> watchOutline(
        example.quire.outline.v1.WatchOutlineRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchOutlineMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams the events of many outline jobs of the caller: of those named, and of all
     * that bear some labels. For each job the promises of WatchOutline hold; between
     * jobs there is no order. Ends with OK when all jobs have ended, if no selector is
     * given; else it goes on.
     * Reasons: WATCH_LIMIT, INVALID_PAGE_TOKEN (of the resume token).
     * </pre>
     */
    public java.util.Iterator<example.quire.outline.v1.WatchJobsResponse> watchJobs(
        example.quire.outline.v1.WatchJobsRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchJobsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams the stored texts of the sources of a finished outline, source by
     * source, each in pieces.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_FINISHED, JOB_HAS_NO_RESULT, RESULT_EXPIRED.
     * </pre>
     */
    public java.util.Iterator<example.quire.outline.v1.ReadSourcesResponse> readSources(
        example.quire.outline.v1.ReadSourcesRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getReadSourcesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Asks for the end of a job. A queued job ends at once, a running one when its
     * worker confirms; an ended one stays as it is.
     * Reasons: JOB_NOT_FOUND.
     * </pre>
     */
    public example.quire.outline.v1.CancelOutlineResponse cancelOutline(example.quire.outline.v1.CancelOutlineRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCancelOutlineMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Submits a new job with the request of a failed, cancelled or partial one. It
     * inherits the steps that the old job has finished, so none is done again.
     * Repeating the call with the same `new_job_id` returns the same job.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_RETRYABLE, JOB_EXISTS, RESULT_EXPIRED,
     * NOT_SUPPORTED, STORE_FULL.
     * </pre>
     */
    public example.quire.outline.v1.RetryOutlineResponse retryOutline(example.quire.outline.v1.RetryOutlineRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRetryOutlineMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes an ended job with its events and its result.
     * Reasons: JOB_NOT_FOUND, JOB_ACTIVE.
     * </pre>
     */
    public example.quire.outline.v1.DeleteOutlineResponse deleteOutline(example.quire.outline.v1.DeleteOutlineRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteOutlineMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns how much there is to do for this service and who does it, whoever
     * the jobs belong to. Meant for monitors, which may ask once a second.
     * </pre>
     */
    public example.quire.outline.v1.GetQueueResponse getQueue(example.quire.outline.v1.GetQueueRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetQueueMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service OutlineService.
   * <pre>
   * OutlineService turns a query and context files into an outline.
   * Errors are `google.rpc.Status` with `ErrorInfo`; the reasons and their codes
   * stand at `quire.job.v1.ErrorReason`. Every call may also fail with
   * INVALID_REQUEST, UNAUTHENTICATED, STORE_UNAVAILABLE, DRAINING or INTERNAL.
   * </pre>
   */
  public static final class OutlineServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<OutlineServiceFutureStub> {
    private OutlineServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected OutlineServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new OutlineServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Submits a job and returns as soon as it is recorded. Repeating the call with
     * the same id and the same request returns the same job.
     * Reasons: JOB_EXISTS, NOT_SUPPORTED, STORE_FULL, FILE_*.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<example.quire.outline.v1.GenerateOutlineResponse> generateOutline(
        example.quire.outline.v1.GenerateOutlineRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGenerateOutlineMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns a job and, once it has succeeded, its outline.
     * Reasons: JOB_NOT_FOUND, RESULT_EXPIRED.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<example.quire.outline.v1.GetOutlineResponse> getOutline(
        example.quire.outline.v1.GetOutlineRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetOutlineMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns the caller's outline jobs, the newest first.
     * Reasons: INVALID_PAGE_TOKEN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<example.quire.outline.v1.ListOutlinesResponse> listOutlines(
        example.quire.outline.v1.ListOutlinesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListOutlinesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Asks for the end of a job. A queued job ends at once, a running one when its
     * worker confirms; an ended one stays as it is.
     * Reasons: JOB_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<example.quire.outline.v1.CancelOutlineResponse> cancelOutline(
        example.quire.outline.v1.CancelOutlineRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCancelOutlineMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Submits a new job with the request of a failed, cancelled or partial one. It
     * inherits the steps that the old job has finished, so none is done again.
     * Repeating the call with the same `new_job_id` returns the same job.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_RETRYABLE, JOB_EXISTS, RESULT_EXPIRED,
     * NOT_SUPPORTED, STORE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<example.quire.outline.v1.RetryOutlineResponse> retryOutline(
        example.quire.outline.v1.RetryOutlineRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRetryOutlineMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes an ended job with its events and its result.
     * Reasons: JOB_NOT_FOUND, JOB_ACTIVE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<example.quire.outline.v1.DeleteOutlineResponse> deleteOutline(
        example.quire.outline.v1.DeleteOutlineRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteOutlineMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns how much there is to do for this service and who does it, whoever
     * the jobs belong to. Meant for monitors, which may ask once a second.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<example.quire.outline.v1.GetQueueResponse> getQueue(
        example.quire.outline.v1.GetQueueRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetQueueMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GENERATE_OUTLINE = 0;
  private static final int METHODID_GET_OUTLINE = 1;
  private static final int METHODID_LIST_OUTLINES = 2;
  private static final int METHODID_WATCH_OUTLINE = 3;
  private static final int METHODID_WATCH_JOBS = 4;
  private static final int METHODID_READ_SOURCES = 5;
  private static final int METHODID_CANCEL_OUTLINE = 6;
  private static final int METHODID_RETRY_OUTLINE = 7;
  private static final int METHODID_DELETE_OUTLINE = 8;
  private static final int METHODID_GET_QUEUE = 9;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_GENERATE_OUTLINE:
          serviceImpl.generateOutline((example.quire.outline.v1.GenerateOutlineRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.outline.v1.GenerateOutlineResponse>) responseObserver);
          break;
        case METHODID_GET_OUTLINE:
          serviceImpl.getOutline((example.quire.outline.v1.GetOutlineRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.outline.v1.GetOutlineResponse>) responseObserver);
          break;
        case METHODID_LIST_OUTLINES:
          serviceImpl.listOutlines((example.quire.outline.v1.ListOutlinesRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.outline.v1.ListOutlinesResponse>) responseObserver);
          break;
        case METHODID_WATCH_OUTLINE:
          serviceImpl.watchOutline((example.quire.outline.v1.WatchOutlineRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.outline.v1.WatchOutlineResponse>) responseObserver);
          break;
        case METHODID_WATCH_JOBS:
          serviceImpl.watchJobs((example.quire.outline.v1.WatchJobsRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.outline.v1.WatchJobsResponse>) responseObserver);
          break;
        case METHODID_READ_SOURCES:
          serviceImpl.readSources((example.quire.outline.v1.ReadSourcesRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.outline.v1.ReadSourcesResponse>) responseObserver);
          break;
        case METHODID_CANCEL_OUTLINE:
          serviceImpl.cancelOutline((example.quire.outline.v1.CancelOutlineRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.outline.v1.CancelOutlineResponse>) responseObserver);
          break;
        case METHODID_RETRY_OUTLINE:
          serviceImpl.retryOutline((example.quire.outline.v1.RetryOutlineRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.outline.v1.RetryOutlineResponse>) responseObserver);
          break;
        case METHODID_DELETE_OUTLINE:
          serviceImpl.deleteOutline((example.quire.outline.v1.DeleteOutlineRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.outline.v1.DeleteOutlineResponse>) responseObserver);
          break;
        case METHODID_GET_QUEUE:
          serviceImpl.getQueue((example.quire.outline.v1.GetQueueRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.outline.v1.GetQueueResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getGenerateOutlineMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              example.quire.outline.v1.GenerateOutlineRequest,
              example.quire.outline.v1.GenerateOutlineResponse>(
                service, METHODID_GENERATE_OUTLINE)))
        .addMethod(
          getGetOutlineMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              example.quire.outline.v1.GetOutlineRequest,
              example.quire.outline.v1.GetOutlineResponse>(
                service, METHODID_GET_OUTLINE)))
        .addMethod(
          getListOutlinesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              example.quire.outline.v1.ListOutlinesRequest,
              example.quire.outline.v1.ListOutlinesResponse>(
                service, METHODID_LIST_OUTLINES)))
        .addMethod(
          getWatchOutlineMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              example.quire.outline.v1.WatchOutlineRequest,
              example.quire.outline.v1.WatchOutlineResponse>(
                service, METHODID_WATCH_OUTLINE)))
        .addMethod(
          getWatchJobsMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              example.quire.outline.v1.WatchJobsRequest,
              example.quire.outline.v1.WatchJobsResponse>(
                service, METHODID_WATCH_JOBS)))
        .addMethod(
          getReadSourcesMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              example.quire.outline.v1.ReadSourcesRequest,
              example.quire.outline.v1.ReadSourcesResponse>(
                service, METHODID_READ_SOURCES)))
        .addMethod(
          getCancelOutlineMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              example.quire.outline.v1.CancelOutlineRequest,
              example.quire.outline.v1.CancelOutlineResponse>(
                service, METHODID_CANCEL_OUTLINE)))
        .addMethod(
          getRetryOutlineMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              example.quire.outline.v1.RetryOutlineRequest,
              example.quire.outline.v1.RetryOutlineResponse>(
                service, METHODID_RETRY_OUTLINE)))
        .addMethod(
          getDeleteOutlineMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              example.quire.outline.v1.DeleteOutlineRequest,
              example.quire.outline.v1.DeleteOutlineResponse>(
                service, METHODID_DELETE_OUTLINE)))
        .addMethod(
          getGetQueueMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              example.quire.outline.v1.GetQueueRequest,
              example.quire.outline.v1.GetQueueResponse>(
                service, METHODID_GET_QUEUE)))
        .build();
  }

  private static abstract class OutlineServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    OutlineServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return example.quire.outline.v1.OutlineServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("OutlineService");
    }
  }

  private static final class OutlineServiceFileDescriptorSupplier
      extends OutlineServiceBaseDescriptorSupplier {
    OutlineServiceFileDescriptorSupplier() {}
  }

  private static final class OutlineServiceMethodDescriptorSupplier
      extends OutlineServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    OutlineServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (OutlineServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new OutlineServiceFileDescriptorSupplier())
              .addMethod(getGenerateOutlineMethod())
              .addMethod(getGetOutlineMethod())
              .addMethod(getListOutlinesMethod())
              .addMethod(getWatchOutlineMethod())
              .addMethod(getWatchJobsMethod())
              .addMethod(getReadSourcesMethod())
              .addMethod(getCancelOutlineMethod())
              .addMethod(getRetryOutlineMethod())
              .addMethod(getDeleteOutlineMethod())
              .addMethod(getGetQueueMethod())
              .build();
        }
      }
    }
    return result;
  }
}
