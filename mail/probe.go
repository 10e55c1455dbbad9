package mail

import (
	"context"
	"crypto/tls"
	"fmt"
)

// Reached is how a mail server was reached.
type Reached struct {
	TLS      string // such as "TLS 1.3", empty: in the clear
	SignedIn bool
}

// Probe goes as far with a mail server ("smtp://", "smtps://") as can be gone without a letter:
// it connects, brings up TLS, signs in and says good-bye. Its error is a Fault that names the
// step, or says what is wrong with the address; it never holds the password.
func Probe(ctx context.Context, address string, opt Options) (Reached, error) {
	r, err := parseRelay(address)
	if err != nil {
		return Reached{}, fmt.Errorf("mail server: %w", err)
	}
	p := newPool(r, opt)
	c, err := converse(ctx, &p.relay, p.opt)
	if err != nil {
		return Reached{}, err
	}
	defer c.close()
	reached := Reached{SignedIn: r.user != ""}
	if state, secured := c.client.TLSConnectionState(); secured {
		reached.TLS = tls.VersionName(state.Version)
	}
	return reached, nil
}
