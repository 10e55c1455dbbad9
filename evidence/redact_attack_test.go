package evidence

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand"
	"net/url"
	"strings"
	"testing"
)

// loot is what one attack plants: secrets that must vanish and ids that must stay.
type loot struct {
	rnd     *rand.Rand
	secrets []string
	kept    []string
}

const (
	base62   = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	hexes    = "0123456789abcdef"
)

// chars returns n random letters of an alphabet, the last a digit, one of them a letter.
func (l *loot) chars(alphabet string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[l.rnd.Intn(len(alphabet))]
	}
	b[n-1], b[n-2] = '7', alphabet[10+l.rnd.Intn(6)]
	return string(b)
}

// secret plants a random secret that must vanish.
func (l *loot) secret(alphabet string, n int) string {
	s := l.chars(alphabet, n)
	l.secrets = append(l.secrets, s)
	return s
}

func (l *loot) uuid() string {
	h := l.chars(hexes, 32)
	id := h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:]
	l.kept = append(l.kept, id)
	return id
}

// fill replaces the placeholders of a template: «S» a token, «P» a password, «H» hexadecimal,
// «K» capitals, «B» Basic credentials, «N» digits, «X» a digest, «J» header and claims of a JWT (which stay), «I» an id,
// «O» an order number; «s» is the last «S» again, «q» the password of the last «B».
func (l *loot) fill(template string) string {
	var b strings.Builder
	last := map[string]string{}
	for {
		n := strings.Index(template, "«")
		if n < 0 {
			return b.String() + template
		}
		b.WriteString(template[:n])
		name, rest, _ := strings.Cut(template[n+len("«"):], "»")
		template = rest
		switch name {
		case "S":
			last["s"] = l.secret(base62, 32)
			b.WriteString(last["s"])
		case "L":
			b.WriteString(l.secret(base62, 86))
		case "P":
			b.WriteString(l.secret(base62, 12))
		case "H":
			b.WriteString(l.secret(hexes, 40))
		case "K":
			b.WriteString(l.secret(capitals, 16))
		case "X":
			b.WriteString(l.secret(hexes, 32))
		case "N":
			b.WriteString(l.secret("0123456789123456", 9))
		case "B":
			last["q"] = l.secret(base62, 14)
			s := base64.StdEncoding.EncodeToString([]byte("desk:" + last["q"]))
			l.secrets = append(l.secrets, s)
			b.WriteString(s)
		case "J":
			head := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256","kid":"1"}`)) + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"desk","n":`+fmt.Sprint(l.rnd.Intn(1e6))+`}`)) + "."
			l.kept = append(l.kept, head)
			b.WriteString(head)
		case "I":
			b.WriteString(l.uuid())
		case "O":
			o := "1" + fmt.Sprintf("%08d", l.rnd.Intn(1e8))
			l.kept = append(l.kept, o)
			b.WriteString(o)
		default:
			b.WriteString(last[name])
		}
	}
}

// attack is a shape in which a secret is pasted.
type attack struct {
	name, text string
	wrap       func(string) string // what the tool makes of the text, nil for nothing
}

// window is how many bytes of a secret in a row may survive: fewer than this.
const window = 8

func leak(text, secret string) string {
	for i := 0; i+window <= len(secret); i++ {
		if strings.Contains(text, secret[i:i+window]) {
			return secret[i : i+window]
		}
	}
	return ""
}

func TestWhatAnAttackerPlantsIsGone(t *testing.T) {
	failed := 0
	for n, a := range attacks {
		for seed := range 3 {
			l := &loot{rnd: rand.New(rand.NewSource(int64(1000*n + seed)))}
			text := l.fill(a.text)
			if a.wrap != nil {
				text = a.wrap(text)
			}
			if why := l.judge(text, a.wrap == nil); why != "" {
				t.Errorf("%s: %s\n  in  %q\n  out %q", a.name, why, text, (&Reader{}).Clean(text))
				failed++
				break
			}
		}
	}
	t.Logf("%d shapes, %d pass", len(attacks), len(attacks)-failed)
}

