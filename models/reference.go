package models

import (
	"errors"
	"io"
	"strings"
)

// Reference is a ticket's identifier without prefix and hyphens: seven random Crockford
// base32 symbols and one check symbol (Luhn mod 32), upper case. It names a ticket; it does
// not open one.
type Reference string

// alphabet is Crockford's base32: no I, L, O or U.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// ErrNotReference says that a text is not a ticket identifier.
var ErrNotReference = errors.New("not a ticket identifier")

// NewReference draws a reference from a source of random bytes.
func NewReference(random io.Reader) (Reference, error) {
	var b [7]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", err
	}
	symbols := make([]byte, 0, 8)
	for _, v := range b {
		symbols = append(symbols, alphabet[v&31])
	}
	return Reference(append(symbols, checkSymbol(symbols))), nil
}

// ParseReference reads an identifier as people write and say it: with or without the prefix,
// in any case, with spaces or hyphens anywhere, O for 0, I and L for 1.
func ParseReference(prefix, text string) (Reference, error) {
	symbols := foldSymbols(text)
	if p := foldSymbols(prefix); len(symbols) == 8+len(p) && strings.HasPrefix(symbols, p) {
		symbols = symbols[len(p):]
	}
	if len(symbols) != 8 {
		return "", ErrNotReference
	}
	for i := range len(symbols) {
		if strings.IndexByte(alphabet, symbols[i]) < 0 {
			return "", ErrNotReference
		}
	}
	if checkSymbol([]byte(symbols[:7])) != symbols[7] {
		return "", ErrNotReference
	}
	return Reference(symbols), nil
}

// Format writes the identifier as people read it: FC-7Q4M-2XKD.
func (r Reference) Format(prefix string) string {
	if len(r) != 8 {
		return string(r)
	}
	if prefix == "" {
		return string(r[:4] + "-" + r[4:])
	}
	return prefix + "-" + string(r[:4]+"-"+r[4:])
}

// foldSymbols drops separators and maps look-alikes onto the alphabet.
func foldSymbols(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '-' || c == ' ' || c == '\t' || c == '\u2010' || c == '\u2011' || c == '\u2013' || c == '\u00a0':
			return -1
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		}
		switch c {
		case 'O':
			return '0'
		case 'I', 'L':
			return '1'
		}
		return c
	}, text)
}

// checkSymbol computes Luhn's check symbol modulo 32: it catches every single wrong symbol
// and nearly every swap of neighbours.
func checkSymbol(symbols []byte) byte {
	sum, double := 0, true
	for i := len(symbols) - 1; i >= 0; i-- {
		v := strings.IndexByte(alphabet, symbols[i])
		if double {
			v *= 2
			v = v/32 + v%32
		}
		sum += v
		double = !double
	}
	return alphabet[(32-sum%32)%32]
}
