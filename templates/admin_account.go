package templates

import (
	"strconv"

	"docket/evidence"
	"docket/models"
)

// The names of the controls on the pages about accounts.
const (
	password evidence.Field = "password"
	current  evidence.Field = "current"
	role     evidence.Field = "role"
)

// passwordRules say what a new password must be.
const passwordRules = "12 characters at least, 256 bytes at most. Four words that have nothing to do with each other are easy to keep in mind."

// signInFields are the questions at the door.
func signInFields(p SignIn) []Field {
	return []Field{
		{Name: string(models.FieldEmail), Label: "E-mail address", Control: Line, Standing: Typed, Type: "email", InputMode: "email",
			Autocomplete: "username", Value: p.Email, Error: mistake(p.Problems, models.FieldEmail)},
		{Name: string(password), Label: "Password", Control: Line, Standing: Typed, Type: "password",
			Autocomplete: "current-password", Error: mistake(p.Problems, password)},
	}
}

// leaves reports whether a text would be lost with the page.
func (p SignIn) leaves() bool { return p.Kept != nil && len(p.Kept.Texts) > 0 }

// keptID is the id of one of the texts that could not be kept.
func keptID(i int) string { return "kept-" + strconv.Itoa(i+1) }

// setUpFields are the questions about the first account.
func setUpFields(p SetUp) []Field {
	return []Field{
		{Name: string(models.FieldName), Label: "Your name", Control: Line, Standing: Typed, Hint: "It stands beside your replies.",
			Autocomplete: "name", Value: p.Name, Error: mistake(p.Problems, models.FieldName)},
		{Name: string(models.FieldEmail), Label: "E-mail address", Control: Line, Standing: Typed, Type: "email", InputMode: "email",
			Hint: "You sign in with it.", Autocomplete: "username", Value: p.Email, Error: mistake(p.Problems, models.FieldEmail)},
		newPassword(p.Problems),
	}
}

func newPassword(problems []models.Problem) Field {
	return Field{Name: string(password), Label: "New password", Control: Line, Standing: Typed, Type: "password",
		Hint: passwordRules, Autocomplete: "new-password", Error: mistake(problems, password)}
}

// passwordFields are the questions for a change of one's own password.
func passwordFields(p AccountShow) []Field {
	return []Field{
		{Name: string(current), Label: "Password until now", Control: Line, Standing: Typed, Type: "password",
			Autocomplete: "current-password", Error: mistake(p.Problems, current)},
		newPassword(p.Problems),
	}
}

// staffFields are the questions about a new account.
func staffFields(p StaffList) []Field {
	return []Field{
		{Name: string(models.FieldName), Label: "Name", Control: Line, Standing: Typed, Hint: "Requesters see it beside replies.",
			Autocomplete: "off", Value: p.Name, Error: mistake(p.Problems, models.FieldName)},
		{Name: string(models.FieldEmail), Label: "E-mail address", Control: Line, Standing: Typed, Type: "email", InputMode: "email",
			Autocomplete: "off", Value: p.Email, Error: mistake(p.Problems, models.FieldEmail)},
		{Name: string(role), Label: "Role", Control: Select, Standing: Typed, Options: roleOptions,
			Value: string(p.Role), Error: mistake(p.Problems, role)},
	}
}

var roleOptions = func() []Option {
	var options []Option
	for _, r := range models.Roles {
		options = append(options, Option{Value: string(r), Words: roleWords[r]})
	}
	return options
}()

// Preference is one thing that somebody chooses for themselves.
type Preference struct {
	Name, Label, Hint string
	On                bool
}

func preferencesOf(a models.Account) []Preference {
	return []Preference{
		{"letters", "Mail me when a requester answers on a ticket of mine", "", a.Letters},
		{"shortcuts", "Single keys do things", "Switch it off if you speak your input or hit keys by accident. Keys never work while you type in a box.", a.Shortcuts},
	}
}

// SessionLine is one browser in which somebody is signed in.
type SessionLine struct {
	Browser     string
	Here        bool // it is this one
	Since, Seen Moment
	End         string // where the button goes that ends it
}

func sessionLines(p AccountShow) []SessionLine {
	var lines []SessionLine
	for _, s := range p.Sessions {
		lines = append(lines, SessionLine{
			Browser: orWords(s.Browser, "A browser without a name"), Here: s.ID == p.Current,
			Since: p.Frame.at(s.CreatedAt), Seen: p.Frame.at(s.SeenAt), End: "/admin/account/sessions/" + s.ID.String() + "/end",
		})
	}
	return lines
}

// AccountLine is one account in the list of staff.
type AccountLine struct {
	Account  models.Account
	Own      bool // the reader's
	Disabled *Moment
	Address  string // what its forms' addresses begin with
}

func accountLines(p StaffList) []AccountLine {
	var lines []AccountLine
	for _, a := range p.Accounts {
		line := AccountLine{Account: a, Own: a.ID == p.Frame.Reader.ID, Address: "/admin/staff/" + a.ID.String()}
		if a.DisabledAt != nil {
			at := p.Frame.at(*a.DisabledAt)
			line.Disabled = &at
		}
		lines = append(lines, line)
	}
	return lines
}
