// Package evidence reads what integrators paste, such as a transcript of curl, raw HTTP or
// the block that the gateway's support page asks for, and gives the facts of a ticket.
//
// It redacts first and reads then. Every fact, and every Span, comes from and points into
// redacted text; correlation ids are never redacted, so nothing that a ticket needs is lost.
// A Clean can only be made by this package, so what takes one can't be handed raw text.
//
// # Formats
//
//	panes            headers as a browser's pane gives them, a name and a value in turn  panes.go
//	literals         JSON of reports, archives (HAR) and logs, and what JavaScript,
//	                 Python, Ruby, PHP, Go and Java print in its place             structured.go
//	statements       one line that tells of a call: access logs, keys and values,
//	                 clients' errors, with literals between the words              statement*.go
//	outlines         indented "key: value" lines, and messages told under titles   outline*.go
//	settings         "key = value" lines below "[titles]" (TOML, INI)               inifile.go
//	titled blocks    a client's file of one request, in blocks between braces        blocks.go
//	XML              elements and attributes, and messages within them              xmltree.go
//	curl -v          marks > < *, exit codes as failures                           curl.go
//	logged HTTP      messages behind what a logger puts before each line           framed.go, unframing.go
//	message objects  headers between braces below a line of pairs (.NET)           netmessage.go
//	debug logs       messages in string literals                                   quoted.go
//	header fields    one field at a time, with HTTP/2 pseudo-fields                fieldlines.go
//	dumps            curl --trace, tcpdump, tshark, xxd                            tracedump.go, hexdump*.go
//	captures         ngrep, mod_dumpio, dissected JSON, chunks, one-line packets   ngrep.go, ends.go, dissected.go, chunks.go, packetline.go
//	servers' logs    access logs of any format, tagged and forensic logs           accesslog*.go, tagged.go, forensic.go
//	tables           of requests, tab-separated or marked                          fieldtable*.go
//	test reports     newman, Bruno                                                 testreport.go
//	programs         source text that makes a call, in any language               snippet.go, program.go, calls.go
//	command lines    curl, wget, HTTPie                                            commands.go, clients*.go, httpie.go
//	raw HTTP         request and response                                          rawhttp.go
//	support request  labels (X-Request-ID, Tenant …), Request and Response         block*.go
//	loose bodies     JSON apart from its message, boxed or as a literal            loose.go
//	text             sentences around or instead of the others                     prose*.go
//
// What terminals, mails, chats, containers and HTML put on or around a text is taken off first
// (unwrap*.go), and what loggers put before lines before the loose formats read (unlogged.go).
// A document of strings that tells of no call by itself, such as a chat's export, is read by what its
// strings say (structured.go). A literal becomes a tree of nodes (tree*.go), and what its members mean
// is told by the words of their keys (keys.go, record*.go), whatever tool wrote it. Why nothing came is
// told by the words in failures.go. Where lines tell of one call each, what stands in those of the others
// is none of its facts (facts_row.go). What the chosen exchange doesn't say, the lines around it may
// (gaps.go), or else what stands only once in the whole text (gaps_*.go), which is assumed. In texts of
// up to 64 KB, which people write, an id may stand apart from its name (gaps_apart.go) and a time be told
// in pieces (gaps_clock.go). Where a text names no request, the statuses of several errors and a lone fact are
// none (gaps_hearsay.go): release notes, an invoice. The variables in a URL of source text are filled by the
// one URL that fits (templateurl.go).
//
// A format is a type with a method parts, listed in formats.go. It recognises structure, not
// wording, takes the lines that it understands, and returns requests, responses, failures
// and labels with their places; exchanges.go and builder.go pair them, choose.go
// prefers the one that failed. To add one, write the type in a
// file of its own, list it before the formats that would take its lines, and add samples
// with their expectations under testdata/corpus. testdata/unread.txt lists the samples in which a
// field is not read yet; it may only become shorter.
//
// # Redaction
//
// Secrets are found by place (keyRules, flagRules, toolRules, callRules, pathRules, deviceRules, the
// password of a URL, cells and columns of tables and of SQL, parts of forms, what setters and commands
// are given and print, labels and sentences in some twenty languages), by shape (shapes,
// oddShapes, JWT, PEM, JWK, hashes of passwords, Bearer and Basic) and by repetition: a secret
// of 8 to 2048 bytes that was found once goes wherever it stands, in all texts that CleanAll was
// given, unless it says little by itself: a UUID, a number, a code, a host, a time, a plain word.
// The place decides: what stands under X-Api-Key goes there though it be a correlation id
// elsewhere, and stays elsewhere; what only looks like a key and is labelled as an id stays. The
// key of a correlation id ends any value before it.
//
// A text is looked at in several ways, and every rule looks at each (redact_view.go):
//
//	as it stands
//	joined     lines that a mail, a terminal, a box, a program or curl --trace-ascii broke;
//	           without colours and marks of no width           redact_joined.go, redact_wrapped.go
//	unescaped  %41, %2541, \u0041, \x41, &lt;                  redact_unescaped.go
//	dumped     the bytes of xxd, hexdump -C, tcpdump -X, tshark -x, curl --trace
//	                                                            redact_dump*.go
//	decoded    base64, hexadecimal and lists of bytes           redact_blob.go
//
// What is found in a view is taken back to its places in the text: a marker in each line, stars
// in both columns of a dump with the marker behind the line, base64 encoded again.
//
// Every rule in the tables carries the texts that it must and must not touch, and the tests
// run them. A marker "[redacted:kind]" replaces the secret and nothing else changes, byte
// for byte. Cookie names, authentication schemes, user names, and a JWT's header and claims
// stay. Hide redacts what a person selects, and keeps the ids by which the calls are found.
//
// # Long HAR files
//
// ExcerptHAR reads a HAR file of any length as it comes, holds a few times the length of the excerpt
// that it makes, and keeps the calls to the gateway before others, those that failed before others
// (harexcerpt.go, harscan.go). What is left out is looked through for secrets that the rest may hold
// without their names: four times the excerpt's length of it, contents of more than 4 KB excepted.
//
// # In the browser
//
// cmd/evidence compiles this package to WebAssembly, and the intake redacts with it before anything
// is sent; of a long HAR it makes the excerpt there. The server redacts again whatever arrives and reads from that. A marker that was made in
// the browser carries no fingerprint, because the key stays on the server, and the server leaves it as
// it is: equal secrets of such texts can't be told. The package imports nothing of the network, so
// that the module stays small, and what only reads (the tables of the diagnosis, the digest, the HMAC
// of fingerprints) isn't linked into it: 1.49 MB compressed by gzip, 1.1 MB by brotli, the greater half
// of which is Go's runtime and library (fmt, encoding/json).
//
// # Diagnosis
//
// What the evidence tells beyond its facts are Findings: causes, questions where the text gives two
// answers, and hints, each with the rule's name, a sentence and its reason. The rules stand in tables
// (tokenRules, answerRules, bodyRules, typeRules, sentRules, doubtRules, timeRules) with the texts in
// which each must and must not speak. They need no network; what depends on today needs Reader.Now.
// A rule that isn't sure is silent: what was sent is judged only where a format shows it byte for byte.
// A new rule is one function and one line of a table.
//
// # Guarantees and limits
//
// Nothing here fails, does I/O or keeps state; a Reader serves many goroutines. Work grows
// with the length of the text, whatever the text, and a test counts it; JSON is walked
// without recursion and told apart 32 containers deep. A text of 64 KB or more is worked on by two
// goroutines where there are two processors, with the same result. Numbers keep their digits. A label
// that shares a line of more than 64 KB, or a sentence in a line of more than 4 KB, is not
// read, and an exchange keeps 64 labels of a kind. A secret that nothing names and that looks
// like no known key is not found; Text has to decode a file before its secrets can be.
package evidence
