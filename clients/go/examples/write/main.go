// Command write makes a document from a file and prints the document's title.
//
//	go run ./examples/write -outline 127.0.0.1:50051 -document 127.0.0.1:50052 FILE QUESTION
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	documentv1 "quire.example/clients/go/quire/document/v1"
	outlinev1 "quire.example/clients/go/quire/outline/v1"
	"quire.example/clients/go/watch"
)

func main() {
	log.SetFlags(0)
	outline := flag.String("outline", "127.0.0.1:50051", "address of the outline service")
	document := flag.String("document", "127.0.0.1:50052", "address of the document service")
	flag.Parse()
	if flag.NArg() != 2 {
		log.Fatal("usage: write [-outline ADDRESS] [-document ADDRESS] FILE QUESTION")
	}
	title, err := write(context.Background(), *outline, *document, flag.Arg(0), flag.Arg(1))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(title)
}

// write makes an outline from a file, then the document from the outline, and returns its title.
func write(ctx context.Context, outline, document, file, question string) (string, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	outlineConn, err := dial(outline)
	if err != nil {
		return "", err
	}
	defer outlineConn.Close()
	documentConn, err := dial(document)
	if err != nil {
		return "", err
	}
	defer documentConn.Close()
	outlines := outlinev1.NewOutlineServiceClient(outlineConn)
	documents := documentv1.NewDocumentServiceClient(documentConn)

	made, err := outlines.GenerateOutline(ctx, &outlinev1.GenerateOutlineRequest{
		Query: question,
		Files: []*outlinev1.ContextFile{{Name: filepath.Base(file), Content: content}},
	})
	if err != nil {
		return "", err
	}
	outlineID := made.GetJob().GetId()
	err = follow(watch.Outline(ctx, outlines, outlineID, watch.Options{}))
	if err != nil {
		return "", err
	}

	job, err := documents.GenerateDocument(ctx, &documentv1.GenerateDocumentRequest{
		Input: &documentv1.GenerateDocumentRequest_OutlineJobId{OutlineJobId: outlineID},
	})
	if err != nil {
		return "", err
	}
	documentID := job.GetJob().GetId()
	err = follow(watch.Document(ctx, documents, documentID, watch.Options{}))
	if err != nil {
		return "", err
	}
	finished, err := documents.GetDocument(ctx, &documentv1.GetDocumentRequest{JobId: documentID})
	return finished.GetDocument().GetTitle(), err
}

// dial does not connect yet; the first call does. Across a network, use TLS and a bearer token.
func dial(address string) (*grpc.ClientConn, error) {
	return grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
}
