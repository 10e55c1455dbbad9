package models_test

import (
	"errors"
	"strings"

	"gorm.io/gorm"

	"docket/models"
)

// desk is the desk of a member of staff, who is hired when there is none with that name.
func (r *rig) desk(name string) models.Desk {
	r.Helper()
	a, err := r.AddAccount(r.Context(), models.Account{
		Email: strings.ToLower(name) + "@fibre.example", Name: reader.Clean(name), Role: models.RoleAgent, Letters: true,
	})
	if errors.Is(err, models.ErrTaken) {
		a, err = r.AccountByLogin(r.Context(), strings.ToLower(name)+"@fibre.example")
	}
	r.must(err)
	return models.DeskOf(a)
}

// reply is a reply from a new form, by somebody who has seen everything.
func reply(text string) models.Reply {
	return models.Reply{FormID: newForm(), Seen: 1 << 60, Body: reader.Clean(text)}
}

// setIDs gives a ticket other identifiers.
func setIDs(t models.Ticket, request, conversation, order, errorUUID string) func(tx *gorm.DB) error {
	return func(tx *gorm.DB) error {
		return tx.Model(&models.Ticket{ID: t.ID}).Updates(map[string]any{
			"request_id": request, "conversation_id": conversation, "order_id": order, "error_uuid": errorUUID,
		}).Error
	}
}
