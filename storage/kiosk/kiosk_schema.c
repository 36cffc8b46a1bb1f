/*
 * The kiosk's tables. A step that was once released is never changed: what
 * comes later is added at the end.
 *
 * Times are milliseconds since 1970 UTC. The kiosk's clock may be wrong (1970,
 * or a year ahead): order comes from `sequence`, never from a time.
 */
#include "kiosk_schema.h"

// clang-format off
static const char version_1[] =
"-- Small named values: server address, token, device id, last sync.\n"
"CREATE TABLE settings (\n"
"  name TEXT PRIMARY KEY NOT NULL,\n"
"  value TEXT NOT NULL\n"
") WITHOUT ROWID;\n"

"-- Counts that survive the pruning of the rows they counted.\n"
"CREATE TABLE counters (\n"
"  name TEXT PRIMARY KEY NOT NULL, -- begun, completed, submitted, abandoned\n"
"  value INTEGER NOT NULL          -- `begun` is also the last sequence number\n"
") WITHOUT ROWID;\n"
"INSERT INTO counters VALUES\n"
"  ('begun', 0), ('completed', 0), ('submitted', 0), ('abandoned', 0);\n"

"-- Form definitions as they were installed, each with its media.\n"
"CREATE TABLE forms (\n"
"  form_id INTEGER PRIMARY KEY,    -- of the row\n"
"  xml_form_id TEXT NOT NULL,      -- formID\n"
"  version TEXT NOT NULL,          -- '' = none\n"
"  title TEXT NOT NULL,\n"
"  hash TEXT NOT NULL,             -- as the form list gave it\n"
"  xml BLOB NOT NULL,              -- the XForm, byte for byte\n"
"  offered INTEGER NOT NULL,       -- 1: shown to people; one row a formID\n"
"  installed_at INTEGER NOT NULL,\n"
"  CHECK (offered IN (0, 1))\n"
");\n"
"CREATE UNIQUE INDEX forms_offered ON forms (xml_form_id) WHERE offered = 1;\n"

"-- Files of a form's manifest.\n"
"CREATE TABLE media (\n"
"  form_id INTEGER NOT NULL REFERENCES forms ON DELETE CASCADE,\n"
"  filename TEXT NOT NULL,\n"
"  hash TEXT NOT NULL,             -- as the manifest gave it, not the content's\n"
"  bytes BLOB NOT NULL,\n"
"  PRIMARY KEY (form_id, filename)\n"
");\n"

"-- One row a visit, from before the first answer on.\n"
"CREATE TABLE instances (\n"
"  instance_id TEXT PRIMARY KEY NOT NULL, -- uuid:...\n"
"  sequence INTEGER NOT NULL UNIQUE, -- the device's number, never reused\n"
"  xml_form_id TEXT NOT NULL,      -- formID\n"
"  version TEXT NOT NULL,          -- of the form\n"
"  state TEXT NOT NULL,\n"
"  begun_at INTEGER NOT NULL,\n"
"  ended_at INTEGER,               -- completed or abandoned\n"
"  xml BLOB,                       -- the submission; NULL until complete\n"
"  xml_sha256 TEXT,\n"
"  xml_stored INTEGER NOT NULL DEFAULT 0, -- 1: the hub named this digest\n"
"  hub_names INTEGER NOT NULL DEFAULT 0, -- 1: the hub names what it stored\n"
"  maybe_sent INTEGER NOT NULL DEFAULT 0, -- 1: a byte may have left\n"
"  attempts INTEGER NOT NULL DEFAULT 0, -- failed ones since the last success\n"
"  next_attempt_at INTEGER NOT NULL DEFAULT 0, -- not before; 0 = now\n"
"  pause_asked INTEGER NOT NULL DEFAULT 0, -- 1: the server asked to wait\n"
"  conflicts INTEGER NOT NULL DEFAULT 0, -- refusals that are tried once more\n"
"  held INTEGER NOT NULL DEFAULT 0, -- 1: kept back, 2: and retried daily\n"
"  reason TEXT,                    -- why the last try failed, in words\n"
"  submitted_at INTEGER,\n"
"  CHECK (state IN ('incomplete', 'complete', 'submitted',\n"
"                   'submissionFailed', 'abandoned')),\n"
"  CHECK (xml IS NULL OR state NOT IN ('incomplete', 'abandoned')),\n"
"  CHECK (xml IS NOT NULL OR state IN ('incomplete', 'abandoned'))\n"
");\n"
"CREATE INDEX instances_state ON instances (state, held, next_attempt_at);\n"

"-- Files of a submission.\n"
"CREATE TABLE attachments (\n"
"  instance_id TEXT NOT NULL REFERENCES instances ON DELETE CASCADE,\n"
"  position INTEGER NOT NULL,      -- order in which they are sent\n"
"  name TEXT NOT NULL,             -- as the XML names it\n"
"  content_type TEXT NOT NULL,\n"
"  bytes BLOB NOT NULL,\n"
"  sha256 TEXT NOT NULL,\n"
"  accepted INTEGER NOT NULL DEFAULT 0, -- 1: a post with it was answered 201\n"
"  stored INTEGER NOT NULL DEFAULT 0, -- 1: the hub named this digest\n"
"  PRIMARY KEY (instance_id, name)\n"
");\n";

static const char version_2[] =
"-- Visits per form and day, without anything of what was answered.\n"
"CREATE TABLE day_counts (\n"
"  day TEXT NOT NULL,              -- on which they began, YYYY-MM-DD, local\n"
"  xml_form_id TEXT NOT NULL,      -- formID\n"
"  started INTEGER NOT NULL DEFAULT 0,\n"
"  completed INTEGER NOT NULL DEFAULT 0,\n"
"  abandoned INTEGER NOT NULL DEFAULT 0,\n"
"  PRIMARY KEY (day, xml_form_id)\n"
") WITHOUT ROWID;\n"

"-- Stories that were asked back at this kiosk and of which the hub has still\n"
"-- to be told.\n"
"CREATE TABLE withdrawals (\n"
"  code_hash TEXT PRIMARY KEY NOT NULL, -- Argon2id of the code, never the code\n"
"  asked_at INTEGER NOT NULL\n"
") WITHOUT ROWID;\n";
// clang-format on

const struct vz_migration vz_kiosk_migrations[] = {
    {version_1},
    {version_2},
};
const size_t vz_kiosk_n_migrations =
    sizeof(vz_kiosk_migrations) / sizeof(*vz_kiosk_migrations);