// judge says what is wrong with the redaction of a text, "" for nothing.
func (l *loot) judge(text string, plain bool) string {
	var r Reader
	got := r.Clean(text).String()
	flat := laidOpen(got)
	newView(got, nil, 0).each(func(v *view) { flat += v.text + "\n" })
	for _, s := range l.secrets {
		for _, t := range []string{got, flat} {
			if w := leak(t, s); w != "" {
				return fmt.Sprintf("%q survives as %q", s, w)
			}
		}
	}
	for _, id := range l.kept {
		if !strings.Contains(got, id) && !strings.Contains(flat, id) {
			return fmt.Sprintf("%q is lost", id)
		}
	}
	if again := r.Clean(got).String(); again != got {
		return fmt.Sprintf("not idempotent: %q", again)
	}
	if json.Valid([]byte(text)) && !json.Valid([]byte(got)) {
		return "no longer JSON"
	}
	if !strings.Contains(flat, markerOpen) {
		return "no marker"
	}
	return ""
}

// laidOpen shows what a determined reader gets out of a text: lines joined, hexadecimal and
// base64 decoded, escapes undone.
func laidOpen(text string) string {
	var out strings.Builder
	joined := strings.Builder{}
	var bytesOf strings.Builder
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSuffix(strings.TrimRight(line, "\r "), "=")
		joined.WriteString(strings.TrimLeft(line, "> \t|"))
		for _, w := range strings.Fields(line) {
			if b, err := hex.DecodeString(w); err == nil && (len(w) == 2 || len(w) == 4 || len(w) == 8) {
				bytesOf.Write(b)
			}
		}
	}
	out.WriteString(joined.String() + "\n" + bytesOf.String() + "\n")
	unquoted := strings.NewReplacer("\x1b[31m", "", "\x1b[0m", "", "\x1b[1;32m", "", "\u200b", "", "\u200d", "", "\ufeff", "", `\u002d`, "-", `" +`, "", `"`, "", " ", "", "\n", "", "'", "", "+", "", "\\", "", "`", "").Replace(text)
	out.WriteString(unquoted + "\n")
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !strings.ContainsRune(base62+"+/=_-", r) }) {
		if b, err := base64.StdEncoding.DecodeString(w); err == nil && len(w) > 11 {
			out.WriteString(string(b) + "\n")
		}
		if b, err := base64.RawURLEncoding.DecodeString(w); err == nil && len(w) > 11 {
			out.WriteString(string(b) + "\n")
		}
	}
	once, _ := url.QueryUnescape(text)
	twice, _ := url.QueryUnescape(once)
	out.WriteString(once + "\n" + twice + "\n")
	var buffer struct{ Data []byte }
	var numbers struct {
		Stream struct{ Data []int }
		Data   []int
	}
	if json.Unmarshal([]byte(text), &numbers) == nil {
		for _, n := range append(numbers.Data, numbers.Stream.Data...) {
			buffer.Data = append(buffer.Data, byte(n))
		}
		out.Write(buffer.Data)
	}
	return out.String()
}

// The dumps in which tools show bytes.

func hexDump(head func(int) string, group int, sep, bar string, width int) func(string) string {
	return func(s string) string {
		var out strings.Builder
		for i := 0; i < len(s); i += width {
			line := s[i:min(len(s), i+width)]
			var h strings.Builder
			for k := 0; k < width; k++ {
				if k > 0 && k%group == 0 {
					h.WriteString(" ")
				}
				if k < len(line) {
					fmt.Fprintf(&h, "%02x", line[k])
				} else {
					h.WriteString("  ")
				}
			}
			ascii := strings.Map(func(r rune) rune {
				if r < 0x20 || r > 0x7e {
					return '.'
				}
				return r
			}, line)
			out.WriteString(head(i) + h.String() + sep + bar + ascii + bar + "\n")
		}
		return out.String()
	}
}

var (
	xxd     = hexDump(func(i int) string { return fmt.Sprintf("%08x: ", i) }, 2, "  ", "", 16)
	tcpdump = hexDump(func(i int) string { return fmt.Sprintf("\t0x%04x:  ", i) }, 2, "  ", "", 16)
	tshark  = hexDump(func(i int) string { return fmt.Sprintf("%04x  ", i) }, 1, "   ", "", 16)
	hexC    = hexDump(func(i int) string { return fmt.Sprintf("%08x  ", i) }, 1, "  ", "|", 16)
	trace   = hexDump(func(i int) string { return fmt.Sprintf("%04x: ", i) }, 1, " ", "", 16)
)

