package mailtest

import (
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// AuthMechanisms is what the server offers; nothing when it wants no credentials.
func (s *session) AuthMechanisms() []string {
	switch {
	case s.sink.opt.User == "":
		return nil
	case s.sink.opt.Login:
		return []string{sasl.Login}
	}
	return []string{sasl.Plain}
}

// Auth begins a sign-in.
func (s *session) Auth(mechanism string) (sasl.Server, error) {
	switch mechanism {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, user, password string) error { return s.signIn(user, password) }), nil
	case sasl.Login:
		return &login{check: s.signIn}, nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

func (s *session) signIn(user, password string) error {
	s.sink.sawPass.Store(true)
	if user != s.sink.opt.User || password != s.sink.opt.Password {
		return errCredentials
	}
	s.sink.signIns.Add(1)
	s.signedIn = true
	return nil
}

// login is AUTH LOGIN, which the library has for clients alone: the server asks for the user,
// then for the password.
type login struct {
	asked int
	user  string
	check func(user, password string) error
}

func (l *login) Next(response []byte) (challenge []byte, done bool, err error) {
	l.asked++
	switch {
	case l.asked == 1 && len(response) == 0:
		return []byte("Username:"), false, nil
	case l.user == "":
		l.user = string(response)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(l.user, string(response))
}
