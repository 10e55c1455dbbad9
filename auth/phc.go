package auth

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
)

// saltLength is the length of a new salt in bytes.
const saltLength = 16

// cost is what argon2id (RFC 9106 §3.1) is asked for.
type cost struct {
	memory uint32 // KiB
	passes uint32
	lanes  uint8
	key    uint32 // length of the result in bytes
}

// current is the cost of new hashes (OWASP Password Storage Cheat Sheet), about 40 ms.
var current = cost{memory: 19 << 10, passes: 2, lanes: 1, key: 32}

// dearest is the most that a kept hash may ask for: who can write one into the database can't
// make the program eat memory or time with it.
var dearest = cost{memory: 64 << 10, passes: 8, lanes: 4, key: 64}

// The least and the most of a kept hash's parts, in bytes.
const (
	shortestSalt = 8 // RFC 9106 §3.1
	shortestKey  = 16
	longestSalt  = 64
	longestPHC   = 256
)

// phc is a hash with its salt and cost, written as "$argon2id$v=19$m=19456,t=2,p=1$SALT$KEY"
// (PHC string format; base64 without padding).
type phc struct {
	cost
	salt, result []byte
}

func (h phc) String() string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		h.memory, h.passes, h.lanes, b64.EncodeToString(h.salt), b64.EncodeToString(h.result))
}

// readPHC reads what String writes; ok is false for anything else, and for what costs too much.
func readPHC(text string) (h phc, ok bool) {
	parts := strings.Split(text, "$")
	if len(text) > longestPHC || len(parts) != 6 {
		return phc{}, false
	}
	h.cost, ok = readCost(parts[3])
	b64 := base64.RawStdEncoding.Strict()
	var saltErr, resultErr error
	h.salt, saltErr = b64.DecodeString(parts[4])
	h.result, resultErr = b64.DecodeString(parts[5])
	h.key = uint32(len(h.result))
	ok = ok && saltErr == nil && resultErr == nil && h.bounded() && h.String() == text
	return h, ok
}

// readCost reads "m=19456,t=2,p=1".
func readCost(text string) (c cost, ok bool) {
	fields := strings.Split(text, ",")
	if len(fields) != 3 {
		return cost{}, false
	}
	var values [3]uint64
	for i, name := range []string{"m=", "t=", "p="} {
		digits, found := strings.CutPrefix(fields[i], name)
		value, err := strconv.ParseUint(digits, 10, 32)
		if !found || err != nil {
			return cost{}, false
		}
		values[i] = value
	}
	if values[2] > uint64(dearest.lanes) {
		return cost{}, false
	}
	return cost{memory: uint32(values[0]), passes: uint32(values[1]), lanes: uint8(values[2])}, true
}

// bounded reports whether every part is within what RFC 9106 §3.1 asks for and what we can pay.
func (h phc) bounded() bool {
	return h.lanes >= 1 && h.lanes <= dearest.lanes && h.passes >= 1 && h.passes <= dearest.passes &&
		h.memory >= 8*uint32(h.lanes) && h.memory <= dearest.memory &&
		h.key >= shortestKey && h.key <= dearest.key && len(h.salt) >= shortestSalt && len(h.salt) <= longestSalt
}
