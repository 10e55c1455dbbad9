package evidence

// format is one way in which tools and people write an exchange down.
type format interface {
	// parts returns what the format recognises among the lines that are not taken yet, and
	// takes those lines. Spans are set; order doesn't matter.
	parts(d *document) []part
}

// formats lists the readers, the most particular first: what one takes, the next don't see.
var formats = []format{
	hexDumps{},
	fieldLines{logged: true},
	tagged{},
	fieldTable{},
	forensic{},
	accessLog{},
	titledBlocks{},
	testReport{},
	pane{},
	snippet{},
	structured{},
	curlVerbose{},
	traceDump{},
	netMessage{},
	quotedHTTP{},
	shownEnds{},
	dotted{},
	chunks{},
	fieldLines{},
	framed{},
	dissected{},
	iniFile{},
	outline{},
	commandLine{},
	rawHTTP{},
	xmlTree{},
	packetLine{},
	statement{},
}

// looseFormats read what is left, without what loggers put before their lines.
var looseFormats = []format{
	outline{},
	publishedBlock{},
	looseBody{},
	prose{},
}

// part is a piece of an exchange: exactly one of request, response, failure, label, body and whole is set.
type part struct {
	format   string
	request  *Request
	response *Response
	failure  *Failure
	label    *Label
	body     string    // that stands apart from its message
	whole    *Exchange // one that the text shows in one piece, or a half of one
	command  bool      // the request is what a command line asks for, not what was seen on the wire
	weak     bool      // taken from prose: it fills gaps and starts nothing
	told     bool      // the body stands below words that announce it
	span     Span
}
