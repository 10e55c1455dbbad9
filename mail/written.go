package mail

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"regexp"
	"strings"

	"docket/models"
)

// writtenTo begins the server's words of a letter that was written as a file; its name follows.
const writtenTo = "written to "

// longestLetter is the most that is read of a letter's file, in bytes.
const longestLetter = 1 << 20

// keyInLink is the ticket key of a link: who has it may read the ticket and answer as its requester.
var keyInLink = regexp.MustCompile(`([?&]key=)[^\s&<>"]+`)

// Written returns the text of a letter that Directory has written to a folder, with the keys of
// its links cut; empty when the letter was not written there.
func Written(folder string, l models.Letter) (string, error) {
	name, ok := strings.CutPrefix(l.ReplyText, writtenTo)
	if !ok {
		return "", nil
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return "", fmt.Errorf("written letter: %w", err)
	}
	defer root.Close()
	file, err := root.Open(name)
	if err != nil {
		return "", fmt.Errorf("written letter: %w", err)
	}
	defer file.Close()
	text, err := textPart(io.LimitReader(file, longestLetter))
	if err != nil {
		return "", fmt.Errorf("written letter: %w", err)
	}
	return keyInLink.ReplaceAllString(text, "${1}…"), nil
}

// textPart returns the text part of a message of alternatives (RFC 2046 §5.1.4).
func textPart(message io.Reader) (string, error) {
	msg, err := netmail.ReadMessage(message)
	if err != nil {
		return "", err
	}
	_, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil {
		return "", err
	}
	parts := multipart.NewReader(msg.Body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err != nil {
			return "", errors.Join(errors.New("no text part"), err)
		}
		kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err == nil && kind == "text/plain" {
			return decoded(part)
		}
	}
}

// decoded undoes the transfer encoding of a part (RFC 2045 §6).
func decoded(part *multipart.Part) (string, error) {
	var body io.Reader = part
	if strings.EqualFold(part.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
		body = quotedprintable.NewReader(part)
	}
	text, err := io.ReadAll(body)
	return strings.ReplaceAll(string(text), "\r\n", "\n"), err
}
