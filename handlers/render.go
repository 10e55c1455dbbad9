package handlers

import (
	"bytes"
	"compress/gzip"
	"context"
	"strconv"
	"sync"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"docket/static"
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
	// The page is small and wanted in any case: a request that has run out of time gets its answer too.
	if err := page.Render(context.WithoutCancel(c.Request().Context()), buf); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
	h.Add(echo.HeaderVary, echo.HeaderAcceptEncoding)
	if buf.Len() >= smallest && static.Accepts(c.Request().Header.Get(echo.HeaderAcceptEncoding), "gzip") {
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
