package example.quire.document.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * DocumentService turns an outline into a finished document.
 * Errors are `google.rpc.Status` with `ErrorInfo`; the reasons and their codes
 * stand at `quire.job.v1.ErrorReason`. Every call may also fail with
 * INVALID_REQUEST, UNAUTHENTICATED, STORE_UNAVAILABLE, DRAINING or INTERNAL.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class DocumentServiceGrpc {

  private DocumentServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "quire.document.v1.DocumentService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<example.quire.document.v1.GenerateDocumentRequest,
      example.quire.document.v1.GenerateDocumentResponse> getGenerateDocumentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GenerateDocument",
      requestType = example.quire.document.v1.GenerateDocumentRequest.class,
      responseType = example.quire.document.v1.GenerateDocumentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<example.quire.document.v1.GenerateDocumentRequest,
      example.quire.document.v1.GenerateDocumentResponse> getGenerateDocumentMethod() {
    io.grpc.MethodDescriptor<example.quire.document.v1.GenerateDocumentRequest, example.quire.document.v1.GenerateDocumentResponse> getGenerateDocumentMethod;
    if ((getGenerateDocumentMethod = DocumentServiceGrpc.getGenerateDocumentMethod) == null) {
      synchronized (DocumentServiceGrpc.class) {
        if ((getGenerateDocumentMethod = DocumentServiceGrpc.getGenerateDocumentMethod) == null) {
          DocumentServiceGrpc.getGenerateDocumentMethod = getGenerateDocumentMethod =
              io.grpc.MethodDescriptor.<example.quire.document.v1.GenerateDocumentRequest, example.quire.document.v1.GenerateDocumentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GenerateDocument"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.GenerateDocumentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.GenerateDocumentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DocumentServiceMethodDescriptorSupplier("GenerateDocument"))
              .build();
        }
      }
    }
    return getGenerateDocumentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.document.v1.GetDocumentRequest,
      example.quire.document.v1.GetDocumentResponse> getGetDocumentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetDocument",
      requestType = example.quire.document.v1.GetDocumentRequest.class,
      responseType = example.quire.document.v1.GetDocumentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<example.quire.document.v1.GetDocumentRequest,
      example.quire.document.v1.GetDocumentResponse> getGetDocumentMethod() {
    io.grpc.MethodDescriptor<example.quire.document.v1.GetDocumentRequest, example.quire.document.v1.GetDocumentResponse> getGetDocumentMethod;
    if ((getGetDocumentMethod = DocumentServiceGrpc.getGetDocumentMethod) == null) {
      synchronized (DocumentServiceGrpc.class) {
        if ((getGetDocumentMethod = DocumentServiceGrpc.getGetDocumentMethod) == null) {
          DocumentServiceGrpc.getGetDocumentMethod = getGetDocumentMethod =
              io.grpc.MethodDescriptor.<example.quire.document.v1.GetDocumentRequest, example.quire.document.v1.GetDocumentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetDocument"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.GetDocumentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.GetDocumentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DocumentServiceMethodDescriptorSupplier("GetDocument"))
              .build();
        }
      }
    }
    return getGetDocumentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.document.v1.ListDocumentsRequest,
      example.quire.document.v1.ListDocumentsResponse> getListDocumentsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListDocuments",
      requestType = example.quire.document.v1.ListDocumentsRequest.class,
      responseType = example.quire.document.v1.ListDocumentsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<example.quire.document.v1.ListDocumentsRequest,
      example.quire.document.v1.ListDocumentsResponse> getListDocumentsMethod() {
    io.grpc.MethodDescriptor<example.quire.document.v1.ListDocumentsRequest, example.quire.document.v1.ListDocumentsResponse> getListDocumentsMethod;
    if ((getListDocumentsMethod = DocumentServiceGrpc.getListDocumentsMethod) == null) {
      synchronized (DocumentServiceGrpc.class) {
        if ((getListDocumentsMethod = DocumentServiceGrpc.getListDocumentsMethod) == null) {
          DocumentServiceGrpc.getListDocumentsMethod = getListDocumentsMethod =
              io.grpc.MethodDescriptor.<example.quire.document.v1.ListDocumentsRequest, example.quire.document.v1.ListDocumentsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListDocuments"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.ListDocumentsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.ListDocumentsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DocumentServiceMethodDescriptorSupplier("ListDocuments"))
              .build();
        }
      }
    }
    return getListDocumentsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.document.v1.WatchDocumentRequest,
      example.quire.document.v1.WatchDocumentResponse> getWatchDocumentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchDocument",
      requestType = example.quire.document.v1.WatchDocumentRequest.class,
      responseType = example.quire.document.v1.WatchDocumentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<example.quire.document.v1.WatchDocumentRequest,
      example.quire.document.v1.WatchDocumentResponse> getWatchDocumentMethod() {
    io.grpc.MethodDescriptor<example.quire.document.v1.WatchDocumentRequest, example.quire.document.v1.WatchDocumentResponse> getWatchDocumentMethod;
    if ((getWatchDocumentMethod = DocumentServiceGrpc.getWatchDocumentMethod) == null) {
      synchronized (DocumentServiceGrpc.class) {
        if ((getWatchDocumentMethod = DocumentServiceGrpc.getWatchDocumentMethod) == null) {
          DocumentServiceGrpc.getWatchDocumentMethod = getWatchDocumentMethod =
              io.grpc.MethodDescriptor.<example.quire.document.v1.WatchDocumentRequest, example.quire.document.v1.WatchDocumentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchDocument"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.WatchDocumentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.WatchDocumentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DocumentServiceMethodDescriptorSupplier("WatchDocument"))
              .build();
        }
      }
    }
    return getWatchDocumentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.document.v1.WatchJobsRequest,
      example.quire.document.v1.WatchJobsResponse> getWatchJobsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchJobs",
      requestType = example.quire.document.v1.WatchJobsRequest.class,
      responseType = example.quire.document.v1.WatchJobsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<example.quire.document.v1.WatchJobsRequest,
      example.quire.document.v1.WatchJobsResponse> getWatchJobsMethod() {
    io.grpc.MethodDescriptor<example.quire.document.v1.WatchJobsRequest, example.quire.document.v1.WatchJobsResponse> getWatchJobsMethod;
    if ((getWatchJobsMethod = DocumentServiceGrpc.getWatchJobsMethod) == null) {
      synchronized (DocumentServiceGrpc.class) {
        if ((getWatchJobsMethod = DocumentServiceGrpc.getWatchJobsMethod) == null) {
          DocumentServiceGrpc.getWatchJobsMethod = getWatchJobsMethod =
              io.grpc.MethodDescriptor.<example.quire.document.v1.WatchJobsRequest, example.quire.document.v1.WatchJobsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchJobs"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.WatchJobsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.WatchJobsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DocumentServiceMethodDescriptorSupplier("WatchJobs"))
              .build();
        }
      }
    }
    return getWatchJobsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.document.v1.ReadDocumentRequest,
      example.quire.document.v1.ReadDocumentResponse> getReadDocumentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReadDocument",
      requestType = example.quire.document.v1.ReadDocumentRequest.class,
      responseType = example.quire.document.v1.ReadDocumentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<example.quire.document.v1.ReadDocumentRequest,
      example.quire.document.v1.ReadDocumentResponse> getReadDocumentMethod() {
    io.grpc.MethodDescriptor<example.quire.document.v1.ReadDocumentRequest, example.quire.document.v1.ReadDocumentResponse> getReadDocumentMethod;
    if ((getReadDocumentMethod = DocumentServiceGrpc.getReadDocumentMethod) == null) {
      synchronized (DocumentServiceGrpc.class) {
        if ((getReadDocumentMethod = DocumentServiceGrpc.getReadDocumentMethod) == null) {
          DocumentServiceGrpc.getReadDocumentMethod = getReadDocumentMethod =
              io.grpc.MethodDescriptor.<example.quire.document.v1.ReadDocumentRequest, example.quire.document.v1.ReadDocumentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReadDocument"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.ReadDocumentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.ReadDocumentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DocumentServiceMethodDescriptorSupplier("ReadDocument"))
              .build();
        }
      }
    }
    return getReadDocumentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.document.v1.DownloadDocumentRequest,
      example.quire.document.v1.DownloadDocumentResponse> getDownloadDocumentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DownloadDocument",
      requestType = example.quire.document.v1.DownloadDocumentRequest.class,
      responseType = example.quire.document.v1.DownloadDocumentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<example.quire.document.v1.DownloadDocumentRequest,
      example.quire.document.v1.DownloadDocumentResponse> getDownloadDocumentMethod() {
    io.grpc.MethodDescriptor<example.quire.document.v1.DownloadDocumentRequest, example.quire.document.v1.DownloadDocumentResponse> getDownloadDocumentMethod;
    if ((getDownloadDocumentMethod = DocumentServiceGrpc.getDownloadDocumentMethod) == null) {
      synchronized (DocumentServiceGrpc.class) {
        if ((getDownloadDocumentMethod = DocumentServiceGrpc.getDownloadDocumentMethod) == null) {
          DocumentServiceGrpc.getDownloadDocumentMethod = getDownloadDocumentMethod =
              io.grpc.MethodDescriptor.<example.quire.document.v1.DownloadDocumentRequest, example.quire.document.v1.DownloadDocumentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DownloadDocument"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.DownloadDocumentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.DownloadDocumentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DocumentServiceMethodDescriptorSupplier("DownloadDocument"))
              .build();
        }
      }
    }
    return getDownloadDocumentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.document.v1.CancelDocumentRequest,
      example.quire.document.v1.CancelDocumentResponse> getCancelDocumentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CancelDocument",
      requestType = example.quire.document.v1.CancelDocumentRequest.class,
      responseType = example.quire.document.v1.CancelDocumentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<example.quire.document.v1.CancelDocumentRequest,
      example.quire.document.v1.CancelDocumentResponse> getCancelDocumentMethod() {
    io.grpc.MethodDescriptor<example.quire.document.v1.CancelDocumentRequest, example.quire.document.v1.CancelDocumentResponse> getCancelDocumentMethod;
    if ((getCancelDocumentMethod = DocumentServiceGrpc.getCancelDocumentMethod) == null) {
      synchronized (DocumentServiceGrpc.class) {
        if ((getCancelDocumentMethod = DocumentServiceGrpc.getCancelDocumentMethod) == null) {
          DocumentServiceGrpc.getCancelDocumentMethod = getCancelDocumentMethod =
              io.grpc.MethodDescriptor.<example.quire.document.v1.CancelDocumentRequest, example.quire.document.v1.CancelDocumentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CancelDocument"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.CancelDocumentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.CancelDocumentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DocumentServiceMethodDescriptorSupplier("CancelDocument"))
              .build();
        }
      }
    }
    return getCancelDocumentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.document.v1.RetryDocumentRequest,
      example.quire.document.v1.RetryDocumentResponse> getRetryDocumentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RetryDocument",
      requestType = example.quire.document.v1.RetryDocumentRequest.class,
      responseType = example.quire.document.v1.RetryDocumentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<example.quire.document.v1.RetryDocumentRequest,
      example.quire.document.v1.RetryDocumentResponse> getRetryDocumentMethod() {
    io.grpc.MethodDescriptor<example.quire.document.v1.RetryDocumentRequest, example.quire.document.v1.RetryDocumentResponse> getRetryDocumentMethod;
    if ((getRetryDocumentMethod = DocumentServiceGrpc.getRetryDocumentMethod) == null) {
      synchronized (DocumentServiceGrpc.class) {
        if ((getRetryDocumentMethod = DocumentServiceGrpc.getRetryDocumentMethod) == null) {
          DocumentServiceGrpc.getRetryDocumentMethod = getRetryDocumentMethod =
              io.grpc.MethodDescriptor.<example.quire.document.v1.RetryDocumentRequest, example.quire.document.v1.RetryDocumentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RetryDocument"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.RetryDocumentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.RetryDocumentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DocumentServiceMethodDescriptorSupplier("RetryDocument"))
              .build();
        }
      }
    }
    return getRetryDocumentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.document.v1.DeleteDocumentRequest,
      example.quire.document.v1.DeleteDocumentResponse> getDeleteDocumentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteDocument",
      requestType = example.quire.document.v1.DeleteDocumentRequest.class,
      responseType = example.quire.document.v1.DeleteDocumentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<example.quire.document.v1.DeleteDocumentRequest,
      example.quire.document.v1.DeleteDocumentResponse> getDeleteDocumentMethod() {
    io.grpc.MethodDescriptor<example.quire.document.v1.DeleteDocumentRequest, example.quire.document.v1.DeleteDocumentResponse> getDeleteDocumentMethod;
    if ((getDeleteDocumentMethod = DocumentServiceGrpc.getDeleteDocumentMethod) == null) {
      synchronized (DocumentServiceGrpc.class) {
        if ((getDeleteDocumentMethod = DocumentServiceGrpc.getDeleteDocumentMethod) == null) {
          DocumentServiceGrpc.getDeleteDocumentMethod = getDeleteDocumentMethod =
              io.grpc.MethodDescriptor.<example.quire.document.v1.DeleteDocumentRequest, example.quire.document.v1.DeleteDocumentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteDocument"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.DeleteDocumentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.DeleteDocumentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DocumentServiceMethodDescriptorSupplier("DeleteDocument"))
              .build();
        }
      }
    }
    return getDeleteDocumentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<example.quire.document.v1.GetQueueRequest,
      example.quire.document.v1.GetQueueResponse> getGetQueueMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetQueue",
      requestType = example.quire.document.v1.GetQueueRequest.class,
      responseType = example.quire.document.v1.GetQueueResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<example.quire.document.v1.GetQueueRequest,
      example.quire.document.v1.GetQueueResponse> getGetQueueMethod() {
    io.grpc.MethodDescriptor<example.quire.document.v1.GetQueueRequest, example.quire.document.v1.GetQueueResponse> getGetQueueMethod;
    if ((getGetQueueMethod = DocumentServiceGrpc.getGetQueueMethod) == null) {
      synchronized (DocumentServiceGrpc.class) {
        if ((getGetQueueMethod = DocumentServiceGrpc.getGetQueueMethod) == null) {
          DocumentServiceGrpc.getGetQueueMethod = getGetQueueMethod =
              io.grpc.MethodDescriptor.<example.quire.document.v1.GetQueueRequest, example.quire.document.v1.GetQueueResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetQueue"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.GetQueueRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  example.quire.document.v1.GetQueueResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DocumentServiceMethodDescriptorSupplier("GetQueue"))
              .build();
        }
      }
    }
    return getGetQueueMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static DocumentServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DocumentServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DocumentServiceStub>() {
        @java.lang.Override
        public DocumentServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DocumentServiceStub(channel, callOptions);
        }
      };
    return DocumentServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static DocumentServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DocumentServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DocumentServiceBlockingV2Stub>() {
        @java.lang.Override
        public DocumentServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DocumentServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return DocumentServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static DocumentServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DocumentServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DocumentServiceBlockingStub>() {
        @java.lang.Override
        public DocumentServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DocumentServiceBlockingStub(channel, callOptions);
        }
      };
    return DocumentServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static DocumentServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DocumentServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DocumentServiceFutureStub>() {
        @java.lang.Override
        public DocumentServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DocumentServiceFutureStub(channel, callOptions);
        }
      };
    return DocumentServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * DocumentService turns an outline into a finished document.
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
     * Reasons: JOB_EXISTS, NOT_SUPPORTED, STORE_FULL, NO_SOURCES, OUTLINE_*.
     * </pre>
     */
    default void generateDocument(example.quire.document.v1.GenerateDocumentRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.GenerateDocumentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGenerateDocumentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns a job and, once it has succeeded, its document.
     * Reasons: JOB_NOT_FOUND, RESULT_EXPIRED.
     * </pre>
     */
    default void getDocument(example.quire.document.v1.GetDocumentRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.GetDocumentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetDocumentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns the caller's document jobs, the newest first.
     * Reasons: INVALID_PAGE_TOKEN.
     * </pre>
     */
    default void listDocuments(example.quire.document.v1.ListDocumentsRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.ListDocumentsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListDocumentsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Streams the events of a job from the place asked for until its terminal
     * event, then ends with OK.
     * Reasons: JOB_NOT_FOUND, CURSOR_OUT_OF_RANGE, WATCH_LIMIT.
     * </pre>
     */
    default void watchDocument(example.quire.document.v1.WatchDocumentRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.WatchDocumentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchDocumentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Streams the events of many document jobs of the caller: of those named, and of all
     * that bear some labels. For each job the promises of WatchDocument hold; between
     * jobs there is no order. Ends with OK when all jobs have ended, if no selector is
     * given; else it goes on.
     * Reasons: WATCH_LIMIT, INVALID_PAGE_TOKEN (of the resume token).
     * </pre>
     */
    default void watchJobs(example.quire.document.v1.WatchJobsRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.WatchJobsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchJobsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Streams a finished document: first the document, then its text in pieces,
     * then its citations in batches.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_FINISHED, JOB_HAS_NO_RESULT, RESULT_EXPIRED.
     * </pre>
     */
    default void readDocument(example.quire.document.v1.ReadDocumentRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.ReadDocumentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReadDocumentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Streams a finished document as a file of a format: first what the file is, then
     * its bytes in pieces.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_FINISHED, JOB_HAS_NO_RESULT, RESULT_EXPIRED,
     * NOT_SUPPORTED (of a format that this server cannot make), FORMAT_*.
     * </pre>
     */
    default void downloadDocument(example.quire.document.v1.DownloadDocumentRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.DownloadDocumentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDownloadDocumentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Asks for the end of a job. A queued job ends at once, a running one when its
     * worker confirms; an ended one stays as it is.
     * Reasons: JOB_NOT_FOUND.
     * </pre>
     */
    default void cancelDocument(example.quire.document.v1.CancelDocumentRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.CancelDocumentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCancelDocumentMethod(), responseObserver);
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
    default void retryDocument(example.quire.document.v1.RetryDocumentRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.RetryDocumentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRetryDocumentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes an ended job with its events and its result.
     * Reasons: JOB_NOT_FOUND, JOB_ACTIVE.
     * </pre>
     */
    default void deleteDocument(example.quire.document.v1.DeleteDocumentRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.DeleteDocumentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteDocumentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns how much there is to do for this service and who does it, whoever
     * the jobs belong to. Meant for monitors, which may ask once a second.
     * </pre>
     */
    default void getQueue(example.quire.document.v1.GetQueueRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.GetQueueResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetQueueMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service DocumentService.
   * <pre>
   * DocumentService turns an outline into a finished document.
   * Errors are `google.rpc.Status` with `ErrorInfo`; the reasons and their codes
   * stand at `quire.job.v1.ErrorReason`. Every call may also fail with
   * INVALID_REQUEST, UNAUTHENTICATED, STORE_UNAVAILABLE, DRAINING or INTERNAL.
   * </pre>
   */
  public static abstract class DocumentServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return DocumentServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service DocumentService.
   * <pre>
   * DocumentService turns an outline into a finished document.
   * Errors are `google.rpc.Status` with `ErrorInfo`; the reasons and their codes
   * stand at `quire.job.v1.ErrorReason`. Every call may also fail with
   * INVALID_REQUEST, UNAUTHENTICATED, STORE_UNAVAILABLE, DRAINING or INTERNAL.
   * </pre>
   */
  public static final class DocumentServiceStub
      extends io.grpc.stub.AbstractAsyncStub<DocumentServiceStub> {
    private DocumentServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DocumentServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DocumentServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Submits a job and returns as soon as it is recorded. Repeating the call with
     * the same id and the same request returns the same job.
     * Reasons: JOB_EXISTS, NOT_SUPPORTED, STORE_FULL, NO_SOURCES, OUTLINE_*.
     * </pre>
     */
    public void generateDocument(example.quire.document.v1.GenerateDocumentRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.GenerateDocumentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGenerateDocumentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns a job and, once it has succeeded, its document.
     * Reasons: JOB_NOT_FOUND, RESULT_EXPIRED.
     * </pre>
     */
    public void getDocument(example.quire.document.v1.GetDocumentRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.GetDocumentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetDocumentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns the caller's document jobs, the newest first.
     * Reasons: INVALID_PAGE_TOKEN.
     * </pre>
     */
    public void listDocuments(example.quire.document.v1.ListDocumentsRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.ListDocumentsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListDocumentsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Streams the events of a job from the place asked for until its terminal
     * event, then ends with OK.
     * Reasons: JOB_NOT_FOUND, CURSOR_OUT_OF_RANGE, WATCH_LIMIT.
     * </pre>
     */
    public void watchDocument(example.quire.document.v1.WatchDocumentRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.WatchDocumentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchDocumentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Streams the events of many document jobs of the caller: of those named, and of all
     * that bear some labels. For each job the promises of WatchDocument hold; between
     * jobs there is no order. Ends with OK when all jobs have ended, if no selector is
     * given; else it goes on.
     * Reasons: WATCH_LIMIT, INVALID_PAGE_TOKEN (of the resume token).
     * </pre>
     */
    public void watchJobs(example.quire.document.v1.WatchJobsRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.WatchJobsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchJobsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Streams a finished document: first the document, then its text in pieces,
     * then its citations in batches.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_FINISHED, JOB_HAS_NO_RESULT, RESULT_EXPIRED.
     * </pre>
     */
    public void readDocument(example.quire.document.v1.ReadDocumentRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.ReadDocumentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getReadDocumentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Streams a finished document as a file of a format: first what the file is, then
     * its bytes in pieces.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_FINISHED, JOB_HAS_NO_RESULT, RESULT_EXPIRED,
     * NOT_SUPPORTED (of a format that this server cannot make), FORMAT_*.
     * </pre>
     */
    public void downloadDocument(example.quire.document.v1.DownloadDocumentRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.DownloadDocumentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getDownloadDocumentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Asks for the end of a job. A queued job ends at once, a running one when its
     * worker confirms; an ended one stays as it is.
     * Reasons: JOB_NOT_FOUND.
     * </pre>
     */
    public void cancelDocument(example.quire.document.v1.CancelDocumentRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.CancelDocumentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCancelDocumentMethod(), getCallOptions()), request, responseObserver);
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
    public void retryDocument(example.quire.document.v1.RetryDocumentRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.RetryDocumentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRetryDocumentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes an ended job with its events and its result.
     * Reasons: JOB_NOT_FOUND, JOB_ACTIVE.
     * </pre>
     */
    public void deleteDocument(example.quire.document.v1.DeleteDocumentRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.DeleteDocumentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteDocumentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns how much there is to do for this service and who does it, whoever
     * the jobs belong to. Meant for monitors, which may ask once a second.
     * </pre>
     */
    public void getQueue(example.quire.document.v1.GetQueueRequest request,
        io.grpc.stub.StreamObserver<example.quire.document.v1.GetQueueResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetQueueMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service DocumentService.
   * <pre>
   * DocumentService turns an outline into a finished document.
   * Errors are `google.rpc.Status` with `ErrorInfo`; the reasons and their codes
   * stand at `quire.job.v1.ErrorReason`. Every call may also fail with
   * INVALID_REQUEST, UNAUTHENTICATED, STORE_UNAVAILABLE, DRAINING or INTERNAL.
   * </pre>
   */
  public static final class DocumentServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<DocumentServiceBlockingV2Stub> {
    private DocumentServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DocumentServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DocumentServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Submits a job and returns as soon as it is recorded. Repeating the call with
     * the same id and the same request returns the same job.
     * Reasons: JOB_EXISTS, NOT_SUPPORTED, STORE_FULL, NO_SOURCES, OUTLINE_*.
     * </pre>
     */
    public example.quire.document.v1.GenerateDocumentResponse generateDocument(example.quire.document.v1.GenerateDocumentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGenerateDocumentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns a job and, once it has succeeded, its document.
     * Reasons: JOB_NOT_FOUND, RESULT_EXPIRED.
     * </pre>
     */
    public example.quire.document.v1.GetDocumentResponse getDocument(example.quire.document.v1.GetDocumentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetDocumentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns the caller's document jobs, the newest first.
     * Reasons: INVALID_PAGE_TOKEN.
     * </pre>
     */
    public example.quire.document.v1.ListDocumentsResponse listDocuments(example.quire.document.v1.ListDocumentsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListDocumentsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams the events of a job from the place asked for until its terminal
     * event, then ends with OK.
     * Reasons: JOB_NOT_FOUND, CURSOR_OUT_OF_RANGE, WATCH_LIMIT.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, example.quire.document.v1.WatchDocumentResponse>
        watchDocument(example.quire.document.v1.WatchDocumentRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchDocumentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams the events of many document jobs of the caller: of those named, and of all
     * that bear some labels. For each job the promises of WatchDocument hold; between
     * jobs there is no order. Ends with OK when all jobs have ended, if no selector is
     * given; else it goes on.
     * Reasons: WATCH_LIMIT, INVALID_PAGE_TOKEN (of the resume token).
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, example.quire.document.v1.WatchJobsResponse>
        watchJobs(example.quire.document.v1.WatchJobsRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchJobsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams a finished document: first the document, then its text in pieces,
     * then its citations in batches.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_FINISHED, JOB_HAS_NO_RESULT, RESULT_EXPIRED.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, example.quire.document.v1.ReadDocumentResponse>
        readDocument(example.quire.document.v1.ReadDocumentRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getReadDocumentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams a finished document as a file of a format: first what the file is, then
     * its bytes in pieces.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_FINISHED, JOB_HAS_NO_RESULT, RESULT_EXPIRED,
     * NOT_SUPPORTED (of a format that this server cannot make), FORMAT_*.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, example.quire.document.v1.DownloadDocumentResponse>
        downloadDocument(example.quire.document.v1.DownloadDocumentRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getDownloadDocumentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Asks for the end of a job. A queued job ends at once, a running one when its
     * worker confirms; an ended one stays as it is.
     * Reasons: JOB_NOT_FOUND.
     * </pre>
     */
    public example.quire.document.v1.CancelDocumentResponse cancelDocument(example.quire.document.v1.CancelDocumentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCancelDocumentMethod(), getCallOptions(), request);
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
    public example.quire.document.v1.RetryDocumentResponse retryDocument(example.quire.document.v1.RetryDocumentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRetryDocumentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes an ended job with its events and its result.
     * Reasons: JOB_NOT_FOUND, JOB_ACTIVE.
     * </pre>
     */
    public example.quire.document.v1.DeleteDocumentResponse deleteDocument(example.quire.document.v1.DeleteDocumentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteDocumentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns how much there is to do for this service and who does it, whoever
     * the jobs belong to. Meant for monitors, which may ask once a second.
     * </pre>
     */
    public example.quire.document.v1.GetQueueResponse getQueue(example.quire.document.v1.GetQueueRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetQueueMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service DocumentService.
   * <pre>
   * DocumentService turns an outline into a finished document.
   * Errors are `google.rpc.Status` with `ErrorInfo`; the reasons and their codes
   * stand at `quire.job.v1.ErrorReason`. Every call may also fail with
   * INVALID_REQUEST, UNAUTHENTICATED, STORE_UNAVAILABLE, DRAINING or INTERNAL.
   * </pre>
   */
  public static final class DocumentServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<DocumentServiceBlockingStub> {
    private DocumentServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DocumentServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DocumentServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Submits a job and returns as soon as it is recorded. Repeating the call with
     * the same id and the same request returns the same job.
     * Reasons: JOB_EXISTS, NOT_SUPPORTED, STORE_FULL, NO_SOURCES, OUTLINE_*.
     * </pre>
     */
    public example.quire.document.v1.GenerateDocumentResponse generateDocument(example.quire.document.v1.GenerateDocumentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGenerateDocumentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns a job and, once it has succeeded, its document.
     * Reasons: JOB_NOT_FOUND, RESULT_EXPIRED.
     * </pre>
     */
    public example.quire.document.v1.GetDocumentResponse getDocument(example.quire.document.v1.GetDocumentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetDocumentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns the caller's document jobs, the newest first.
     * Reasons: INVALID_PAGE_TOKEN.
     * </pre>
     */
    public example.quire.document.v1.ListDocumentsResponse listDocuments(example.quire.document.v1.ListDocumentsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListDocumentsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams the events of a job from the place asked for until its terminal
     * event, then ends with OK.
     * Reasons: JOB_NOT_FOUND, CURSOR_OUT_OF_RANGE, WATCH_LIMIT.
     * </pre>
     */
    public java.util.Iterator<example.quire.document.v1.WatchDocumentResponse> watchDocument(
        example.quire.document.v1.WatchDocumentRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchDocumentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams the events of many document jobs of the caller: of those named, and of all
     * that bear some labels. For each job the promises of WatchDocument hold; between
     * jobs there is no order. Ends with OK when all jobs have ended, if no selector is
     * given; else it goes on.
     * Reasons: WATCH_LIMIT, INVALID_PAGE_TOKEN (of the resume token).
     * </pre>
     */
    public java.util.Iterator<example.quire.document.v1.WatchJobsResponse> watchJobs(
        example.quire.document.v1.WatchJobsRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchJobsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams a finished document: first the document, then its text in pieces,
     * then its citations in batches.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_FINISHED, JOB_HAS_NO_RESULT, RESULT_EXPIRED.
     * </pre>
     */
    public java.util.Iterator<example.quire.document.v1.ReadDocumentResponse> readDocument(
        example.quire.document.v1.ReadDocumentRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getReadDocumentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams a finished document as a file of a format: first what the file is, then
     * its bytes in pieces.
     * Reasons: JOB_NOT_FOUND, JOB_NOT_FINISHED, JOB_HAS_NO_RESULT, RESULT_EXPIRED,
     * NOT_SUPPORTED (of a format that this server cannot make), FORMAT_*.
     * </pre>
     */
    public java.util.Iterator<example.quire.document.v1.DownloadDocumentResponse> downloadDocument(
        example.quire.document.v1.DownloadDocumentRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getDownloadDocumentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Asks for the end of a job. A queued job ends at once, a running one when its
     * worker confirms; an ended one stays as it is.
     * Reasons: JOB_NOT_FOUND.
     * </pre>
     */
    public example.quire.document.v1.CancelDocumentResponse cancelDocument(example.quire.document.v1.CancelDocumentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCancelDocumentMethod(), getCallOptions(), request);
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
    public example.quire.document.v1.RetryDocumentResponse retryDocument(example.quire.document.v1.RetryDocumentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRetryDocumentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes an ended job with its events and its result.
     * Reasons: JOB_NOT_FOUND, JOB_ACTIVE.
     * </pre>
     */
    public example.quire.document.v1.DeleteDocumentResponse deleteDocument(example.quire.document.v1.DeleteDocumentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteDocumentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns how much there is to do for this service and who does it, whoever
     * the jobs belong to. Meant for monitors, which may ask once a second.
     * </pre>
     */
    public example.quire.document.v1.GetQueueResponse getQueue(example.quire.document.v1.GetQueueRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetQueueMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service DocumentService.
   * <pre>
   * DocumentService turns an outline into a finished document.
   * Errors are `google.rpc.Status` with `ErrorInfo`; the reasons and their codes
   * stand at `quire.job.v1.ErrorReason`. Every call may also fail with
   * INVALID_REQUEST, UNAUTHENTICATED, STORE_UNAVAILABLE, DRAINING or INTERNAL.
   * </pre>
   */
  public static final class DocumentServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<DocumentServiceFutureStub> {
    private DocumentServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DocumentServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DocumentServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Submits a job and returns as soon as it is recorded. Repeating the call with
     * the same id and the same request returns the same job.
     * Reasons: JOB_EXISTS, NOT_SUPPORTED, STORE_FULL, NO_SOURCES, OUTLINE_*.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<example.quire.document.v1.GenerateDocumentResponse> generateDocument(
        example.quire.document.v1.GenerateDocumentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGenerateDocumentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns a job and, once it has succeeded, its document.
     * Reasons: JOB_NOT_FOUND, RESULT_EXPIRED.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<example.quire.document.v1.GetDocumentResponse> getDocument(
        example.quire.document.v1.GetDocumentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetDocumentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns the caller's document jobs, the newest first.
     * Reasons: INVALID_PAGE_TOKEN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<example.quire.document.v1.ListDocumentsResponse> listDocuments(
        example.quire.document.v1.ListDocumentsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListDocumentsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Asks for the end of a job. A queued job ends at once, a running one when its
     * worker confirms; an ended one stays as it is.
     * Reasons: JOB_NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<example.quire.document.v1.CancelDocumentResponse> cancelDocument(
        example.quire.document.v1.CancelDocumentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCancelDocumentMethod(), getCallOptions()), request);
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
    public com.google.common.util.concurrent.ListenableFuture<example.quire.document.v1.RetryDocumentResponse> retryDocument(
        example.quire.document.v1.RetryDocumentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRetryDocumentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes an ended job with its events and its result.
     * Reasons: JOB_NOT_FOUND, JOB_ACTIVE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<example.quire.document.v1.DeleteDocumentResponse> deleteDocument(
        example.quire.document.v1.DeleteDocumentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteDocumentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns how much there is to do for this service and who does it, whoever
     * the jobs belong to. Meant for monitors, which may ask once a second.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<example.quire.document.v1.GetQueueResponse> getQueue(
        example.quire.document.v1.GetQueueRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetQueueMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GENERATE_DOCUMENT = 0;
  private static final int METHODID_GET_DOCUMENT = 1;
  private static final int METHODID_LIST_DOCUMENTS = 2;
  private static final int METHODID_WATCH_DOCUMENT = 3;
  private static final int METHODID_WATCH_JOBS = 4;
  private static final int METHODID_READ_DOCUMENT = 5;
  private static final int METHODID_DOWNLOAD_DOCUMENT = 6;
  private static final int METHODID_CANCEL_DOCUMENT = 7;
  private static final int METHODID_RETRY_DOCUMENT = 8;
  private static final int METHODID_DELETE_DOCUMENT = 9;
  private static final int METHODID_GET_QUEUE = 10;

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
        case METHODID_GENERATE_DOCUMENT:
          serviceImpl.generateDocument((example.quire.document.v1.GenerateDocumentRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.document.v1.GenerateDocumentResponse>) responseObserver);
          break;
        case METHODID_GET_DOCUMENT:
          serviceImpl.getDocument((example.quire.document.v1.GetDocumentRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.document.v1.GetDocumentResponse>) responseObserver);
          break;
        case METHODID_LIST_DOCUMENTS:
          serviceImpl.listDocuments((example.quire.document.v1.ListDocumentsRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.document.v1.ListDocumentsResponse>) responseObserver);
          break;
        case METHODID_WATCH_DOCUMENT:
          serviceImpl.watchDocument((example.quire.document.v1.WatchDocumentRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.document.v1.WatchDocumentResponse>) responseObserver);
          break;
        case METHODID_WATCH_JOBS:
          serviceImpl.watchJobs((example.quire.document.v1.WatchJobsRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.document.v1.WatchJobsResponse>) responseObserver);
          break;
        case METHODID_READ_DOCUMENT:
          serviceImpl.readDocument((example.quire.document.v1.ReadDocumentRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.document.v1.ReadDocumentResponse>) responseObserver);
          break;
        case METHODID_DOWNLOAD_DOCUMENT:
          serviceImpl.downloadDocument((example.quire.document.v1.DownloadDocumentRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.document.v1.DownloadDocumentResponse>) responseObserver);
          break;
        case METHODID_CANCEL_DOCUMENT:
          serviceImpl.cancelDocument((example.quire.document.v1.CancelDocumentRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.document.v1.CancelDocumentResponse>) responseObserver);
          break;
        case METHODID_RETRY_DOCUMENT:
          serviceImpl.retryDocument((example.quire.document.v1.RetryDocumentRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.document.v1.RetryDocumentResponse>) responseObserver);
          break;
        case METHODID_DELETE_DOCUMENT:
          serviceImpl.deleteDocument((example.quire.document.v1.DeleteDocumentRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.document.v1.DeleteDocumentResponse>) responseObserver);
          break;
        case METHODID_GET_QUEUE:
          serviceImpl.getQueue((example.quire.document.v1.GetQueueRequest) request,
              (io.grpc.stub.StreamObserver<example.quire.document.v1.GetQueueResponse>) responseObserver);
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
          getGenerateDocumentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              example.quire.document.v1.GenerateDocumentRequest,
              example.quire.document.v1.GenerateDocumentResponse>(
                service, METHODID_GENERATE_DOCUMENT)))
        .addMethod(
          getGetDocumentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              example.quire.document.v1.GetDocumentRequest,
              example.quire.document.v1.GetDocumentResponse>(
                service, METHODID_GET_DOCUMENT)))
        .addMethod(
          getListDocumentsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              example.quire.document.v1.ListDocumentsRequest,
              example.quire.document.v1.ListDocumentsResponse>(
                service, METHODID_LIST_DOCUMENTS)))
        .addMethod(
          getWatchDocumentMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              example.quire.document.v1.WatchDocumentRequest,
              example.quire.document.v1.WatchDocumentResponse>(
                service, METHODID_WATCH_DOCUMENT)))
        .addMethod(
          getWatchJobsMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              example.quire.document.v1.WatchJobsRequest,
              example.quire.document.v1.WatchJobsResponse>(
                service, METHODID_WATCH_JOBS)))
        .addMethod(
          getReadDocumentMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              example.quire.document.v1.ReadDocumentRequest,
              example.quire.document.v1.ReadDocumentResponse>(
                service, METHODID_READ_DOCUMENT)))
        .addMethod(
          getDownloadDocumentMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              example.quire.document.v1.DownloadDocumentRequest,
              example.quire.document.v1.DownloadDocumentResponse>(
                service, METHODID_DOWNLOAD_DOCUMENT)))
        .addMethod(
          getCancelDocumentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              example.quire.document.v1.CancelDocumentRequest,
              example.quire.document.v1.CancelDocumentResponse>(
                service, METHODID_CANCEL_DOCUMENT)))
        .addMethod(
          getRetryDocumentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              example.quire.document.v1.RetryDocumentRequest,
              example.quire.document.v1.RetryDocumentResponse>(
                service, METHODID_RETRY_DOCUMENT)))
        .addMethod(
          getDeleteDocumentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              example.quire.document.v1.DeleteDocumentRequest,
              example.quire.document.v1.DeleteDocumentResponse>(
                service, METHODID_DELETE_DOCUMENT)))
        .addMethod(
          getGetQueueMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              example.quire.document.v1.GetQueueRequest,
              example.quire.document.v1.GetQueueResponse>(
                service, METHODID_GET_QUEUE)))
        .build();
  }

  private static abstract class DocumentServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    DocumentServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return example.quire.document.v1.DocumentServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("DocumentService");
    }
  }

  private static final class DocumentServiceFileDescriptorSupplier
      extends DocumentServiceBaseDescriptorSupplier {
    DocumentServiceFileDescriptorSupplier() {}
  }

  private static final class DocumentServiceMethodDescriptorSupplier
      extends DocumentServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    DocumentServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (DocumentServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new DocumentServiceFileDescriptorSupplier())
              .addMethod(getGenerateDocumentMethod())
              .addMethod(getGetDocumentMethod())
              .addMethod(getListDocumentsMethod())
              .addMethod(getWatchDocumentMethod())
              .addMethod(getWatchJobsMethod())
              .addMethod(getReadDocumentMethod())
              .addMethod(getDownloadDocumentMethod())
              .addMethod(getCancelDocumentMethod())
              .addMethod(getRetryDocumentMethod())
              .addMethod(getDeleteDocumentMethod())
              .addMethod(getGetQueueMethod())
              .build();
        }
      }
    }
    return result;
  }
}
