// Package auth makes and checks what opens things: passwords, the keys of tickets, of links, of
// known devices and of who writes. It stores nothing.
package auth

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strconv"
	"strings"
	"time"
)

// shortestSecret is the least length of a master secret, in bytes.
const shortestSecret = 32

// ErrShortSecret says that a master secret can be guessed.
var ErrShortSecret = errors.New("the secret is shorter than 32 bytes")

// Keyring holds one key for each purpose, derived from the master secret (HKDF, RFC 5869).
// What an older secret signed still opens; what is signed now uses the first secret.
type Keyring struct{ rings []ring }

// ring is what one master secret gives. Its keys are derived once: checking a link is cheap.
type ring struct {
	id   string // names the secret in what it signs, so that the right one checks it
	keys map[string][]byte
}

// The purposes of keys.
const (
	forTickets      = "ticket"
	forLetters      = "letter"
	forFingerprints = "fingerprint"
	forSetUp        = "set-up"
	forDevices      = "device"
	forThrottles    = "throttle"
	forWriters      = "writer"
)

var purposes = []string{forTickets, forLetters, forFingerprints, forSetUp, forDevices, forThrottles, forWriters}

// NewKeyring derives the keys of one or more master secrets, the current one first.
func NewKeyring(secrets ...string) (*Keyring, error) {
	if len(secrets) == 0 {
		return nil, ErrShortSecret
	}
	k := &Keyring{}
	for _, secret := range secrets {
		if len(secret) < shortestSecret {
			return nil, ErrShortSecret
		}
		k.rings = append(k.rings, newRing([]byte(secret)))
	}
	return k, nil
}

func newRing(master []byte) ring {
	r := ring{keys: map[string][]byte{}}
	for _, purpose := range purposes {
		r.keys[purpose] = derive(master, purpose)
	}
	r.id = base64.RawURLEncoding.EncodeToString(derive(master, "key id"))[:4]
	return r
}

// derive derives the 256-bit key for a purpose.
func derive(master []byte, purpose string) []byte {
	key, err := hkdf.Key(sha256.New, master, nil, "docket/"+purpose, sha256.Size)
	if err != nil { // only for an impossible length
		panic(err)
	}
	return key
}

// Fingerprint makes the 32 bits that stand for a redacted secret: the first of its HMAC-SHA256
// (RFC 2104), too few to find the secret by, enough to tell two secrets of a ticket apart.
func (k *Keyring) Fingerprint(secret string) uint32 {
	m := hmac.New(sha256.New, k.rings[0].keys[forFingerprints])
	m.Write([]byte(secret))
	return binary.BigEndian.Uint32(m.Sum(nil))
}

// Holder says how somebody came by a ticket key.
type Holder string

// The ways to a ticket key.
const (
	Browser Holder = "b" // this browser filed the ticket
	Mailbox Holder = "m" // the link in a mail to the requester
)

// TicketKey makes the key that opens a ticket: 128 bits of HMAC-SHA256 over the holder, the
// reference and the epoch. A new epoch makes every earlier key worthless.
func (k *Keyring) TicketKey(h Holder, reference string, epoch int) string {
	return k.sign(forTickets, string(h)+strconv.Itoa(epoch), reference)
}

// OpenTicketKey checks a key against a reference and tells its holder and epoch.
func (k *Keyring) OpenTicketKey(key, reference string) (h Holder, epoch int, ok bool) {
	claim, ok := k.open(forTickets, key, reference)
	if !ok || len(claim) < 2 {
		return "", 0, false
	}
	epoch, err := strconv.Atoi(claim[1:])
	h = Holder(claim[:1])
	return h, epoch, err == nil && (h == Browser || h == Mailbox)
}

// LetterKey makes the key of a letter's "I did not ask for this" link.
func (k *Keyring) LetterKey(letter string) string { return k.sign(forLetters, "n", letter) }

// OpenLetterKey reports whether a key belongs to a letter.
func (k *Keyring) OpenLetterKey(key, letter string) bool {
	_, ok := k.open(forLetters, key, letter)
	return ok
}

// firstAccount is what the key of the set-up link opens.
const firstAccount = "first account"

// SetUpKey makes the key of the link that makes the first account. It is the same until the
// secret changes, and worthless once there is an account.
func (k *Keyring) SetUpKey() string { return k.sign(forSetUp, "s", firstAccount) }

// OpenSetUpKey reports whether a key is the set-up link's.
func (k *Keyring) OpenSetUpKey(key string) bool {
	_, ok := k.open(forSetUp, key, firstAccount)
	return ok
}

// DeviceKey makes what a browser keeps once somebody has signed in from it (OWASP, "Slow Down
// Online Guessing Attacks with Device Cookies"). It opens nothing: with it a sign-in to that
// account is not slowed by the failures of others.
func (k *Keyring) DeviceKey(account string) string {
	return k.sign(forDevices, rand.Text(), account)
}

// OpenDeviceKey reports whether a key is of a device known to an account, and names the device.
func (k *Keyring) OpenDeviceKey(key, account string) (device string, ok bool) {
	return k.open(forDevices, key, account)
}

// WriterKey makes what a ticket's page says of the account that it was shown to, and when. It opens
// nothing: with it a text on that ticket becomes a draft of that account, whoever brings it.
func (k *Keyring) WriterKey(account, reference string, shown time.Time) string {
	return k.sign(forWriters, account+"@"+strconv.FormatInt(shown.Unix(), 10), reference)
}

// OpenWriterKey reports whether a key is of a page of that ticket, and names the account and when it
// was shown, to the second.
func (k *Keyring) OpenWriterKey(key, reference string) (account string, shown time.Time, ok bool) {
	claim, ok := k.open(forWriters, key, reference)
	account, at, found := strings.Cut(claim, "@")
	seconds, err := strconv.ParseInt(at, 10, 64)
	if !ok || !found || err != nil {
		return "", time.Time{}, false
	}
	return account, time.Unix(seconds, 0), true
}

// ThrottleKey names what is counted, such as an address and a network, so that neither can be
// read from it. A new secret starts every count afresh.
func (k *Keyring) ThrottleKey(kind string, parts ...string) string {
	return kind + "." + k.rings[0].mac(forThrottles, kind, strings.Join(parts, "\x00"))
}

// ID names the current secret without telling it: what a backup says of the secret it needs.
func (k *Keyring) ID() string { return k.rings[0].id }

// Has reports whether one of the secrets has this name.
func (k *Keyring) Has(id string) bool {
	for _, r := range k.rings {
		if r.id == id {
			return true
		}
	}
	return false
}

// sign makes "ID.CLAIM.MAC": the MAC covers the claim and the subject, which travels apart.
func (k *Keyring) sign(purpose, claim, subject string) string {
	r := k.rings[0]
	return r.id + "." + claim + "." + r.mac(purpose, claim, subject)
}

// open checks what sign made and returns its claim.
func (k *Keyring) open(purpose, key, subject string) (claim string, ok bool) {
	parts := strings.Split(key, ".")
	if len(parts) != 3 {
		return "", false
	}
	for _, r := range k.rings {
		if r.id == parts[0] && hmac.Equal([]byte(r.mac(purpose, parts[1], subject)), []byte(parts[2])) {
			return parts[1], true
		}
	}
	return "", false
}

func (r ring) mac(purpose, claim, subject string) string {
	m := hmac.New(sha256.New, r.keys[purpose])
	m.Write([]byte(claim + "\x00" + subject))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:16])
}
