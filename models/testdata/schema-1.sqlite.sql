-- A database of schema 1 with rows of every table: tickets in every state, letters in every state
-- and in a courier's hand, a blocked address. Written by the program of that schema, and kept as it
-- was: every later schema must take these rows over.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO goose_db_version VALUES(1,0,1,'2026-11-24 02:46:17');
INSERT INTO goose_db_version VALUES(2,1,1,'2026-11-24 02:46:17');
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
INSERT INTO tickets VALUES('01a207ad-2f7b-774f-9dc2-79e184986ce0','7FFWFX1C','f6db9168-c2db-45c3-ba72-6b44329ec3ab','6c6efee7c68f8456e232e12f38f69b4d',0,'PRODUCTION','471100000000000000042','TENANT_1','SUPPLIER_2','GS-2026/118 "west"','2026-11-23 09:01:02+00:00','Mon, 23 Nov 2026 09:01:02 GMT','0B6E7C1A-93D4-4C55-8E0A-51A3C0FFEE01','journey-0042','POST','https://api.fibregateway.com/v1/orders',502,'','5f0c9b7e-2d1a-4f6b-9c3d-7e8f90a1b2c3','SUPPLIER_UNREACHABLE','supplier ''Glas & Söhne'' did not answer','Anna Müller','Anna.Mueller@isp.example',1,'Orders to Zürich fail; 502 from SUPPLIER_2','all_orders',1,'open','2026-11-23 09:12:00.123457+00:00','2026-11-23 10:12:03.123457+00:00');
INSERT INTO tickets VALUES('01a207ea-92ce-7e9f-b930-54dc07fdcc37','6G6H0DT5','88c4599c-c1e6-4625-8b29-f22258020682','984eb1ec7e5783da9ddc37500c4774d4',0,'CVT','','tenant_9','SUPPLIER_7','','2026-11-23 09:00:00+00:00','2026-11-23T09:00:00Z','0e6754e8-1787-4788-a2fc-2952b525023a','0aab062b-dd54-4120-8960-3f4a5350ae90','GET','https://cvt.fibregateway.com/v1/x',0,'timeout','','','','','bob@other.example',0,'Is the CVT gateway down? (100 % of calls time out)','question',4,'open','2026-11-23 10:19:03.246914+00:00','2026-11-23 10:30:03.246914+00:00');
INSERT INTO tickets VALUES('01a207fb-0e0a-75ef-96d0-2238969ac157','WSSYV0MX','0429e276-b3f3-4fa8-b87b-464dcd5735bc','d28e17e7095fc784e77555dd3494835a',0,'PRODUCTION','77','TENANT_1','SUPPLIER_2','','2026-11-23 09:00:00+00:00','2026-11-23T09:00:00Z','4dba7a24-77c4-46f5-9014-79c3eaf09605','journey-0042','GET','https://api.fibregateway.com/v1/orders/77',422,'','','','','O''Neil; DROP TABLE tickets;--','gone@isp.example',0,'Order 77 stuck','many_orders',2,'waiting_supplier','2026-11-23 10:37:03.370371+00:00','2026-11-23 10:48:03.370371+00:00');
INSERT INTO tickets VALUES('01a2080b-8945-7d3f-bf26-553bb2e00acb','WB08ZQ7G','3e5e3d9a-6185-4089-8257-13f4ef40037b','fc4271e23578c21ed8f7a492079738d1',0,'PRODUCTION','78','TENANT_1','SUPPLIER_2','','2026-11-23 09:00:00+00:00','2026-11-23T09:00:00Z','9a9c156d-3ba4-48ce-bd2c-ac2769226eaf','d1cc538b-b552-432b-874c-3f3c4cafeacc','GET','https://api.fibregateway.com/v1/orders/78?token=[redacted:token:65755271]',422,'','','','','','carol+fc@gmail.example',0,'Order refused','one_order',3,'resolved','2026-11-23 10:55:03.493828+00:00','2026-11-23 11:17:03.493828+00:00');
INSERT INTO tickets VALUES('01a20826-16a1-748f-82f1-9f3388496aa4','14HC07PQ','ed43e7f4-3c7f-4eca-92c6-a4960d836e0e','8d76c4cb72077a04197c83e3a092458c',1,'CVT','79','TENANT_1','SUPPLIER_2','','2026-11-23 09:00:00+00:00','2026-11-23T09:00:00Z','8e934674-29c5-43b4-95b4-4e9ccd3ee008','80f55725-83f7-42a9-8e7b-515d90a008ac','GET','https://cvt.fibregateway.com/v1/x',422,'','','','','','carol@gmail.example',0,'Order refused','one_order',4,'closed','2026-11-23 11:24:03.617285+00:00','2026-11-23 11:46:03.617285+00:00');
INSERT INTO tickets VALUES('01a20840-a3fc-7bdf-a277-fe96229a91d6','RWGKT1DF','20febf14-1e81-456e-9914-32c6cfdba44a','1111c1f5e4e8f267d56283c86ee03b41',0,'CVT','','TENANT_2','SUPPLIER_2','','2026-11-23 09:00:00+00:00','2026-11-23T09:00:00Z','8a608487-b906-4e80-9d8c-fcf4d5b72a78','ca184d80-5301-453b-8a33-2f8d63a4900a','GET','https://cvt.fibregateway.com/v1/x',422,'','','','','','dora@isp.example',0,'Order refused','question',4,'waiting_requester','2026-11-23 11:53:03.740742+00:00','2026-11-23 11:53:03.740742+00:00');
INSERT INTO tickets VALUES('01a20847-0d18-732f-9b7a-0d948903441c','KASAPJ75','0b4839a5-9a87-4699-afbc-485dbc93d964','ce8a3687d82898d3b1e66d2cb574a535',0,'CVT','','TENANT_1','SUPPLIER_2','','2026-11-23 09:00:00+00:00','2026-11-23T09:00:00Z','391fe5a3-6191-4556-b524-7d389f77ddb2','d1830a91-9190-4bd4-9795-098d5d76f70e','GET','https://cvt.fibregateway.com/v1/x',422,'','','','','','flood@isp.example',0,'Flood 0','all_orders',3,'new','2026-11-23 12:00:03.864199+00:00','2026-11-23 12:00:03.864199+00:00');
INSERT INTO tickets VALUES('01a2084d-7633-7a7e-8255-d2b38948b98f','7T524BNE','94ba3e29-41ea-490a-abd9-b86adc027ba6','a093c157492ac7e75cfbaf449bc88138',0,'CVT','','TENANT_1','SUPPLIER_2','','2026-11-23 09:00:00+00:00','2026-11-23T09:00:00Z','7cc43def-5b94-482b-b825-b17681eb4757','efcecba3-821d-43e4-8f93-68129aec0e8e','GET','https://cvt.fibregateway.com/v1/x',422,'','','','','','flood@isp.example',0,'Flood 1','all_orders',3,'new','2026-11-23 12:07:03.987656+00:00','2026-11-23 12:07:03.987656+00:00');
INSERT INTO tickets VALUES('01a20853-df4f-71ce-a588-76dee923ec18','XKRX0RPZ','284b93b2-368e-442c-9a53-1bef79b2a502','30967ff8cabd73d7e8a19b096dfe1240',0,'CVT','','TENANT_1','SUPPLIER_2','','2026-11-23 09:00:00+00:00','2026-11-23T09:00:00Z','de369b70-39cb-4493-83e6-32fca6300677','120c4934-9237-440e-bd11-8b45e9b1a4f9','GET','https://cvt.fibregateway.com/v1/x',422,'','','','','','flood@isp.example',0,'Flood 2','all_orders',3,'new','2026-11-23 12:14:04.111113+00:00','2026-11-23 12:14:04.111113+00:00');
INSERT INTO tickets VALUES('01a2085a-486a-791e-94b5-e1c75ffbc89f','W5A1KVM2','cbc817e9-201f-409d-b1ef-381baefa841f','8b539404eaa5e2b4faf6bf97590b2849',0,'CVT','','TENANT_1','SUPPLIER_2','','2026-11-23 09:00:00+00:00','2026-11-23T09:00:00Z','7c4169b0-faf7-4c24-8537-3a6d3fa70061','f16f89fb-dcab-48fc-974b-b019a3eb02d8','GET','https://cvt.fibregateway.com/v1/x',422,'','','','','','flood@isp.example',0,'Flood 3','all_orders',3,'new','2026-11-23 12:21:04.23457+00:00','2026-11-23 12:21:04.23457+00:00');
INSERT INTO tickets VALUES('01a20860-b186-706e-b98c-3c699f25409b','QFS427SD','6c95d5f1-82e1-43d9-b960-33a6a821fdc3','217d1f8800d748751952c0adfeefc675',0,'CVT','','TENANT_1','SUPPLIER_2','','2026-11-23 09:00:00+00:00','2026-11-23T09:00:00Z','db33657c-5225-4205-8799-8b9a8ce545e4','0b28e0c4-e1bd-433f-b778-8796ca0a42da','GET','https://cvt.fibregateway.com/v1/x',422,'','','','','','flood@isp.example',0,'Flood 4','all_orders',3,'new','2026-11-23 12:28:04.358027+00:00','2026-11-23 12:28:04.358027+00:00');
INSERT INTO tickets VALUES('01a20867-1aa1-77be-8a38-08b590e914e4','BEEZTZDK','5b341a8d-9a53-40c8-a291-0da4993af55c','556e2b6c5d5cc79b60df914b004cd77c',0,'CVT','','TENANT_1','SUPPLIER_2','','2026-11-23 09:00:00+00:00','2026-11-23T09:00:00Z','dc462ff7-c94e-4ae4-9a9d-b4f81f493ccf','a8d4d251-df76-4bb6-9e53-8f9a22bbea9e','GET','https://cvt.fibregateway.com/v1/x',422,'','','','','','flood@isp.example',0,'Flood 5','all_orders',3,'new','2026-11-23 12:35:04.481484+00:00','2026-11-23 12:35:04.481484+00:00');
INSERT INTO tickets VALUES('01a2086d-83bc-7f0e-b7f2-545074d52350','RFZMNZD9','79928202-40df-4b85-aecd-8d3f16148a60','af5fd0f1730e0b8625e76d3682edbf40',0,'CVT','','TENANT_1','SUPPLIER_2','','2026-11-23 09:00:00+00:00','2026-11-23T09:00:00Z','3b14a1fb-fb9d-4688-960e-30eb22f4fd2e','62323507-b0ed-4d52-b926-cad3bad8c366','GET','https://cvt.fibregateway.com/v1/x',422,'','','','','','flood@isp.example',0,'Flood 6','all_orders',3,'new','2026-11-23 12:42:04.604941+00:00','2026-11-23 12:42:04.604941+00:00');
INSERT INTO tickets VALUES('01a20873-ecd8-765e-b803-0d928da72df9','8ZVPFA0W','c5b95f14-cc94-462b-bcda-0d4ab09b8a96','f3ed6e53889b7d66051a343c442553e4',0,'CVT','','TENANT_1','SUPPLIER_2','','2026-11-23 09:00:00+00:00','2026-11-23T09:00:00Z','cca04782-d17b-460c-b35a-8980c6ece970','b0b52c7f-75e0-47fe-be6b-4023598050f4','GET','https://cvt.fibregateway.com/v1/x',422,'','','','','','flood@isp.example',0,'Flood 7','all_orders',3,'new','2026-11-23 12:49:04.728398+00:00','2026-11-23 12:49:04.728398+00:00');
INSERT INTO tickets VALUES('01a2087a-55f3-7dae-91a1-ee92252e714a','9FSA9WHH','577d962a-6734-41c9-9603-b1e84c679086','90aadcf84c0cd432a585c5f0857f0c16',0,'CVT','','TENANT_1','SUPPLIER_2','','2026-11-23 09:00:00+00:00','2026-11-23T09:00:00Z','07878fb1-cedf-4a9a-a2c9-8ce66ba478ec','c622fdc3-b8b8-4ae5-a38a-2010dada2512','GET','https://cvt.fibregateway.com/v1/x',422,'','','','','','flood@isp.example',0,'Flood 8','all_orders',3,'new','2026-11-23 12:56:04.851855+00:00','2026-11-23 12:56:04.851855+00:00');
INSERT INTO tickets VALUES('01a20880-bf0f-74fd-8d61-05576a2451c6','TWVHA8FD','1bc1d5db-0597-498a-a4b3-b3dda55eea76','f05b8fd92749002a26267311f9f40c61',0,'CVT','','TENANT_1','SUPPLIER_2','','2026-11-23 09:00:00+00:00','2026-11-23T09:00:00Z','0B6E7C1A-93D4-4C55-8E0A-51A3C0FFEE01','120acc9f-83ca-4cb9-828c-2082438c2cea','GET','https://cvt.fibregateway.com/v1/x',200,'','','','','','eve@isp.example',0,'200 but nothing happened 🙈','question',4,'new','2026-11-23 13:03:04.975312+00:00','2026-11-23 13:03:04.975312+00:00');
CREATE TABLE papers (
	ticket_id       text    NOT NULL PRIMARY KEY REFERENCES tickets (id),
	description     text    NOT NULL,
	request         text    NOT NULL,
	response        text    NOT NULL,
	evidence        text    NOT NULL,
	evidence_sha256 text    NOT NULL,
	redactions      integer NOT NULL
);
INSERT INTO papers VALUES('01a207ad-2f7b-774f-9dc2-79e184986ce0',replace('Since this morning.\nEvery order; nothing else has changed.\n\n-- Anna','\n',char(10)),'POST https://api.fibregateway.com/v1/orders',replace('HTTP/1.1 502 Bad Gateway\n\n{"uuid":"5f0c9b7e-2d1a-4f6b-9c3d-7e8f90a1b2c3","code":"SUPPLIER_UNREACHABLE","messages":["supplier ''Glas & Söhne'' did not answer"]}','\n',char(10)),replace('$ curl -v -X POST https://api.fibregateway.com/v1/orders -H ''Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZW5hbnRfMSJ9.[redacted:jwt:9420602a]'' -d ''{"address":"Straße 1, Zürich"}''\n> POST /v1/orders HTTP/1.1\n> Host: api.fibregateway.com\n> X-Request-ID: 0B6E7C1A-93D4-4C55-8E0A-51A3C0FFEE01\n> X-Conversation-ID: journey-0042\n>\n< HTTP/1.1 502 Bad Gateway\n< Date: Mon, 23 Nov 2026 09:01:02 GMT\n<\n{"uuid":"5f0c9b7e-2d1a-4f6b-9c3d-7e8f90a1b2c3","code":"SUPPLIER_UNREACHABLE","messages":["supplier ''Glas & Söhne'' did not answer"]}\n','\n',char(10)),'9917d0650f28a76105bcde9dba179dfe2509a5469b827759062e024b8f27e2d1',1);
INSERT INTO papers VALUES('01a207ea-92ce-7e9f-b930-54dc07fdcc37','','GET https://cvt.fibregateway.com/v1/x','','','',0);
INSERT INTO papers VALUES('01a207fb-0e0a-75ef-96d0-2238969ac157','wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby wallaby ','GET https://api.fibregateway.com/v1/orders/77','422','','',0);
INSERT INTO papers VALUES('01a2080b-8945-7d3f-bf26-553bb2e00acb','','GET https://api.fibregateway.com/v1/orders/78?token=[redacted:token:65755271]','422','','',1);
INSERT INTO papers VALUES('01a20826-16a1-748f-82f1-9f3388496aa4','','GET https://cvt.fibregateway.com/v1/x','422','','',0);
INSERT INTO papers VALUES('01a20840-a3fc-7bdf-a277-fe96229a91d6','','GET https://cvt.fibregateway.com/v1/x','422','','',0);
INSERT INTO papers VALUES('01a20847-0d18-732f-9b7a-0d948903441c','','GET https://cvt.fibregateway.com/v1/x','422','','',0);
INSERT INTO papers VALUES('01a2084d-7633-7a7e-8255-d2b38948b98f','','GET https://cvt.fibregateway.com/v1/x','422','','',0);
INSERT INTO papers VALUES('01a20853-df4f-71ce-a588-76dee923ec18','','GET https://cvt.fibregateway.com/v1/x','422','','',0);
INSERT INTO papers VALUES('01a2085a-486a-791e-94b5-e1c75ffbc89f','','GET https://cvt.fibregateway.com/v1/x','422','','',0);
INSERT INTO papers VALUES('01a20860-b186-706e-b98c-3c699f25409b','','GET https://cvt.fibregateway.com/v1/x','422','','',0);
INSERT INTO papers VALUES('01a20867-1aa1-77be-8a38-08b590e914e4','','GET https://cvt.fibregateway.com/v1/x','422','','',0);
INSERT INTO papers VALUES('01a2086d-83bc-7f0e-b7f2-545074d52350','','GET https://cvt.fibregateway.com/v1/x','422','','',0);
INSERT INTO papers VALUES('01a20873-ecd8-765e-b803-0d928da72df9','','GET https://cvt.fibregateway.com/v1/x','422','','',0);
INSERT INTO papers VALUES('01a2087a-55f3-7dae-91a1-ee92252e714a','','GET https://cvt.fibregateway.com/v1/x','422','','',0);
INSERT INTO papers VALUES('01a20880-bf0f-74fd-8d61-05576a2451c6','','GET https://cvt.fibregateway.com/v1/x',replace('HTTP/1.1 200 OK\n\n{}','\n',char(10)),'','',0);
CREATE TABLE messages (
	id          text     NOT NULL PRIMARY KEY,
	ticket_id   text     NOT NULL REFERENCES tickets (id),
	form_id     text     NOT NULL,
	author      text     NOT NULL CHECK (author IN ('requester', 'staff', 'system')),
	author_name text     NOT NULL,
	body        text     NOT NULL,
	created_at  datetime NOT NULL
);
INSERT INTO messages VALUES('01a207bf-7efb-774f-b599-3ced5776f5b1','01a207ad-2f7b-774f-9dc2-79e184986ce0','aa880e35-f734-40da-80e6-257d788d5736','staff','Grace','Which orders besides 471100000000000000042 are affected?','2026-11-23 09:32:00.123457+00:00');
INSERT INTO messages VALUES('01a207e4-29b3-774f-a03b-e956e0e5e340','01a207ad-2f7b-774f-9dc2-79e184986ce0','e61988ca-6625-4d84-8d85-a6a2a6dc3e7b','requester','','All of them; the kangaroo warehouse too.','2026-11-23 10:12:03.123457+00:00');
INSERT INTO messages VALUES('01a20840-a3fc-7be2-b624-c0aedcfea01c','01a20840-a3fc-7bdf-a277-fe96229a91d6','8784ff0d-a651-4f38-9777-101aba824708','staff','Grace','Please send the response too.','2026-11-23 11:53:03.740742+00:00');
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
INSERT INTO events VALUES(1,'01a207ad-2f7b-774f-9dc2-79e184986ce0','filed','requester','browser','','new','2026-11-23 09:12:00.123457+00:00');
INSERT INTO events VALUES(2,'01a207ad-2f7b-774f-9dc2-79e184986ce0','letter','system','program','queued','sent','2026-11-23 09:12:00.123457+00:00');
INSERT INTO events VALUES(3,'01a207ad-2f7b-774f-9dc2-79e184986ce0','confirmed','requester','browser','','','2026-11-23 09:32:00.123457+00:00');
INSERT INTO events VALUES(4,'01a207ad-2f7b-774f-9dc2-79e184986ce0','message','staff','browser','','01a207bf-7efb-774f-b599-3ced5776f5b1','2026-11-23 09:32:00.123457+00:00');
INSERT INTO events VALUES(5,'01a207ad-2f7b-774f-9dc2-79e184986ce0','state','staff','browser','new','waiting_requester','2026-11-23 09:32:00.123457+00:00');
INSERT INTO events VALUES(6,'01a207ad-2f7b-774f-9dc2-79e184986ce0','letter','system','program','queued','sent','2026-11-23 09:32:03.123457+00:00');
INSERT INTO events VALUES(7,'01a207ad-2f7b-774f-9dc2-79e184986ce0','message','requester','browser','','01a207e4-29b3-774f-a03b-e956e0e5e340','2026-11-23 10:12:03.123457+00:00');
INSERT INTO events VALUES(8,'01a207ad-2f7b-774f-9dc2-79e184986ce0','state','requester','browser','waiting_requester','open','2026-11-23 10:12:03.123457+00:00');
INSERT INTO events VALUES(9,'01a207ea-92ce-7e9f-b930-54dc07fdcc37','filed','requester','browser','','new','2026-11-23 10:19:03.246914+00:00');
INSERT INTO events VALUES(10,'01a207ea-92ce-7e9f-b930-54dc07fdcc37','letter','system','program','queued','delayed','2026-11-23 10:19:03.246914+00:00');
INSERT INTO events VALUES(11,'01a207ea-92ce-7e9f-b930-54dc07fdcc37','state','staff','browser','new','open','2026-11-23 10:30:03.246914+00:00');
INSERT INTO events VALUES(12,'01a207fb-0e0a-75ef-96d0-2238969ac157','filed','requester','browser','','new','2026-11-23 10:37:03.370371+00:00');
INSERT INTO events VALUES(13,'01a207fb-0e0a-75ef-96d0-2238969ac157','letter','system','program','queued','given_up','2026-11-23 10:37:03.370371+00:00');
INSERT INTO events VALUES(14,'01a207fb-0e0a-75ef-96d0-2238969ac157','state','staff','browser','new','waiting_supplier','2026-11-23 10:48:03.370371+00:00');
INSERT INTO events VALUES(15,'01a2080b-8945-7d3f-bf26-553bb2e00acb','filed','requester','browser','','new','2026-11-23 10:55:03.493828+00:00');
INSERT INTO events VALUES(16,'01a2080b-8945-7d3f-bf26-553bb2e00acb','state','staff','browser','new','open','2026-11-23 11:06:03.493828+00:00');
INSERT INTO events VALUES(17,'01a2080b-8945-7d3f-bf26-553bb2e00acb','state','staff','browser','open','resolved','2026-11-23 11:17:03.493828+00:00');
INSERT INTO events VALUES(18,'01a20826-16a1-748f-82f1-9f3388496aa4','filed','requester','browser','','new','2026-11-23 11:24:03.617285+00:00');
INSERT INTO events VALUES(19,'01a20826-16a1-748f-82f1-9f3388496aa4','letter','system','program','queued','sent','2026-11-23 11:24:03.617285+00:00');
INSERT INTO events VALUES(20,'01a20826-16a1-748f-82f1-9f3388496aa4','letter','requester','browser','link','queued','2026-11-23 11:24:03.617285+00:00');
INSERT INTO events VALUES(21,'01a2080b-8945-7d3f-bf26-553bb2e00acb','letter','system','program','queued','given_up','2026-11-23 11:24:03.617285+00:00');
INSERT INTO events VALUES(22,'01a20826-16a1-748f-82f1-9f3388496aa4','letter','system','program','queued','given_up','2026-11-23 11:24:03.617285+00:00');
INSERT INTO events VALUES(23,'01a20826-16a1-748f-82f1-9f3388496aa4','revoked','requester','browser','0','1','2026-11-23 11:24:03.617285+00:00');
INSERT INTO events VALUES(24,'01a20826-16a1-748f-82f1-9f3388496aa4','state','staff','browser','new','resolved','2026-11-23 11:35:03.617285+00:00');
INSERT INTO events VALUES(25,'01a20826-16a1-748f-82f1-9f3388496aa4','state','staff','browser','resolved','closed','2026-11-23 11:46:03.617285+00:00');
INSERT INTO events VALUES(26,'01a20840-a3fc-7bdf-a277-fe96229a91d6','filed','requester','browser','','new','2026-11-23 11:53:03.740742+00:00');
INSERT INTO events VALUES(27,'01a20840-a3fc-7bdf-a277-fe96229a91d6','message','staff','browser','','01a20840-a3fc-7be2-b624-c0aedcfea01c','2026-11-23 11:53:03.740742+00:00');
INSERT INTO events VALUES(28,'01a20840-a3fc-7bdf-a277-fe96229a91d6','state','staff','browser','new','waiting_requester','2026-11-23 11:53:03.740742+00:00');
INSERT INTO events VALUES(29,'01a20847-0d18-732f-9b7a-0d948903441c','filed','requester','browser','','new','2026-11-23 12:00:03.864199+00:00');
INSERT INTO events VALUES(30,'01a2084d-7633-7a7e-8255-d2b38948b98f','filed','requester','browser','','new','2026-11-23 12:07:03.987656+00:00');
INSERT INTO events VALUES(31,'01a20853-df4f-71ce-a588-76dee923ec18','filed','requester','browser','','new','2026-11-23 12:14:04.111113+00:00');
INSERT INTO events VALUES(32,'01a2085a-486a-791e-94b5-e1c75ffbc89f','filed','requester','browser','','new','2026-11-23 12:21:04.23457+00:00');
INSERT INTO events VALUES(33,'01a20860-b186-706e-b98c-3c699f25409b','filed','requester','browser','','new','2026-11-23 12:28:04.358027+00:00');
INSERT INTO events VALUES(34,'01a20867-1aa1-77be-8a38-08b590e914e4','filed','requester','browser','','new','2026-11-23 12:35:04.481484+00:00');
INSERT INTO events VALUES(35,'01a2086d-83bc-7f0e-b7f2-545074d52350','filed','requester','browser','','new','2026-11-23 12:42:04.604941+00:00');
INSERT INTO events VALUES(36,'01a20873-ecd8-765e-b803-0d928da72df9','filed','requester','browser','','new','2026-11-23 12:49:04.728398+00:00');
INSERT INTO events VALUES(37,'01a2087a-55f3-7dae-91a1-ee92252e714a','filed','requester','browser','','new','2026-11-23 12:56:04.851855+00:00');
INSERT INTO events VALUES(38,'01a20880-bf0f-74fd-8d61-05576a2451c6','filed','requester','browser','','new','2026-11-23 13:03:04.975312+00:00');
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
INSERT INTO letters VALUES('01a207ad-2f7b-7750-b784-fed0c47d1fd3','01a207ad-2f7b-774f-9dc2-79e184986ce0',NULL,'received','Anna.Mueller@isp.example','anna.mueller@isp.example','unproved','01a207ad-2f7b-7751-a442-f4cbc4630e79@docket.example','sent',1,'2026-11-23 09:12:00.123457+00:00','2026-11-23 09:17:00.123457+00:00',NULL,250,'2.0.0 Ok: queued as 4F1','2026-11-23 09:12:00.123457+00:00','2026-11-23 09:12:00.123457+00:00');
INSERT INTO letters VALUES('01a207bf-7efb-7750-9367-1d7fe3ae75c8','01a207ad-2f7b-774f-9dc2-79e184986ce0','01a207bf-7efb-774f-b599-3ced5776f5b1','reply','Anna.Mueller@isp.example','anna.mueller@isp.example','proved','01a207bf-7efb-7751-82ad-046b2d086537@docket.example','sent',1,'2026-11-23 09:32:00.123457+00:00','2026-11-23 09:37:00.123457+00:00',NULL,250,'Ok','2026-11-23 09:32:00.123457+00:00','2026-11-23 09:32:03.123457+00:00');
INSERT INTO letters VALUES('01a207ea-92ce-7ea0-987e-588c1decdced','01a207ea-92ce-7e9f-b930-54dc07fdcc37',NULL,'received','bob@other.example','bob@other.example','unproved','01a207ea-92ce-7ea1-9f30-3a39b8637939@docket.example','delayed',1,'2026-11-23 10:19:03.246914+00:00','2026-11-23 11:53:03.740742+00:00',NULL,451,'4.7.1 Greylisted, come back in 5 minutes','2026-11-23 10:19:03.246914+00:00',NULL);
INSERT INTO letters VALUES('01a207fb-0e0a-75f0-bad0-b2f2e153805f','01a207fb-0e0a-75ef-96d0-2238969ac157',NULL,'received','gone@isp.example','gone@isp.example','unproved','01a207fb-0e0a-75f1-8bd6-bb0a3fb9fbc6@docket.example','given_up',1,'2026-11-23 10:37:03.370371+00:00','2026-11-23 10:42:03.370371+00:00',NULL,550,'5.1.1 No such user','2026-11-23 10:37:03.370371+00:00',NULL);
INSERT INTO letters VALUES('01a2080b-8945-7d40-b88f-34f7d6a2839d','01a2080b-8945-7d3f-bf26-553bb2e00acb',NULL,'received','carol+fc@gmail.example','carol@gmail.example','unproved','01a2080b-8945-7d41-8cb0-f54220097b4a@docket.example','given_up',0,'2026-11-23 10:55:03.493828+00:00','2026-11-23 11:24:03.617285+00:00',NULL,0,'withdrawn: the address asked for no more mail','2026-11-23 10:55:03.493828+00:00',NULL);
INSERT INTO letters VALUES('01a20826-16a1-7490-8362-62ccf9d9fd76','01a20826-16a1-748f-82f1-9f3388496aa4',NULL,'received','carol@gmail.example','carol@gmail.example','unproved','01a20826-16a1-7491-80c2-f1352c0d06e2@docket.example','sent',1,'2026-11-23 11:24:03.617285+00:00','2026-11-23 11:29:03.617285+00:00',NULL,250,'','2026-11-23 11:24:03.617285+00:00','2026-11-23 11:24:03.617285+00:00');
INSERT INTO letters VALUES('01a20826-16a1-7492-9077-5f49d64fd90e','01a20826-16a1-748f-82f1-9f3388496aa4',NULL,'link','carol@gmail.example','carol@gmail.example','unproved','01a20826-16a1-7493-8562-e55e4727e6d0@docket.example','given_up',0,'2026-11-23 11:24:03.617285+00:00','2026-11-23 11:24:03.617285+00:00',NULL,0,'withdrawn: the address asked for no more mail','2026-11-23 11:24:03.617285+00:00',NULL);
INSERT INTO letters VALUES('01a20826-16a1-7494-abba-6207b724466a','01a20826-16a1-748f-82f1-9f3388496aa4',NULL,'blocked','carol@gmail.example','carol@gmail.example','none','01a20826-16a1-7495-9f22-27e3e146937e@docket.example','queued',0,'2026-11-23 11:24:03.617285+00:00','2026-11-23 11:53:03.740742+00:00',NULL,0,'','2026-11-23 11:24:03.617285+00:00',NULL);
INSERT INTO letters VALUES('01a20840-a3fc-7be0-867d-6f11ca912f56','01a20840-a3fc-7bdf-a277-fe96229a91d6',NULL,'received','dora@isp.example','dora@isp.example','unproved','01a20840-a3fc-7be1-9cad-90fbbb5f20ad@docket.example','queued',1,'2026-11-23 11:53:03.740742+00:00','2026-11-23 11:58:03.740742+00:00','2026-11-23 11:53:03.740742+00:00',0,'','2026-11-23 11:53:03.740742+00:00',NULL);
INSERT INTO letters VALUES('01a20840-a3fc-7be3-8fdc-8d57f2a09a2d','01a20840-a3fc-7bdf-a277-fe96229a91d6','01a20840-a3fc-7be2-b624-c0aedcfea01c','reply','dora@isp.example','dora@isp.example','proved','01a20840-a3fc-7be4-b67b-8742eef6bbc5@docket.example','queued',1,'2026-11-23 11:53:03.740742+00:00','2026-11-23 11:58:03.740742+00:00','2026-11-23 11:53:03.740742+00:00',0,'','2026-11-23 11:53:03.740742+00:00',NULL);
INSERT INTO letters VALUES('01a20847-0d18-7330-9075-170d534326fb','01a20847-0d18-732f-9b7a-0d948903441c',NULL,'received','flood@isp.example','flood@isp.example','unproved','01a20847-0d18-7331-8ee6-303a7d690668@docket.example','queued',0,'2026-11-23 12:00:03.864199+00:00','2026-11-23 12:00:03.864199+00:00',NULL,0,'','2026-11-23 12:00:03.864199+00:00',NULL);
INSERT INTO letters VALUES('01a2084d-7633-7a7f-bb58-0f84e107fd0e','01a2084d-7633-7a7e-8255-d2b38948b98f',NULL,'received','flood@isp.example','flood@isp.example','unproved','01a2084d-7633-7a80-8723-762ae570ff53@docket.example','queued',0,'2026-11-23 12:07:03.987656+00:00','2026-11-23 12:07:03.987656+00:00',NULL,0,'','2026-11-23 12:07:03.987656+00:00',NULL);
INSERT INTO letters VALUES('01a20853-df4f-71cf-ae7b-086adb0862da','01a20853-df4f-71ce-a588-76dee923ec18',NULL,'received','flood@isp.example','flood@isp.example','unproved','01a20853-df4f-71d0-917f-ba80db1af78a@docket.example','queued',0,'2026-11-23 12:14:04.111113+00:00','2026-11-23 12:14:04.111113+00:00',NULL,0,'','2026-11-23 12:14:04.111113+00:00',NULL);
INSERT INTO letters VALUES('01a2085a-486a-791f-af39-47316da7f723','01a2085a-486a-791e-94b5-e1c75ffbc89f',NULL,'received','flood@isp.example','flood@isp.example','unproved','01a2085a-486a-7920-bf40-4b82b9af6d36@docket.example','queued',0,'2026-11-23 13:00:03.864199+00:00','2026-11-23 13:00:03.864199+00:00',NULL,0,'','2026-11-23 12:21:04.23457+00:00',NULL);
INSERT INTO letters VALUES('01a20860-b186-706f-9022-e82683e2ed84','01a20860-b186-706e-b98c-3c699f25409b',NULL,'received','flood@isp.example','flood@isp.example','unproved','01a20860-b186-7070-9fee-bef4695213f8@docket.example','queued',0,'2026-11-23 13:07:03.987656+00:00','2026-11-23 13:07:03.987656+00:00',NULL,0,'','2026-11-23 12:28:04.358027+00:00',NULL);
INSERT INTO letters VALUES('01a20867-1aa1-77bf-a947-6708b86d6b36','01a20867-1aa1-77be-8a38-08b590e914e4',NULL,'received','flood@isp.example','flood@isp.example','unproved','01a20867-1aa1-77c0-a2cb-904640b931ce@docket.example','queued',0,'2026-11-23 13:14:04.111113+00:00','2026-11-23 13:14:04.111113+00:00',NULL,0,'','2026-11-23 12:35:04.481484+00:00',NULL);
INSERT INTO letters VALUES('01a2086d-83bc-7f0f-9f55-fa502cf3c74b','01a2086d-83bc-7f0e-b7f2-545074d52350',NULL,'received','flood@isp.example','flood@isp.example','unproved','01a2086d-83bc-7f10-b13b-fe8da8e26a5d@docket.example','queued',0,'2026-11-23 14:00:03.864199+00:00','2026-11-23 14:00:03.864199+00:00',NULL,0,'','2026-11-23 12:42:04.604941+00:00',NULL);
INSERT INTO letters VALUES('01a20873-ecd8-765f-85d8-72921d39f355','01a20873-ecd8-765e-b803-0d928da72df9',NULL,'received','flood@isp.example','flood@isp.example','unproved','01a20873-ecd8-7660-9f2a-2ca366c942ff@docket.example','queued',0,'2026-11-24 12:00:03.864199+00:00','2026-11-24 12:00:03.864199+00:00',NULL,0,'','2026-11-23 12:49:04.728398+00:00',NULL);
INSERT INTO letters VALUES('01a2087a-55f3-7daf-b18e-d75b3847700d','01a2087a-55f3-7dae-91a1-ee92252e714a',NULL,'received','flood@isp.example','flood@isp.example','unproved','01a2087a-55f3-7db0-a7bb-3ab398846b05@docket.example','queued',0,'2026-11-24 12:07:03.987656+00:00','2026-11-24 12:07:03.987656+00:00',NULL,0,'','2026-11-23 12:56:04.851855+00:00',NULL);
INSERT INTO letters VALUES('01a20880-bf0f-74fe-a759-58a62f4473a8','01a20880-bf0f-74fd-8d61-05576a2451c6',NULL,'received','eve@isp.example','eve@isp.example','unproved','01a20880-bf0f-74ff-8f20-247ea5327518@docket.example','queued',0,'2026-11-23 13:03:04.975312+00:00','2026-11-23 13:03:04.975312+00:00',NULL,0,'','2026-11-23 13:03:04.975312+00:00',NULL);
CREATE TABLE addresses (
	mailbox    text NOT NULL PRIMARY KEY,
	blocked_at datetime
);
INSERT INTO addresses VALUES('carol@gmail.example','2026-11-23 11:24:03.617285+00:00');
CREATE TABLE heartbeats (
	name text     NOT NULL PRIMARY KEY,
	at   datetime NOT NULL
);
INSERT INTO heartbeats VALUES('store','2026-11-23 13:03:04.975312+00:00');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('goose_db_version',2);
CREATE UNIQUE INDEX tickets_reference ON tickets (reference);
CREATE UNIQUE INDEX tickets_submission ON tickets (submission_id);
CREATE INDEX tickets_request ON tickets (request_id);
CREATE INDEX tickets_conversation ON tickets (conversation_id);
CREATE INDEX tickets_order ON tickets (order_id) WHERE order_id <> '';
CREATE INDEX tickets_error ON tickets (error_uuid) WHERE error_uuid <> '';
CREATE UNIQUE INDEX messages_form ON messages (form_id);
CREATE INDEX messages_ticket ON messages (ticket_id, created_at);
CREATE INDEX events_ticket ON events (ticket_id);
CREATE UNIQUE INDEX letters_header ON letters (header_id);
CREATE INDEX letters_queued ON letters (due_at) WHERE state = 'queued';
CREATE INDEX letters_delayed ON letters (due_at) WHERE state = 'delayed';
CREATE INDEX letters_mailbox ON letters (mailbox, cap, planned_at);
CREATE INDEX letters_ticket ON letters (ticket_id);
COMMIT;
