-- +goose Up
CREATE TABLE accounts (
	id            text     NOT NULL PRIMARY KEY,
	login         text     NOT NULL,
	email         text     NOT NULL,
	name          text     NOT NULL,
	role          text     NOT NULL CHECK (role IN ('agent', 'lead', 'admin')),
	password_hash text     NOT NULL,
	letters       boolean  NOT NULL,
	shortcuts     boolean  NOT NULL,
	created_at    datetime NOT NULL,
	disabled_at   datetime
);
CREATE UNIQUE INDEX accounts_login ON accounts (login);

CREATE TABLE sessions (
	id         text     NOT NULL PRIMARY KEY,
	token_hash text     NOT NULL,
	account_id text     NOT NULL REFERENCES accounts (id),
	browser    text     NOT NULL,
	data       blob     NOT NULL,
	created_at datetime NOT NULL,
	seen_at    datetime NOT NULL,
	expires_at datetime NOT NULL
);
CREATE UNIQUE INDEX sessions_token ON sessions (token_hash);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE throttles (
	key     text     NOT NULL PRIMARY KEY,
	tries   integer  NOT NULL,
	last_at datetime NOT NULL
);
CREATE INDEX throttles_age ON throttles (last_at);

CREATE TABLE switches (
	name       text     NOT NULL PRIMARY KEY,
	account_id text     REFERENCES accounts (id),
	since      datetime NOT NULL
);

-- The place of a ticket in the queue.
ALTER TABLE tickets ADD COLUMN queue_rank integer NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN waiting_since datetime NOT NULL DEFAULT '1970-01-01 00:00:00+00:00';
ALTER TABLE tickets ADD COLUMN assignee_id text REFERENCES accounts (id);
UPDATE tickets SET queue_rank = 2 * priority + (environment = 'CVT'), waiting_since = CASE state WHEN 'new' THEN created_at ELSE updated_at END;
CREATE INDEX tickets_queue ON tickets (state, queue_rank, waiting_since, id);
CREATE INDEX tickets_nobody ON tickets (state, queue_rank, waiting_since, id, assignee_id) WHERE assignee_id IS NULL;
CREATE INDEX tickets_assignee ON tickets (assignee_id, state, queue_rank, waiting_since, id) WHERE assignee_id IS NOT NULL;
-- The columns after id are there for filters by two things, which then need no row.
CREATE INDEX tickets_tenant ON tickets (tenant, state, queue_rank, waiting_since, id, supplier, assignee_id);
CREATE INDEX tickets_supplier ON tickets (supplier, state, queue_rank, waiting_since, id, assignee_id);

-- Identifiers are found in any case, the newest tickets first.
DROP INDEX tickets_request;
DROP INDEX tickets_conversation;
DROP INDEX tickets_order;
DROP INDEX tickets_error;
CREATE INDEX tickets_request ON tickets (lower(request_id), id);
CREATE INDEX tickets_conversation ON tickets (lower(conversation_id), id);
CREATE INDEX tickets_order ON tickets (order_id, id) WHERE order_id <> '';
CREATE INDEX tickets_error ON tickets (lower(error_uuid), id) WHERE error_uuid <> '';

-- Words that people search for; a ticket may have several rows. New rows wait in ticket_words_fresh
-- and enter the index several at a time: alone, one costs as much as the rest of a filing.
CREATE TABLE ticket_words_fresh (
	id        integer NOT NULL PRIMARY KEY AUTOINCREMENT,
	ticket_id text    NOT NULL REFERENCES tickets (id),
	words     text    NOT NULL
);
CREATE TABLE ticket_words (
	id        integer NOT NULL PRIMARY KEY,
	ticket_id text    NOT NULL REFERENCES tickets (id)
);
CREATE VIRTUAL TABLE ticket_words_index USING fts5 (words, content = '', columnsize = 0, tokenize = 'ascii', prefix = '3');

ALTER TABLE messages ADD COLUMN author_id text REFERENCES accounts (id);

-- Notes are apart from messages, so that no letter can carry one and no requester's page reads one.
CREATE TABLE notes (
	id         text     NOT NULL PRIMARY KEY,
	ticket_id  text     NOT NULL REFERENCES tickets (id),
	form_id    text     NOT NULL,
	author_id  text     NOT NULL REFERENCES accounts (id),
	body       text     NOT NULL,
	created_at datetime NOT NULL
);
CREATE UNIQUE INDEX notes_form ON notes (form_id);
CREATE INDEX notes_ticket ON notes (ticket_id, created_at);

CREATE TABLE drafts (
	account_id text     NOT NULL REFERENCES accounts (id),
	ticket_id  text     NOT NULL REFERENCES tickets (id),
	kind       text     NOT NULL CHECK (kind IN ('reply', 'note')),
	body       text     NOT NULL,
	updated_at datetime NOT NULL,
	PRIMARY KEY (account_id, ticket_id, kind)
);

ALTER TABLE events ADD COLUMN actor_id text REFERENCES accounts (id);
ALTER TABLE events ADD COLUMN reason text NOT NULL DEFAULT '';
-- Who has read a ticket is asked apart from what happened to it, because it is so much more.
DROP INDEX events_ticket;
CREATE INDEX events_ticket ON events (ticket_id, id) WHERE kind <> 'read';
CREATE INDEX events_reads ON events (ticket_id, actor_id, id) WHERE kind = 'read';

-- Letters to staff, letters that wait for a person, letters that staff dropped.
CREATE TABLE letters_2 (
	id         text     NOT NULL PRIMARY KEY,
	ticket_id  text     NOT NULL REFERENCES tickets (id),
	message_id text     REFERENCES messages (id),
	account_id text     REFERENCES accounts (id),
	kind       text     NOT NULL CHECK (kind IN ('received', 'reply', 'link', 'blocked', 'answered')),
	to_address text     NOT NULL,
	mailbox    text     NOT NULL,
	cap        text     NOT NULL CHECK (cap IN ('none', 'unproved', 'proved', 'staff')),
	header_id  text     NOT NULL,
	state      text     NOT NULL CHECK (state IN ('queued', 'delayed', 'held', 'sent', 'given_up', 'dropped')),
	attempts   integer  NOT NULL,
	planned_at datetime NOT NULL,
	due_at     datetime NOT NULL,
	taken_at   datetime,
	reply_code integer  NOT NULL,
	reply_text text     NOT NULL,
	created_at datetime NOT NULL,
	sent_at    datetime,
	CHECK ((kind = 'answered') = (account_id IS NOT NULL))
);
INSERT INTO letters_2 (id, ticket_id, message_id, kind, to_address, mailbox, cap, header_id, state, attempts,
	planned_at, due_at, taken_at, reply_code, reply_text, created_at, sent_at)
SELECT id, ticket_id, message_id, kind, to_address, mailbox, cap, header_id, state, attempts,
	planned_at, due_at, taken_at, reply_code, reply_text, created_at, sent_at FROM letters;
DROP TABLE letters;
ALTER TABLE letters_2 RENAME TO letters;
CREATE UNIQUE INDEX letters_header ON letters (header_id);
CREATE INDEX letters_queued ON letters (due_at) WHERE state = 'queued';
CREATE INDEX letters_delayed ON letters (due_at) WHERE state = 'delayed';
CREATE INDEX letters_state ON letters (state, id);
CREATE INDEX letters_mailbox ON letters (mailbox, cap, planned_at);
CREATE INDEX letters_ticket ON letters (ticket_id);
CREATE INDEX letters_failed ON letters (ticket_id) WHERE state = 'given_up';
