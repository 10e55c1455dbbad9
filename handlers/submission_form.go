package handlers

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"docket/evidence"
	"docket/models"
	"docket/templates"
)

// intake is a form on its way to a page or a ticket: answers, redacted, and what was read.
type intake struct {
	submission models.Submission
	reading    *templates.Reading
	filled     map[evidence.Field]string // digests of answers that nobody typed: found in evidence, or remembered
	fileLong   bool
	by         templates.RedactedBy // empty until something was sent
	seen       string               // request id whose likely duplicates the person has been shown
	again      uuid.UUID            // the id to file it under as a new ticket, though this form has filed one; else zero

	exchange int  // the call that the form asks for, counted from 1, 0 for none in particular
	readCall int  // the call that an earlier reading was about, in the same way
	switched bool // another call has been chosen, and nobody has seen yet what it says

	settled map[evidence.Field]string // digests of answers that settle a disagreement
	none    map[evidence.Field]bool   // several values were found, and the person says that none is right
	hiding  hiding
}

// readSubmission reads the form. The raw text lives for the length of this function: what it
// returns has been redacted.
func (s *Server) readSubmission(c echo.Context) (intake, error) {
	f, err := s.readForm(c)
	if err != nil {
		return intake{}, err
	}
	in := intake{fileLong: f.fileLong, filled: digestsOf(f, "filled"), settled: digestsOf(f, "settled"),
		by: redactedBy(f), seen: f.get("seen"), again: f.known("again"), exchange: f.number("exchange")}
	in.splitRead()
	in.submission.ID = f.id("submission_id")
	if f.size <= smallBody {
		s.understand(c, f, &in)
		return in, nil
	}
	err = through(c, s.gates.uploads, func() error {
		s.understand(c, f, &in)
		return nil
	})
	return in, err
}

// redactedBy is what our script says of the form it sends. It is believed for the sentence on the
// page alone: what arrives is redacted whoever sends it.
func redactedBy(f form) templates.RedactedBy {
	if f.get("redacted_by") == string(templates.ByBrowser) {
		return templates.ByBrowser
	}
	return templates.ByServer
}

// understand redacts the form's text and reads the evidence in it.
func (s *Server) understand(c echo.Context, f form, in *intake) {
	s.redact(f, &in.submission)
	in.settle(f)
	in.hide(s.Reader, f.values["hide"])
	if strings.TrimSpace(in.submission.Evidence.String()) == "" {
		in.keepUnchanged()
		return
	}
	before := maps.Clone(in.filled)
	in.read(s.Reader)
	s.remindOf(c, in, before)
}

// redact puts the answers into a submission without their secrets. They are redacted together: a
// secret that one answer names is hidden in the others as well.
func (s *Server) redact(f form, sub *models.Submission) {
	raw := make([]string, len(models.Fields), len(models.Fields)+1)
	for i, field := range models.Fields {
		raw[i] = f.answer(field)
		if field == models.FieldEvidence && f.file != "" {
			raw[i] = f.file
		}
	}
	for i, clean := range s.Reader.CleanAll(append(raw, f.aside)...)[:len(raw)] {
		*sub.Answer(models.Fields[i]) = clean
	}
}

// remindOf puts a remembered answer back where the reading has found nothing better.
func (s *Server) remindOf(c echo.Context, in *intake, before map[evidence.Field]string) {
	p, ok := s.recall(c)
	for f, value := range p.answers() {
		if _, ours := before[f]; ok && ours && in.submission.Answer(f).IsZero() && !in.asks(f) {
			in.suggest(f, s.Reader.Clean(value))
		}
	}
}

// found reports whether the evidence gives an answer.
func (in *intake) found(f evidence.Field) bool {
	if in.reading == nil {
		return false
	}
	_, ok := in.reading.Report.Fact(f)
	return ok
}

// suggest gives an answer that a later reading may replace.
func (in *intake) suggest(f evidence.Field, value evidence.Clean) {
	if !value.IsZero() {
		*in.submission.Answer(f) = value
		in.filled[f] = digest(value)
	}
}

