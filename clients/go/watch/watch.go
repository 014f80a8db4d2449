// Package watch follows a job over lost connections: every event once, in order, to the terminal
// one. docs/clients.md has the rules that it keeps.
package watch

import (
	"context"
	"iter"

	documentv1 "quire.example/clients/go/quire/document/v1"
	outlinev1 "quire.example/clients/go/quire/outline/v1"
)

// Document yields the events of a document job. It ends after the terminal event, or with an
// error: a *GapError, a *JobReplacedError, the context's error, or the status with which the
// service refused the watch or stayed away.
func Document(
	ctx context.Context,
	client documentv1.DocumentServiceClient,
	jobID string,
	options Options,
) iter.Seq2[*documentv1.DocumentEvent, error] {
	return resume(ctx, jobID, options,
		func(ctx context.Context, from place) (receive[*documentv1.DocumentEvent], error) {
			request := &documentv1.WatchDocumentRequest{
				JobId:  jobID,
				JobUid: from.uid,
				Start:  &documentv1.WatchDocumentRequest_AfterSequence{AfterSequence: from.cursor},
			}
			if from.latest {
				request.Start = &documentv1.WatchDocumentRequest_Latest{Latest: true}
			}
			stream, err := client.WatchDocument(ctx, request)
			return func() (*documentv1.DocumentEvent, int64, error) {
				item, err := stream.Recv()
				return item.GetEvent(), item.GetHeartbeat().GetLastSequence(), err
			}, err
		})
}

// Outline yields the events of an outline job, as Document does.
func Outline(
	ctx context.Context,
	client outlinev1.OutlineServiceClient,
	jobID string,
	options Options,
) iter.Seq2[*outlinev1.OutlineEvent, error] {
	return resume(ctx, jobID, options,
		func(ctx context.Context, from place) (receive[*outlinev1.OutlineEvent], error) {
			request := &outlinev1.WatchOutlineRequest{
				JobId:  jobID,
				JobUid: from.uid,
				Start:  &outlinev1.WatchOutlineRequest_AfterSequence{AfterSequence: from.cursor},
			}
			if from.latest {
				request.Start = &outlinev1.WatchOutlineRequest_Latest{Latest: true}
			}
			stream, err := client.WatchOutline(ctx, request)
			return func() (*outlinev1.OutlineEvent, int64, error) {
				item, err := stream.Recv()
				return item.GetEvent(), item.GetHeartbeat().GetLastSequence(), err
			}, err
		})
}
