package handlers

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"docket/evidence"
	"docket/models"
)

// The limits of a form's parts.
const (
	mostParts  = 64
	longestKey = 64        // of a part's name, in bytes
	longestRaw = formLimit // of all text parts together, in bytes
)

// form is what a browser sent, raw: it lives for one request and is never kept, logged or written.
type form struct {
	values   url.Values
	file     string // text of the chosen file, empty without one; of a long HAR an excerpt
	aside    string // of what that leaves out, what may name secrets that the excerpt holds
	size     int    // of all its text, in bytes
	fileLong bool   // the file is longer than a form takes, so it was left out
}

// readForm reads a form of either encoding into memory, when there is room for it; nothing
// touches the disk.
func (s *Server) readForm(c echo.Context) (f form, err error) {
	if s.RateLimit {
		network := narrow(addressOf(c))
		if !s.limits.bodies.begin(network) {
			return form{}, errTooMany
		}
		defer s.limits.bodies.end(network)
	}
	err = through(c, s.gates.gateFor(c.Request().ContentLength), func() error {
		f, err = s.parseForm(c.Request().Header.Get(echo.HeaderContentType), hurry(c, s.first))
		return err
	})
	return f, err
}

// gateFor is the gate of a body so long, in bytes; a negative length is one that nobody has told.
func (g gates) gateFor(length int64) chan struct{} {
	if length >= 0 && length <= smallBody {
		return g.bodies
	}
	return g.uploads
}

func (s *Server) parseForm(contentType string, body io.Reader) (form, error) {
	kind, params, err := mime.ParseMediaType(contentType)
	switch {
	case err == nil && kind == echo.MIMEMultipartForm:
		return s.readParts(multipart.NewReader(body, params["boundary"]))
	case err == nil && kind == echo.MIMEApplicationForm:
		return readPairs(body)
	}
	return form{}, errBadForm
}

func readPairs(body io.Reader) (form, error) {
	raw, err := io.ReadAll(io.LimitReader(body, longestRaw+1))
	if err != nil {
		return form{}, formError(err)
	}
	if len(raw) > longestRaw {
		return form{}, refusedTooLarge
	}
	values, err := url.ParseQuery(string(raw))
	if err != nil || len(values) > mostParts {
		return form{}, errBadForm
	}
	for name := range values {
		for i, v := range values[name] {
			values[name][i] = typedText(v)
		}
	}
	return form{values: values, size: len(raw)}, nil
}

func (s *Server) readParts(parts *multipart.Reader) (form, error) {
	f, room := form{values: url.Values{}}, int64(longestRaw)
	for range mostParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return f, nil
		}
		if err != nil {
			return form{}, formError(err)
		}
		if err := f.take(s.Reader, part, &room); err != nil {
			return form{}, err
		}
	}
	return form{}, errBadForm
}

// take reads one part into the form.
func (f *form) take(r *evidence.Reader, part *multipart.Part, room *int64) error {
	if len(part.FormName()) > longestKey {
		return errBadForm
	}
	if part.FormName() == "file" {
		return f.takeFile(r, part)
	}
	raw, err := io.ReadAll(io.LimitReader(part, *room+1))
	switch {
	case err != nil:
		return formError(err)
	case int64(len(raw)) > *room:
		return refusedTooLarge
	}
	*room -= int64(len(raw))
	f.size += len(raw)
	f.values.Add(part.FormName(), typedText(string(raw)))
	return nil
}

// takeFile reads a file. A HAR that is too long to be kept is read as it comes and leaves an
// excerpt; any other file is left out and noted, so that the rest of the form can be shown again.
func (f *form) takeFile(r *evidence.Reader, part *multipart.Part) error {
	raw, err := io.ReadAll(io.LimitReader(part, models.LongestEvidence+1))
	if err != nil {
		return formError(err)
	}
	if len(raw) <= models.LongestEvidence {
		f.size += len(raw)
		f.file = evidence.Text(raw)
		return nil
	}
	rest := &io.LimitedReader{R: part, N: longestFile - int64(len(raw)) + 1}
	excerpt, ok, err := r.ExcerptHAR(io.MultiReader(bytes.NewReader(raw), rest), evidence.LongestExcerpt)
	if err == nil {
		_, err = io.Copy(io.Discard, rest)
	}
	switch {
	case err != nil:
		return formError(err)
	case rest.N <= 0:
		return refusedTooLarge
	case !ok:
		f.fileLong = true
		return nil
	}
	f.file, f.aside = evidence.Text([]byte(excerpt.Text)), evidence.Text([]byte(excerpt.Aside))
	f.size += len(f.file) + len(f.aside)
	return nil
}

// formError keeps the error that says a body was too large, and calls every other a bad form.
func formError(err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil || errors.As(err, &tooLarge):
		return err
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errTooSlow
	}
	return errBadForm
}

// get returns a field without white space around it.
func (f form) get(name string) string { return strings.TrimSpace(f.values.Get(name)) }

// known returns an id that a page gave out, zero when there is none that can be read.
func (f form) known(name string) uuid.UUID {
	id, err := uuid.Parse(f.get(name))
	if err != nil {
		return uuid.Nil
	}
	return id
}

// id returns a form's one-time id, a new one when it has none that can be read.
func (f form) id(name string) uuid.UUID {
	if id := f.known(name); id != uuid.Nil {
		return id
	}
	return newID()
}

// typedText undoes what browsers do to a text area: they send every line end as CR LF (HTML
// §4.10.22.4), whatever was pasted.
func typedText(s string) string {
	return evidence.Text([]byte(strings.ReplaceAll(s, "\r\n", "\n")))
}