// read reads the evidence and fills the answers that nobody has given or changed, unless this
// same evidence has filled them before: what a person has cleared since stays clear.
func (in *intake) read(r *evidence.Reader) {
	text := in.submission.Evidence
	known, wanted := in.filled[models.FieldEvidence] == digest(text), 0
	if known {
		wanted = cmp.Or(in.exchange, in.readCall)
	}
	report := r.ReadExchange(text, wanted-1)
	in.reading = &templates.Reading{Report: report, Order: r.Order(report), Lines: strings.Count(text.String(), "\n") + 1}
	mine := in.unchanged
	if in.switched = known && in.readCall > 0 && report.Chosen+1 != in.readCall; in.switched {
		mine = in.ofCall(r.ReadExchange(text, in.readCall-1))
	}
	in.readCall = report.Chosen + 1
	switch {
	case known && in.hiding.done:
		in.fill(r, func(f evidence.Field) bool { return in.filled[f] != "" && in.unchanged(f) })
	case known && !in.switched:
		in.keepUnchanged()
	default:
		in.fill(r, mine)
	}
}

// fill puts the facts of the reading into the answers that are mine to fill.
func (in *intake) fill(r *evidence.Reader, mine func(evidence.Field) bool) {
	fields := in.submission.Fill(r, in.reading.Report, mine)
	in.filled = map[evidence.Field]string{models.FieldEvidence: digest(in.submission.Evidence)}
	for _, f := range fields {
		in.filled[f] = digest(*in.submission.Answer(f))
	}
}

// unchanged reports whether an answer is empty or still as the evidence gave it.
func (in *intake) unchanged(f evidence.Field) bool {
	answer := *in.submission.Answer(f)
	given, ok := in.filled[f]
	return strings.TrimSpace(answer.String()) == "" || ok && given == digest(answer)
}

// keepUnchanged drops the digests of answers that have been changed since they were given.
func (in *intake) keepUnchanged() {
	for f, given := range in.filled {
		if answer := in.submission.Answer(f); answer == nil || given != digest(*answer) {
			delete(in.filled, f)
		}
	}
}

// digestsOf reads hidden fields of a form, such as "filled": "field:digest".
func digestsOf(f form, name string) map[evidence.Field]string {
	sums := map[evidence.Field]string{}
	for _, pair := range f.values[name] {
		if field, sum, ok := strings.Cut(pair, ":"); ok {
			sums[evidence.Field(field)] = sum
		}
	}
	return sums
}

// digest is short: it tells an unchanged answer from a changed one and guards nothing.
func digest(c evidence.Clean) string {
	sum := sha256.Sum256([]byte(strings.TrimSpace(typedText(c.String()))))
	return hex.EncodeToString(sum[:4])
}

// page shows the intake as it stands.
func (s *Server) page(in intake) templates.TicketNew {
	p := templates.TicketNew{Site: s.site(), Submission: in.submission, Reading: in.reading, Redactor: s.Redactor,
		Domain: s.Reader.Domain, By: in.by}
	for _, f := range models.Fields {
		if sum, ok := in.filled[f]; ok {
			if f == models.FieldEvidence && in.readCall > 0 {
				sum += "." + strconv.Itoa(in.readCall)
			}
			p.Filled = append(p.Filled, templates.Filled{Field: f, Digest: sum})
		}
		if sum, ok := in.settled[f]; ok {
			p.Settled = append(p.Settled, templates.Filled{Field: f, Digest: sum})
		}
	}
	p.None, p.Hidden = in.none, in.hiding.words()
	if in.fileLong {
		p.Problems = append(p.Problems, models.Problem{Field: models.FieldEvidence,
			Message: "This file is longer than 1 MB and has been left out: only of a HAR file can we keep the calls that matter. Paste the part about the failing call."})
	}
	p.AskZone = asksZone(in.submission)
	return p
}

// asksZone reports whether the time names no zone.
func asksZone(sub models.Submission) bool {
	at, err := evidence.ParseMoment(strings.TrimSpace(sub.OccurredAt.String()))
	return err == nil && !at.Zoned && !sub.OccurredAt.IsZero()
}
