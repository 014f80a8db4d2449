// Command conformance watches the jobs of tests/watch_conformance and prints what came of it:
//
//	conformance ADDRESS CASES.json NAME…
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log"
	"os"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	documentv1 "quire.example/clients/go/quire/document/v1"
	outlinev1 "quire.example/clients/go/quire/outline/v1"
	"quire.example/clients/go/watch"
)

type testCase struct {
	Name    string
	Service string
	Watch   struct {
		AfterSequence       int64  `json:"after_sequence"`
		Latest              bool   `json:"latest"`
		JobUID              string `json:"job_uid"`
		TimeoutMS           int    `json:"timeout_ms"`
		CancelAfterMS       int    `json:"cancel_after_ms"`
		LeaveAfter          int    `json:"leave_after"`
		ConnectPatienceMS   int    `json:"connect_patience_ms"`
		ReconnectPatienceMS int    `json:"reconnect_patience_ms"`
		SilenceMS           int    `json:"silence_ms"`
		WorkMS              int    `json:"work_ms"`
	}
}

type outcome struct {
	Case      string `json:"case"`
	Kind      string `json:"kind"`
	Code      string `json:"code,omitempty"`
	Reason    string `json:"reason"`
	Expected  any    `json:"expected,omitempty"`
	Received  any    `json:"received,omitempty"`
	ElapsedMS int64  `json:"elapsed_ms"`
}

func main() {
	log.SetFlags(0)
	if len(os.Args) < 4 {
		log.Fatal("usage: conformance ADDRESS CASES.json NAME…")
	}
	content, err := os.ReadFile(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	var cases []testCase
	if err := json.Unmarshal(content, &cases); err != nil {
		log.Fatal(err)
	}
	byName := map[string]testCase{}
	for _, c := range cases {
		byName[c.Name] = c
	}
	for _, name := range os.Args[3:] {
		if err := run(os.Args[1], byName[name]); err != nil {
			log.Fatal(err)
		}
	}
}

func run(address string, c testCase) error {
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer conn.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if c.Watch.TimeoutMS > 0 {
		ctx, cancel = context.WithTimeout(ctx, milliseconds(c.Watch.TimeoutMS))
		defer cancel()
	}
	if c.Watch.CancelAfterMS > 0 {
		time.AfterFunc(milliseconds(c.Watch.CancelAfterMS), cancel)
	}
	options := watch.Options{
		After:             c.Watch.AfterSequence,
		Latest:            c.Watch.Latest,
		JobUID:            c.Watch.JobUID,
		ConnectPatience:   milliseconds(c.Watch.ConnectPatienceMS),
		ReconnectPatience: milliseconds(c.Watch.ReconnectPatienceMS),
		Silence:           milliseconds(c.Watch.SilenceMS),
	}
	began := time.Now()
	var result outcome
	if c.Service == "outline" {
		client := outlinev1.NewOutlineServiceClient(conn)
		result = follow(c, watch.Outline(ctx, client, c.Name, options))
	} else {
		client := documentv1.NewDocumentServiceClient(conn)
		result = follow(c, watch.Document(ctx, client, c.Name, options))
	}
	result.Case, result.ElapsedMS = c.Name, time.Since(began).Milliseconds()
	return tell(result)
}

type event interface {
	proto.Message
	GetSequence() int64
}

func follow[E event](c testCase, events iter.Seq2[E, error]) outcome {
	count := 0
	for e, err := range events {
		if err != nil {
			return failed(err)
		}
		tell(map[string]any{"case": c.Name, "sequence": e.GetSequence(), "kind": kind(e)})
		if count++; count == c.Watch.LeaveAfter {
			return outcome{Kind: "left"}
		}
		time.Sleep(milliseconds(c.Watch.WorkMS))
	}
	return outcome{Kind: "ended"}
}

func failed(err error) outcome {
	var gap *watch.GapError
	var replaced *watch.JobReplacedError
	switch {
	case errors.As(err, &gap):
		return outcome{Kind: "gap", Expected: gap.Expected, Received: gap.Received}
	case errors.As(err, &replaced):
		return outcome{Kind: "replaced", Expected: replaced.Expected, Received: replaced.Received}
	case errors.Is(err, context.Canceled):
		return outcome{Kind: "error", Code: "CANCELLED"}
	case errors.Is(err, context.DeadlineExceeded), status.Code(err) == codes.DeadlineExceeded:
		return outcome{Kind: "error", Code: "DEADLINE_EXCEEDED"}
	}
	// codes.Code says ResourceExhausted where the contract says RESOURCE_EXHAUSTED.
	var name strings.Builder
	for place, letter := range status.Code(err).String() {
		if place > 0 && letter >= 'A' && letter <= 'Z' {
			name.WriteByte('_')
		}
		name.WriteRune(letter)
	}
	return outcome{Kind: "error", Code: strings.ToUpper(name.String()), Reason: watch.Reason(err)}
}

// kind returns the name of what happened; empty if this client does not know it.
func kind(e proto.Message) string {
	message := e.ProtoReflect()
	field := message.WhichOneof(message.Descriptor().Oneofs().ByName("payload"))
	if field == nil {
		return ""
	}
	return string(field.Name())
}

func tell(line any) error {
	text, err := json.Marshal(line)
	if err == nil {
		_, err = fmt.Printf("%s\n", text)
	}
	return err
}

func milliseconds(count int) time.Duration {
	return time.Duration(count) * time.Millisecond
}
