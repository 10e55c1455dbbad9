package evidence

// format is one way in which tools and people write an exchange down.
type format interface {
	// parts returns what the format recognises among the lines that are not taken yet, and
	// takes those lines. Spans are set; order doesn't matter.
	parts(d *document) []part
}

// formats lists the readers, the most particular first: what one takes, the next don't see.
var formats = []format{
	curlVerbose{},
	curlCommand{},
	rawHTTP{},
	publishedBlock{},
	gatewayBody{},
	prose{},
}

// part is a piece of an exchange: exactly one of request, response, failure and label is set.
type part struct {
	format   string
	request  *Request
	response *Response
	failure  *Failure
	label    *Label
	command  bool // the request is what a command line asks for, not what was seen on the wire
	weak     bool // taken from prose: it fills gaps and starts nothing
	span     Span
}
