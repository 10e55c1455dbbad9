package handlers

import (
	"strings"

	"docket/evidence"
	"docket/models"
)

// hiding is what became of a person's wish to hide a text.
type hiding struct {
	asked, done bool
	places      int // how many were hidden in the evidence
}

// words says what was hidden, or why nothing was; empty when nobody asked.
func (h hiding) words() string {
	switch {
	case !h.asked:
		return ""
	case !h.done:
		return "Nothing was hidden: this text does not stand in the evidence, or it is shorter than 4 characters, or it is an id by which we find the call."
	case h.places == 1:
		return "Hidden in 1 place. It can’t be brought back."
	}
	return "Hidden wherever it stood. It can’t be brought back."
}

// retold are the answers in which parts of the evidence may stand again.
var retold = []evidence.Field{evidence.RequestText, evidence.ResponseText, evidence.ErrorMessage, evidence.Summary,
	evidence.SupplierReference, models.FieldDescription}

// hide redacts what the person selected, in the evidence and in the answers that retell it.
func (in *intake) hide(r *evidence.Reader, secrets []string) {
	secrets = wishes(secrets)
	if in.hiding.asked = len(secrets) > 0; !in.hiding.asked {
		return
	}
	before := in.submission.Evidence
	known := in.filled[models.FieldEvidence] == digest(before)
	in.submission.Evidence = r.Hide(before, secrets...)
	in.hiding.places = count(in.submission.Evidence) - count(before)
	in.hiding.done = in.submission.Evidence != before
	if known {
		in.filled[models.FieldEvidence] = digest(in.submission.Evidence)
	}
	texts := []evidence.Clean{in.submission.Evidence}
	for _, f := range retold {
		texts = append(texts, *in.submission.Answer(f))
	}
	for i, text := range r.HideAll(texts, lines(secrets)...)[1:] {
		answer := in.submission.Answer(retold[i])
		if text == *answer {
			continue
		}
		in.hiding.done = true
		if in.filled[retold[i]] == digest(*answer) {
			in.filled[retold[i]] = digest(text)
		}
		*answer = text
	}
}

func wishes(secrets []string) (all []string) {
	for _, s := range secrets {
		if s = strings.TrimSpace(typedText(s)); s != "" {
			all = append(all, s)
		}
	}
	return all
}

// shortestLine is the shortest line of a longer selection that is hidden by itself, in bytes.
const shortestLine = 8

// lines adds to texts of several lines each line, without the marks of a transcript: an answer
// doesn't have those.
func lines(secrets []string) []string {
	all := secrets
	for _, s := range secrets {
		if !strings.Contains(s, "\n") {
			continue
		}
		for line := range strings.Lines(s) {
			if line = strings.Trim(line, "<>*| \t\r\n"); len(line) >= shortestLine {
				all = append(all, line)
			}
		}
	}
	return all
}

// count is how many secrets a text has lost.
func count(c evidence.Clean) (n int) {
	for _, r := range c.Redactions() {
		n += r.Count
	}
	return n
}
