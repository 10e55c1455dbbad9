package handlers

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
)

// smallest is the size in bytes from which a page is worth compressing: less fits one packet anyway.
const smallest = 1400

// largest is the largest page whose buffer is kept for the next one, in bytes.
const largest = 1 << 20

var (
	pages   = sync.Pool{New: func() any { return new(bytes.Buffer) }}
	gzipper = sync.Pool{New: func() any { w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed); return w }}
)

// render writes a page once the whole of it has been made, so that a fault halfway is an error
// page and not half a page.
func render(c echo.Context, status int, page templ.Component) error {
	buf := pages.Get().(*bytes.Buffer)
	defer putBack(buf)
	buf.Reset()
	if err := page.Render(c.Request().Context(), buf); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
	h.Add(echo.HeaderVary, echo.HeaderAcceptEncoding)
	if buf.Len() >= smallest && acceptsGzip(c.Request()) {
		return writeGzip(c, status, buf.Bytes())
	}
	h.Set(echo.HeaderContentLength, strconv.Itoa(buf.Len()))
	c.Response().WriteHeader(status)
	_, err := c.Response().Write(buf.Bytes())
	return err
}

func putBack(buf *bytes.Buffer) {
	if buf.Cap() <= largest {
		pages.Put(buf)
	}
}

func writeGzip(c echo.Context, status int, page []byte) error {
	out := pages.Get().(*bytes.Buffer)
	defer putBack(out)
	out.Reset()
	zw := gzipper.Get().(*gzip.Writer)
	defer gzipper.Put(zw)
	zw.Reset(out)
	if _, err := zw.Write(page); err != nil {
		return err
	}
	if err := zw.Close(); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentEncoding, "gzip")
	h.Set(echo.HeaderContentLength, strconv.Itoa(out.Len()))
	c.Response().WriteHeader(status)
	_, err := c.Response().Write(out.Bytes())
	return err
}

// acceptsGzip reads Accept-Encoding (RFC 9110 §12.5.3) as far as gzip goes: named, and not refused by q=0.
func acceptsGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get(echo.HeaderAcceptEncoding), ",") {
		coding, params, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			q := strings.ReplaceAll(params, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}
