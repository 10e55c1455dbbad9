package evidence

import "strings"

// unlist takes the brackets off the values of a message's headers, where a server prints each as the
// list that it keeps them in: all of them or none.
func unlist(headers []Header) {
	listed := 0
	for _, h := range headers {
		n := len(h.Value)
		if n < 2 || h.Value[0] != '[' || h.Value[n-1] != ']' {
			return
		}
		if markerLen(h.Value) < n {
			listed++
		}
	}
	if listed == 0 || len(headers) < 2 {
		return
	}
	for i, h := range headers {
		if markerLen(h.Value) < len(h.Value) {
			headers[i].Value = strings.TrimSpace(h.Value[1 : len(h.Value)-1])
		}
	}
}