func traced(s string) string {
	return "=> Send header, " + fmt.Sprint(len(s)) + " bytes (0x" + fmt.Sprintf("%x", len(s)) + ")\n" + trace(s) + "== Info: done\n"
}

func traceASCII(s string) string {
	var out strings.Builder
	out.WriteString("=> Send header, 200 bytes (0xc8)\n")
	at := 0
	for _, line := range strings.SplitAfter(s, "\n") {
		text := strings.TrimRight(line, "\r\n")
		for k := 0; k == 0 || k < len(text); k += 64 {
			fmt.Fprintf(&out, "%04x: %s\n", at+k, text[k:min(len(text), k+64)])
		}
		at += len(line)
	}
	return out.String()
}

func plainHex(s string) string {
	h := hex.EncodeToString([]byte(s))
	var out strings.Builder
	for i := 0; i < len(h); i += 60 {
		out.WriteString(h[i:min(len(h), i+60)] + "\n")
	}
	return out.String()
}

func wrapped(width int, prefix, suffix string) func(string) string {
	return func(s string) string {
		var out strings.Builder
		for _, line := range strings.Split(s, "\n") {
			line = strings.TrimRight(line, "\r")
			for {
				n := min(width, len(line))
				pad := ""
				if suffix != "" {
					pad = strings.Repeat(" ", width-n)
				}
				out.WriteString(prefix + line[:n] + pad + suffix + "\n")
				if line = line[n:]; line == "" {
					break
				}
			}
		}
		return out.String()
	}
}

func quotedPrintable(s string) string {
	s = strings.ReplaceAll(s, "=", "=3D")
	var out strings.Builder
	out.WriteString("Content-Transfer-Encoding: quoted-printable\n\n")
	for _, line := range strings.Split(s, "\n") {
		for len(line) > 75 {
			n := 75
			if line[74] == '=' || line[73] == '=' {
				n = 73
			}
			out.WriteString(line[:n] + "=\n")
			line = line[n:]
		}
		out.WriteString(line + "\n")
	}
	return out.String()
}

// within returns the text inside another, encoded.
func within(front, back string, encode func(string) string) func(string) string {
	return func(s string) string { return front + encode(s) + back }
}

func b64(s string) string    { return base64.StdEncoding.EncodeToString([]byte(s)) }
func b64url(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
func jsonIn(s string) string { b, _ := json.Marshal(s); return string(b) }
func numbers(s string) string {
	return strings.Join(strings.Fields(strings.Trim(fmt.Sprint([]byte(s)), "[]")), ",")
}
func mime64(s string) string {
	e := b64(s)
	var out strings.Builder
	for i := 0; i < len(e); i += 76 {
		out.WriteString(e[i:min(len(e), i+76)] + "\n")
	}
	return out.String()
}

// between puts a mark after every seventh letter of the word behind the last blank or "=".
func between(mark string) func(string) string {
	return func(s string) string {
		n := strings.LastIndexAny(s, " =") + 1
		var out strings.Builder
		for i := n; i < len(s); i++ {
			out.WriteByte(s[i])
			if (i-n)%7 == 6 && i < len(s)-1 {
				out.WriteString(mark)
			}
		}
		return s[:n] + out.String()
	}
}

const call = "POST /v1/orders?page=2 HTTP/1.1\r\nHost: api.fibregateway.com\r\nAuthorization: Bearer «S»\r\nX-Request-ID: «I»\r\nAccept: */*\r\n\r\n"
const basicCall = "GET /v1/orders HTTP/1.1\r\nX-Request-ID: «I»\r\nAuthorization: Basic «B»\r\nCookie: SID=«S»; a=b\r\n\r\n"
const form = "grant_type=client_credentials&client_id=desk&client_secret=«S»&scope=orders"
const bodyJSON = `{"orderId":"«O»","requestId":"«I»","password":"«P»","nested":{"access_token":"«S»"}}`
