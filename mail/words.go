package mail

import (
	"cmp"
	"errors"
	"time"

	"docket/models"
)

// slip is all that a letter may say as long as its reader has not shown that the ticket is
// theirs: nothing in it was typed by anybody. The words of every letter are made from a slip
// alone; what people wrote is added by carry, and only where Post.Confirmed allows it.
type slip struct {
	organisation string
	baseURL      string
	reference    string
	state        models.State
	replyBy      time.Time // zero: no promise
	ticketLink   string
	notMeLink    string
	staffLink    string // opens the ticket for who is signed in, and carries no key
}

func (h Letterhead) slip(post models.Post) slip {
	s := slip{
		organisation: h.Organisation, baseURL: h.BaseURL,
		reference:  post.Ticket.Reference.Format(h.Prefix),
		state:      post.Ticket.State,
		ticketLink: h.TicketLink(post.Ticket), notMeLink: h.NotMeLink(post.Letter),
		staffLink: h.BaseURL + "/admin/tickets/" + post.Ticket.Reference.Format(h.Prefix),
	}
	if h.ReplyBy != nil {
		s.replyBy = h.ReplyBy(post.Ticket)
	}
	return s
}

// sheet puts a letter into words.
func (h Letterhead) sheet(post models.Post) (sheet, error) {
	words, ok := map[models.LetterKind]func(slip) sheet{
		models.LetterReceived: received,
		models.LetterReply:    reply,
		models.LetterLink:     link,
		models.LetterBlocked:  blocked,
		models.LetterAnswered: answered,
	}[post.Letter.Kind]
	if !ok {
		return sheet{}, errors.New("no such kind of letter")
	}
	s := h.slip(post)
	letter := words(s)
	letter.Subject = "[" + s.reference + "] " + letter.Title
	letter.Reference = s.reference
	letter.Organisation, letter.BaseURL = s.organisation, s.baseURL
	letter.NotMeTitle = cmp.Or(letter.NotMeTitle, "I did not ask for this")
	if post.Confirmed {
		letter.carry(post)
	}
	return letter, nil
}

const notMe = "If you did not file this ticket, tell us here and we will not write to you again:"

const unconfirmed = "This letter leaves out what the ticket says, because anybody could have filed it with this address. " +
	"If it is yours, you can ask on its page for answers in full: then our letters about this ticket carry the text too."

// received says that a ticket is filed.
func received(s slip) sheet {
	return sheet{
		Title:    "We have received your report",
		Opening:  []string{s.organisation + " has received a support ticket with your e-mail address on it. We have stored it safely. Its number is:"},
		Stands:   standing(s.state),
		Action:   action{"Read your ticket, or add to it, on its page:", s.ticketLink},
		Next:     []string{first(s), keep},
		Withheld: unconfirmed,
		NotMe:    action{notMe, s.notMeLink},
	}
}

// reply says that staff have written.
func reply(s slip) sheet {
	return sheet{
		Title:    "There is an answer to your report",
		Opening:  []string{"The support team of " + s.organisation + " has answered your ticket. Its number is:"},
		Stands:   standing(s.state),
		Action:   action{"Read the answer and reply to it on the ticket's page:", s.ticketLink},
		Next:     []string{after(s.state), keep},
		Withheld: unconfirmed,
		NotMe:    action{notMe, s.notMeLink},
	}
}

// link brings the fresh link that somebody asked for.
func link(s slip) sheet {
	return sheet{
		Title:   "Your link to the ticket",
		Opening: []string{"Somebody, probably you, asked " + s.organisation + " support for a new link to a ticket. The ticket's number is:"},
		Stands:  standing(s.state),
		Action:  action{"Open your ticket with this link:", s.ticketLink},
		Next:    []string{after(s.state), keep},
		NotMe:   action{"If you did not ask for this link, you can leave this letter alone. To get no more letters from us:", s.notMeLink},
	}
}

// blocked is the last letter to an address. It does not open the ticket.
func blocked(s slip) sheet {
	return sheet{
		Title: "We will not write to you again",
		Opening: []string{"You told " + s.organisation + " support that you did not ask for our letters. We are sorry for the trouble, and this is the last one. " +
			"It was about the ticket with this number:"},
		Stands: "This needs nothing from you. Our support team looks after the ticket from here.",
		Next: []string{
			"From now on we send nothing to this address, about this ticket or any other. The links in our earlier letters no longer open the ticket.",
		},
		NotMe: action{"If you did not ask for this, or change your mind, you can take it back here:", s.notMeLink},
	}
}

// answered tells a member of staff that a requester has answered on a ticket of theirs.
func answered(s slip) sheet {
	return sheet{
		Title:      "The requester has answered",
		Opening:    []string{"There is an answer on a ticket that is assigned to you. Its number is:"},
		Stands:     "It is our turn.",
		Action:     action{"Read it and answer on the ticket's page, where you are signed in:", s.staffLink},
		Next:       []string{"They read your reply on their page and, if they asked for it, by mail."},
		NotMeTitle: "No more letters like this",
		NotMe:      action{"You can switch these letters off, and on again, on the page of your account:", s.baseURL + "/admin/account"},
	}
}

const keep = "The link opens the ticket for whoever has it, so please keep it to yourself and the people who work on this with you."

// standing says in plain words where a ticket stands and whose turn it is.
func standing(state models.State) string {
	switch state {
	case models.New:
		return "New. It is our turn: we have yet to read it."
	case models.Open:
		return "Open. It is our turn: we are working on it."
	case models.WaitingRequester:
		return "Waiting for you. It is your turn: we need your answer to go on."
	case models.WaitingSupplier:
		return "Waiting for the supplier. It is their turn, and we stay on it."
	case models.Resolved:
		return "Resolved. It is nobody's turn, unless the problem is still there."
	case models.Closed:
		return "Closed. It is nobody's turn."
	}
	return "We are looking after it."
}

// after says what happens next to a ticket that is under way.
func after(state models.State) string {
	switch state {
	case models.WaitingRequester:
		return "We go on as soon as you have answered on the ticket's page. Your answer may come from you or from a colleague with the link."
	case models.WaitingSupplier:
		return "We write to this address as soon as the supplier has answered us. You can add to the ticket at any time."
	case models.Resolved, models.Closed:
		return "If the problem is still there, answer on the ticket's page and the ticket is open again."
	}
	return "We write to this address when there is news. You can add to the ticket at any time."
}

// first says what happens next to a ticket that was just filed. A letter that comes late, when
// somebody has read the ticket already, must not promise that they will.
func first(s slip) string {
	if s.state != models.New {
		return after(s.state)
	}
	return "A person in our support team reads the ticket and answers " + promise(s.replyBy) + ". We write to this address when they have answered."
}

// promise says by when staff answer, in UTC, because a letter can't know its reader's zone.
func promise(by time.Time) string {
	if by.IsZero() {
		return "as soon as they can"
	}
	return "by " + by.UTC().Format("Monday 2 January 2006, 15:04") + " UTC"
}
