package templates

import (
	"docket/evidence"
	"docket/models"
)

// reference is the name of the control that takes a ticket's identifier.
const reference evidence.Field = "reference"

// findFields are the questions of the page that finds a ticket.
func findFields(p Find) []Field {
	number := Field{
		Name: string(reference), Label: "Ticket number", Control: Line, Mono: true, Standing: Typed,
		Hint:  "Such as " + p.Site.reference("7Q4M2XKD") + ". Case, hyphens and the like of O and 0 do not matter.",
		Value: p.Reference, Error: mistake(p.Problems, reference),
	}
	email := blank(models.FieldEmail)
	email.Hint = "The address that the ticket was filed with."
	email.Value, email.Error, email.Standing = p.Email, mistake(p.Problems, models.FieldEmail), Typed
	return []Field{number, email}
}

// notMeTitle says what the page is for, as things stand.
func notMeTitle(p NotMe) string {
	switch {
	case p.Blocked:
		return "No more mail to your address"
	case p.Done:
		return "Mail to your address again"
	}
	return "Did you not ask for this?"
}

func notMeDone(p NotMe) string {
	if p.Blocked {
		return "Done. This address gets no more mail from us."
	}
	return "Done. We may write to this address again."
}
