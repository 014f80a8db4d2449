package watch

import (
	documentv1 "quire.example/clients/go/quire/document/v1"
)

// event is what the events of both services have in common. A nil event, which a heartbeat
// yields, has the sequence 0.
type event interface {
	comparable
	GetSequence() int64
	GetJobUid() string
	GetTerminal() bool
}

// chapterTexts is what events with pieces of text have.
type chapterTexts interface {
	GetChapterText() *documentv1.ChapterText
}

// place is where a watch stands, over all its streams.
type place struct {
	jobID  string
	cursor int64
	latest bool  // nothing was seen yet of a watch of what is new
	newest int64 // sequence that the first heartbeat told
	uid    string

	fromStart bool             // it began at the first event
	seen      bool             // an event was seen
	attempts  map[string]int32 // newest attempt by chapter
}

func newPlace(jobID string, o Options) *place {
	return &place{
		jobID:     jobID,
		cursor:    o.After,
		latest:    o.Latest,
		uid:       o.JobUID,
		fromStart: o.After == 0 && !o.Latest,
		attempts:  map[string]int32{},
	}
}

// begin prepares for a further stream: what is new goes on from where a heartbeat said it was.
func (p *place) begin() {
	if p.latest && p.newest > 0 {
		p.cursor, p.latest = p.newest, false
	}
}

// beat takes in a heartbeat, which tells the sequence of the newest event.
func (p *place) beat(newest int64) {
	if p.newest == 0 {
		p.newest = newest
	}
}

// take takes in an event and says whether it is for the caller.
func take[E event](p *place, e E) (bool, error) {
	if uid := e.GetJobUid(); p.uid != "" && uid != "" && uid != p.uid {
		return false, &JobReplacedError{JobID: p.jobID, Expected: p.uid, Received: uid}
	}
	sequence := e.GetSequence()
	if !p.latest {
		if sequence <= p.cursor {
			return false, nil
		}
		if sequence != p.cursor+1 {
			return false, &GapError{JobID: p.jobID, Expected: p.cursor + 1, Received: sequence}
		}
	}
	p.cursor, p.latest, p.seen = sequence, false, true
	if uid := e.GetJobUid(); uid != "" {
		p.uid = uid
	}
	return !p.outdated(e), nil
}

// endedBefore says whether a stream that ended with OK and said nothing tells that the job had
// ended where the watch began.
func (p *place) endedBefore() bool {
	return !p.seen && !p.fromStart
}

// outdated says whether an event is a piece of text of an older attempt than was seen.
func (p *place) outdated(e any) bool {
	texts, ok := e.(chapterTexts)
	if !ok || texts.GetChapterText() == nil {
		return false
	}
	text := texts.GetChapterText()
	if text.GetChapterAttempt() < p.attempts[text.GetChapterId()] {
		return true
	}
	p.attempts[text.GetChapterId()] = text.GetChapterAttempt()
	return false
}
