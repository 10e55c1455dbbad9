package models

import "docket/evidence"

// Fill puts what a reading found into the answers. It replaces an answer only where mine says
// that nobody has given or changed it; where the reading found nothing for such a field, a value
// from an earlier reading goes. Where it found several values the answer stays empty: to choose is
// the person's. It returns the fields that now hold a found value.
func (s *Submission) Fill(r *evidence.Reader, report evidence.Report, mine func(evidence.Field) bool) []evidence.Field {
	var filled []evidence.Field
	for _, f := range Fields {
		if f == FieldEvidence || !mine(f) {
			continue
		}
		fact, found := report.Fact(f)
		if len(fact.Others) > 0 {
			fact.Value, found = "", false
		}
		*s.Answer(f) = r.Clean(fact.Value)
		if found {
			filled = append(filled, f)
		}
	}
	return filled
}
