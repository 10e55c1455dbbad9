-- +goose Up
CREATE TABLE tickets (
	id                 text     NOT NULL PRIMARY KEY,
	reference          text     NOT NULL,
	submission_id      text     NOT NULL,
	content_hash       text     NOT NULL,
	key_epoch          integer  NOT NULL,
	environment        text     NOT NULL CHECK (environment IN ('PRODUCTION', 'CVT')),
	order_id           text     NOT NULL,
	tenant             text     NOT NULL,
	supplier           text     NOT NULL,
	supplier_reference text     NOT NULL,
	occurred_at        datetime NOT NULL,
	occurred_written   text     NOT NULL,
	request_id         text     NOT NULL,
	conversation_id    text     NOT NULL,
	method             text     NOT NULL,
	url                text     NOT NULL,
	status             integer  NOT NULL,
	no_response        text     NOT NULL,
	error_uuid         text     NOT NULL,
	error_code         text     NOT NULL,
	error_message      text     NOT NULL,
	name               text     NOT NULL,
	email              text     NOT NULL,
	mailbox_proved     boolean  NOT NULL,
	summary            text     NOT NULL,
	impact             text     NOT NULL CHECK (impact IN ('question', 'one_order', 'many_orders', 'all_orders')),
	priority           integer  NOT NULL CHECK (priority BETWEEN 1 AND 4),
	state              text     NOT NULL CHECK (state IN ('new', 'open', 'waiting_requester', 'waiting_supplier', 'resolved', 'closed')),
	created_at         datetime NOT NULL,
	updated_at         datetime NOT NULL
);
CREATE UNIQUE INDEX tickets_reference ON tickets (reference);
CREATE UNIQUE INDEX tickets_submission ON tickets (submission_id);
CREATE INDEX tickets_request ON tickets (request_id);
CREATE INDEX tickets_conversation ON tickets (conversation_id);
CREATE INDEX tickets_order ON tickets (order_id) WHERE order_id <> '';
CREATE INDEX tickets_error ON tickets (error_uuid) WHERE error_uuid <> '';

CREATE TABLE papers (
	ticket_id       text    NOT NULL PRIMARY KEY REFERENCES tickets (id),
	description     text    NOT NULL,
	request         text    NOT NULL,
	response        text    NOT NULL,
	evidence        text    NOT NULL,
	evidence_sha256 text    NOT NULL,
	redactions      integer NOT NULL
);

CREATE TABLE messages (
	id          text     NOT NULL PRIMARY KEY,
	ticket_id   text     NOT NULL REFERENCES tickets (id),
	form_id     text     NOT NULL,
	author      text     NOT NULL CHECK (author IN ('requester', 'staff', 'system')),
	author_name text     NOT NULL,
	body        text     NOT NULL,
	created_at  datetime NOT NULL
);
CREATE UNIQUE INDEX messages_form ON messages (form_id);
CREATE INDEX messages_ticket ON messages (ticket_id, created_at);

CREATE TABLE events (
	id         integer  NOT NULL PRIMARY KEY,
	ticket_id  text     NOT NULL REFERENCES tickets (id),
	kind       text     NOT NULL,
	actor      text     NOT NULL CHECK (actor IN ('requester', 'staff', 'system')),
	channel    text     NOT NULL,
	from_value text     NOT NULL,
	to_value   text     NOT NULL,
	at         datetime NOT NULL
);
CREATE INDEX events_ticket ON events (ticket_id);

CREATE TABLE letters (
	id         text     NOT NULL PRIMARY KEY,
	ticket_id  text     NOT NULL REFERENCES tickets (id),
	message_id text     REFERENCES messages (id),
	kind       text     NOT NULL CHECK (kind IN ('received', 'reply', 'link', 'blocked')),
	to_address text     NOT NULL,
	mailbox    text     NOT NULL,
	cap        text     NOT NULL CHECK (cap IN ('none', 'unproved', 'proved')),
	header_id  text     NOT NULL,
	state      text     NOT NULL CHECK (state IN ('queued', 'delayed', 'sent', 'given_up')),
	attempts   integer  NOT NULL,
	planned_at datetime NOT NULL,
	due_at     datetime NOT NULL,
	taken_at   datetime,
	reply_code integer  NOT NULL,
	reply_text text     NOT NULL,
	created_at datetime NOT NULL,
	sent_at    datetime
);
CREATE UNIQUE INDEX letters_header ON letters (header_id);
CREATE INDEX letters_queued ON letters (due_at) WHERE state = 'queued';
CREATE INDEX letters_delayed ON letters (due_at) WHERE state = 'delayed';
CREATE INDEX letters_mailbox ON letters (mailbox, cap, planned_at);
CREATE INDEX letters_ticket ON letters (ticket_id);

CREATE TABLE addresses (
	mailbox    text NOT NULL PRIMARY KEY,
	blocked_at datetime
);

CREATE TABLE heartbeats (
	name text     NOT NULL PRIMARY KEY,
	at   datetime NOT NULL
);
