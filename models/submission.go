package models

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"

	"github.com/google/uuid"

	"docket/evidence"
)

// The fields of a form beside those that evidence can fill.
const (
	FieldEvidence    evidence.Field = "evidence"
	FieldZone        evidence.Field = "occurred_zone" // zone of a time written without one
	FieldDescription evidence.Field = "description"
	FieldImpact      evidence.Field = "impact"
	FieldName        evidence.Field = "name"
	FieldEmail       evidence.Field = "email"
)

// Submission is a form as it was filled in: answers as text, redacted, not yet judged.
type Submission struct {
	ID      uuid.UUID        // one-time id of the form
	Settled []evidence.Field // where sources disagree and the person has said which one is right

	Evidence          evidence.Clean
	Environment       evidence.Clean
	Tenant            evidence.Clean
	Supplier          evidence.Clean
	OccurredAt        evidence.Clean
	Zone              evidence.Clean // offset such as "+01:00" or zone name such as "Europe/London", empty unless asked
	RequestID         evidence.Clean
	ConversationID    evidence.Clean
	OrderID           evidence.Clean
	SupplierReference evidence.Clean
	Request           evidence.Clean
	Response          evidence.Clean
	NoResponse        evidence.Clean
	ErrorUUID         evidence.Clean
	ErrorCode         evidence.Clean
	ErrorMessage      evidence.Clean
	Impact            evidence.Clean
	Summary           evidence.Clean
	Description       evidence.Clean
	Name              evidence.Clean
	Email             evidence.Clean
}

// Fields lists the fields of a submission in the order of the form.
var Fields = []evidence.Field{
	FieldEvidence, evidence.Environment, evidence.Tenant, evidence.Supplier, evidence.OccurredAt, FieldZone,
	evidence.RequestID, evidence.ConversationID, evidence.OrderID, evidence.SupplierReference,
	evidence.RequestText, evidence.ResponseText, evidence.NoResponse,
	evidence.ErrorUUID, evidence.ErrorCode, evidence.ErrorMessage,
	FieldImpact, evidence.Summary, FieldDescription, FieldName, FieldEmail,
}

// Answer returns where the answer to a field is kept, nil for a field that no form has.
func (s *Submission) Answer(f evidence.Field) *evidence.Clean {
	switch f {
	case FieldEvidence:
		return &s.Evidence
	case evidence.Environment:
		return &s.Environment
	case evidence.Tenant:
		return &s.Tenant
	case evidence.Supplier:
		return &s.Supplier
	case evidence.OccurredAt:
		return &s.OccurredAt
	case FieldZone:
		return &s.Zone
	case evidence.RequestID:
		return &s.RequestID
	case evidence.ConversationID:
		return &s.ConversationID
	case evidence.OrderID:
		return &s.OrderID
	case evidence.SupplierReference:
		return &s.SupplierReference
	case evidence.RequestText:
		return &s.Request
	case evidence.ResponseText:
		return &s.Response
	}
	return s.laterAnswer(f)
}

func (s *Submission) laterAnswer(f evidence.Field) *evidence.Clean {
	switch f {
	case evidence.NoResponse:
		return &s.NoResponse
	case evidence.ErrorUUID:
		return &s.ErrorUUID
	case evidence.ErrorCode:
		return &s.ErrorCode
	case evidence.ErrorMessage:
		return &s.ErrorMessage
	case FieldImpact:
		return &s.Impact
	case evidence.Summary:
		return &s.Summary
	case FieldDescription:
		return &s.Description
	case FieldName:
		return &s.Name
	case FieldEmail:
		return &s.Email
	}
	return nil
}

// contentHash tells two submissions with different answers apart.
func (s *Submission) contentHash() string {
	h := sha256.New()
	for _, f := range Fields {
		answer := s.Answer(f).String()
		_, _ = io.WriteString(h, string(f)+"\x00"+strconv.Itoa(len(answer))+"\x00"+answer)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Problem is one thing that keeps a submission from being filed, in words that say what to do.
type Problem struct {
	Field   evidence.Field
	Message string
	Others  []evidence.Other // values to choose from, where sources disagree
}

// Filing is a submission that has been checked. Only Check makes one, so the store takes no other.
type Filing struct {
	ticket  Ticket
	papers  Papers
	network string // see From
}

// Ticket returns the ticket as it would be filed, without its reference.
func (f Filing) Ticket() Ticket { return f.ticket }
