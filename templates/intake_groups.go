package templates

import (
	"docket/evidence"
	"docket/models"
)

// inOrder divides the questions as the published list does.
func inOrder(fields []Field) []Group {
	return []Group{
		{ID: "which", Title: "Which call", Fields: fields[:index(fields, evidence.RequestText)]},
		{ID: "what", Title: "What was sent, what came back",
			Fields: fields[index(fields, evidence.RequestText):index(fields, models.FieldImpact)]},
		{ID: "how-much", Title: "What it stops",
			Fields: fields[index(fields, models.FieldImpact):index(fields, models.FieldName)]},
		{ID: "who", Title: "Who gets the answer", Fields: fields[index(fields, models.FieldName):]},
	}
}

// arranged puts what is left first, in full, then what is answered and what may be added, as rows.
func arranged(fields []Field) []Group {
	left := Group{ID: "left", Title: "Left for you"}
	there := Group{ID: "there", Title: "On the docket", Rows: true}
	extra := Group{ID: "extra", Title: "If you have it", Rows: true}
	for _, f := range fields {
		switch {
		case f.Standing == Missing || f.Error != "" || len(f.Ask) > 0 || asksWithTime(f, fields):
			left.Fields = append(left.Fields, f)
		case f.Standing == Open:
			extra.Fields = append(extra.Fields, f)
		default:
			there.Fields = append(there.Fields, f)
		}
	}
	left = withNoResponse(left, &extra)
	var groups []Group
	for _, g := range []Group{left, there, extra} {
		if len(g.Fields) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// asksWithTime keeps the time beside the question for its zone.
func asksWithTime(f Field, fields []Field) bool {
	return (f.Name == string(evidence.OccurredAt) || f.Name == string(models.FieldZone)) &&
		index(fields, models.FieldZone) < len(fields)
}

// withNoResponse asks why no response came right after a response that is missing.
func withNoResponse(left Group, extra *Group) Group {
	at := index(left.Fields, evidence.ResponseText)
	from := index(extra.Fields, evidence.NoResponse)
	if at == len(left.Fields) || from == len(extra.Fields) {
		return left
	}
	why := extra.Fields[from]
	extra.Fields = append(extra.Fields[:from:from], extra.Fields[from+1:]...)
	left.Fields = append(left.Fields[:at+1:at+1], append([]Field{why}, left.Fields[at+1:]...)...)
	return left
}

// index returns where a field stands in a list, the list's length when it does not.
func index(fields []Field, name evidence.Field) int {
	for i, f := range fields {
		if f.Name == string(name) {
			return i
		}
	}
	return len(fields)
}
