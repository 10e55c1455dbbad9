package evidence

import (
	"encoding/json"
	"strings"
)

// looksLikeError reports whether a text is an error body, or the front of one that was cut.
func looksLikeError(body string) bool {
	e := lenientError(body)
	return e.UUID != "" && (e.Code != "" || len(e.Messages) > 0) || e.Code != "" && len(e.Messages) > 0
}

// ParseGatewayError reads the gateway's error body. ok is false for a body that isn't JSON,
// or that has neither uuid nor code, or members of other types. Escapes are undone, so the
// strings may hold what the redacted body spelled otherwise: the caller cleans them. NUL,
// which no database takes in text, is U+FFFD.
func ParseGatewayError(body string) (GatewayError, bool) {
	var e struct {
		UUID     *string  `json:"uuid"`
		Code     *string  `json:"code"`
		Messages []string `json:"messages"`
	}
	body = strings.TrimSpace(body)
	if !strings.HasPrefix(body, "{") || json.Unmarshal([]byte(body), &e) != nil || e.UUID == nil && e.Code == nil {
		return GatewayError{}, false
	}
	out := GatewayError{Messages: e.Messages}
	for i, m := range out.Messages {
		out.Messages[i] = withoutNUL(m)
	}
	if e.UUID != nil {
		out.UUID = withoutNUL(*e.UUID)
	}
	if e.Code != nil {
		out.Code = withoutNUL(*e.Code)
	}
	return out, true
}

// lenientError reads what there is of an error body that may be cut off.
func lenientError(body string) GatewayError {
	if !strings.Contains(body, "uuid") && !strings.Contains(body, "code") && !strings.Contains(body, "messages") {
		return GatewayError{}
	}
	if e, ok := ParseGatewayError(body); ok {
		return e
	}
	if strings.Contains(body, "\n") && len(body) <= maxLogLine {
		if e, ok := ParseGatewayError(strings.ReplaceAll(body, "\n", " ")); ok {
			return e // a mail broke a line within a string
		}
	}
	var e GatewayError
	walkJSON(body, func(m member) {
		switch {
		case !m.quoted || m.depth > 2:
		case m.depth == 1 && m.key == "uuid" && isUUID(m.value):
			e.UUID = m.value
		case m.depth == 1 && m.key == "code":
			e.Code = m.value
		case m.depth == 2 && m.key == "messages" && m.inArray:
			e.Messages = append(e.Messages, m.value)
		}
	})
	return e
}
