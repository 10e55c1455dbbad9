package evidence

import (
	"database/sql/driver"
	"fmt"
)

// Clean is text in which every secret has been replaced by "[redacted:kind]". Only a Reader
// makes one from text, so what takes a Clean can't be handed raw text.
type Clean struct{ text string }

// String returns the redacted text.
func (c Clean) String() string { return c.text }

// IsZero reports whether there is no text.
func (c Clean) IsZero() bool { return c.text == "" }

// Above is this text, an empty line, and another one. No secret lies across an empty line.
func (c Clean) Above(below Clean) Clean { return Clean{text: c.text + "\n\n" + below.text} }

// Value stores the text (driver.Valuer).
func (c Clean) Value() (driver.Value, error) { return c.text, nil }

// Scan takes stored text back from a database (sql.Scanner); it was cleaned before it was stored.
func (c *Clean) Scan(src any) error {
	switch v := src.(type) {
	case string:
		c.text = v
	case []byte:
		c.text = string(v)
	case nil:
		c.text = ""
	default:
		return fmt.Errorf("scan clean text: unexpected %T", src)
	}
	return nil
}

// GormDataType tells the store's mapper that a Clean is text.
func (Clean) GormDataType() string { return "text" }
