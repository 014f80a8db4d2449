package example.quire.examples;

import com.google.protobuf.ByteString;
import example.quire.client.JobWatch;
import example.quire.client.WatchOptions;
import example.quire.document.v1.DocumentEvent;
import example.quire.document.v1.DocumentServiceGrpc;
import example.quire.document.v1.GenerateDocumentRequest;
import example.quire.document.v1.GetDocumentRequest;
import example.quire.job.v1.Failed;
import example.quire.job.v1.Progress;
import example.quire.outline.v1.ContextFile;
import example.quire.outline.v1.GenerateOutlineRequest;
import example.quire.outline.v1.OutlineEvent;
import example.quire.outline.v1.OutlineServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a document from a file and prints the document's title.
 *
 * <p>Arguments: [--outline ADDRESS] [--document ADDRESS] FILE QUESTION
 */
public final class Write {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private static final PrintStream ERR = new PrintStream(System.err, true, StandardCharsets.UTF_8);

  private Write() {}

  public static void main(String[] args) throws IOException {
    String outline = "127.0.0.1:50051";
    String document = "127.0.0.1:50052";
    List<String> words = new ArrayList<>();
    for (int place = 0; place < args.length; place++) {
      if (args[place].equals("--outline") && place + 1 < args.length) {
        outline = args[++place];
      } else if (args[place].equals("--document") && place + 1 < args.length) {
        document = args[++place];
      } else {
        words.add(args[place]);
      }
    }
    if (words.size() != 2) {
      ERR.println("usage: Write [--outline ADDRESS] [--document ADDRESS] FILE QUESTION");
      System.exit(2);
    }
    ManagedChannel outlines = connect(outline);
    ManagedChannel documents = connect(document);
    try {
      OUT.println(write(outlines, documents, Path.of(words.get(0)), words.get(1)));
    } catch (JobFailed failed) {
      ERR.println(failed.getMessage());
      System.exit(1);
    } catch (StatusRuntimeException error) {
      ERR.println(error.getStatus().getCode() + ": " + error.getStatus().getDescription());
      System.exit(1);
    } finally {
      outlines.shutdownNow();
      documents.shutdownNow();
    }
  }

  /** Makes an outline from a file, then the document from the outline; returns its title. */
  private static String write(
      ManagedChannel outlineChannel, ManagedChannel documentChannel, Path file, String question)
      throws IOException {
    ContextFile context =
        ContextFile.newBuilder()
            .setName(file.getFileName().toString())
            .setContent(ByteString.copyFrom(Files.readAllBytes(file)))
            .build();
    String outlineId =
        OutlineServiceGrpc.newBlockingStub(outlineChannel)
            .generateOutline(
                GenerateOutlineRequest.newBuilder().setQuery(question).addFiles(context).build())
            .getJob()
            .getId();
    try (JobWatch<OutlineEvent> events =
        JobWatch.outline(
            OutlineServiceGrpc.newStub(outlineChannel), outlineId, new WatchOptions())) {
      while (events.hasNext()) {
        OutlineEvent event = events.next();
        tell(event.hasProgress(), event.getProgress());
        check(event.hasFailed(), event.getFailed(), event.hasCancelled());
      }
    }

    DocumentServiceGrpc.DocumentServiceBlockingStub documents =
        DocumentServiceGrpc.newBlockingStub(documentChannel);
    String documentId =
        documents
            .generateDocument(
                GenerateDocumentRequest.newBuilder().setOutlineJobId(outlineId).build())
            .getJob()
            .getId();
    try (JobWatch<DocumentEvent> events =
        JobWatch.document(
            DocumentServiceGrpc.newStub(documentChannel), documentId, new WatchOptions())) {
      while (events.hasNext()) {
        DocumentEvent event = events.next();
        tell(event.hasProgress(), event.getProgress());
        check(event.hasFailed(), event.getFailed(), event.hasCancelled());
      }
    }
    return documents
        .getDocument(GetDocumentRequest.newBuilder().setJobId(documentId).build())
        .getDocument()
        .getTitle();
  }

  private static void tell(boolean isProgress, Progress progress) {
    if (isProgress) {
      ERR.printf("%3.0f %%  %s%n", progress.getFraction() * 100, progress.getMessage());
    }
  }

  private static void check(boolean hasFailed, Failed failed, boolean cancelled) {
    if (hasFailed) {
      String reason = failed.getFailure().getReason().name();
      throw new JobFailed(
          "the job failed: " + failed.getFailure().getMessage() + " (" + reason + ")");
    }
    if (cancelled) {
      throw new JobFailed("the job was cancelled");
    }
  }

  /** Connects at the first call. Across a network, use TLS and a bearer token. */
  private static ManagedChannel connect(String address) {
    return ManagedChannelBuilder.forTarget(address).usePlaintext().build();
  }

  private static final class JobFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    JobFailed(String message) {
      super(message);
    }
  }
}
