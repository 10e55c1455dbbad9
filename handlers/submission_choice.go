package handlers

import (
	"slices"
	"strconv"
	"strings"

	"docket/evidence"
	"docket/models"
	"docket/templates"
)

// choose names the control that takes the right one of several values of a field.
func choose(field evidence.Field) string { return "choose_" + string(field) }

// answer is what a form says for a field: the one of several values that was chosen, or what was typed.
func (f form) answer(field evidence.Field) string {
	if chosen := f.values.Get(choose(field)); strings.TrimSpace(chosen) != "" {
		return chosen
	}
	return f.values.Get(string(field))
}

// number returns a field that counts from 1, 0 for anything else.
func (f form) number(name string) int {
	n, err := strconv.Atoi(f.get(name))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// splitRead takes the number of the call apart from the digest of the evidence that it was read in.
func (in *intake) splitRead() {
	sum, call, ok := strings.Cut(in.filled[models.FieldEvidence], ".")
	if !ok {
		return
	}
	in.filled[models.FieldEvidence] = sum
	if n, err := strconv.Atoi(call); err == nil && n > 0 {
		in.readCall = n
	}
}

// settle notes which disagreements the form settles: by a choice, or by one made before whose
// value has stayed.
func (in *intake) settle(f form) {
	in.none = map[evidence.Field]bool{}
	for field, sum := range in.settled {
		if answer := in.submission.Answer(field); answer == nil || answer.IsZero() || sum != digest(*answer) {
			delete(in.settled, field)
		}
	}
	for _, field := range models.Fields {
		answer := *in.submission.Answer(field)
		if _, chosen := f.values[choose(field)]; chosen && strings.TrimSpace(answer.String()) == "" {
			in.none[field] = true
		} else if chosen {
			in.settled[field] = digest(answer)
			delete(in.filled, field)
		}
	}
	for _, field := range models.Fields {
		if _, ok := in.settled[field]; ok {
			in.submission.Settled = append(in.submission.Settled, field)
		}
	}
}

// asks reports whether the evidence gives several values for an answer, and nobody has chosen one.
func (in *intake) asks(field evidence.Field) bool {
	if in.reading == nil {
		return false
	}
	fact, _ := in.reading.Report.Fact(field)
	return len(fact.Others) > 0 && in.submission.Answer(field).IsZero() && !in.none[field]
}

// ofCall reports whether an answer is empty, or as another call of the evidence gave it, so that
// the call which was chosen instead may replace it.
func (in *intake) ofCall(report evidence.Report) func(evidence.Field) bool {
	return func(f evidence.Field) bool {
		if in.unchanged(f) {
			return true
		}
		fact, _ := report.Fact(f)
		answer := strings.TrimSpace(in.submission.Answer(f).String())
		return slices.ContainsFunc(append(fact.Others, evidence.Other{Value: fact.Value}), func(o evidence.Other) bool {
			return strings.TrimSpace(o.Value) == answer
		})
	}
}

// questions adds to the problems of a form, in its order, what the person has to decide: which call
// it is about, which of several values is right, and what could not be hidden.
func (in *intake) questions(problems []models.Problem) []models.Problem {
	var all []models.Problem
	if in.switched {
		all = append(all, models.Problem{Field: templates.FieldExchange,
			Message: "You have chosen another call. The docket is about that one now: check it, and file it again."})
	}
	if in.hiding.asked && !in.hiding.done {
		all = append(all, models.Problem{Field: templates.FieldHide, Message: in.hiding.words()})
	}
	for _, field := range models.Fields {
		at := slices.IndexFunc(problems, func(p models.Problem) bool { return p.Field == field })
		switch {
		case in.asks(field):
			all = append(all, models.Problem{Field: field, Message: "Your evidence gives more than one value for " + templates.LabelOf(field) + ". Choose the right one."})
		case at >= 0:
			all = append(all, problems[at])
		}
	}
	return all
}
