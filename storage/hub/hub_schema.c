#include "hub_schema.h"

// Times are ISO 8601 in UTC with milliseconds. Hashes are lower-case hex.
static const char version_1[] =
    // A form as an author knows it; its versions hold what was published.
    "CREATE TABLE forms ("
    "  form_id INTEGER PRIMARY KEY,"
    "  xml_form_id TEXT NOT NULL UNIQUE," // the formID of OpenRosa
    "  title TEXT NOT NULL,"              // of the current version
    "  current_version_id INTEGER,"       // form_versions; what the list offers
    "  created_at TEXT NOT NULL"
    ");"

    // A published version. Its content never changes.
    "CREATE TABLE form_versions ("
    "  form_version_id INTEGER PRIMARY KEY,"
    "  form_id INTEGER NOT NULL REFERENCES forms (form_id),"
    "  version TEXT NOT NULL," // '' = the form names none
    "  title TEXT NOT NULL,"
    "  xml TEXT NOT NULL," // the XForm, byte for byte
    "  md5 TEXT NOT NULL," // of xml, for the form list
    "  created_at TEXT NOT NULL,"
    "  UNIQUE (form_id, version)"
    ");"

    // Stored files by content: equal bytes are stored once.
    "CREATE TABLE blobs ("
    "  blob_id INTEGER PRIMARY KEY,"
    "  sha256 TEXT NOT NULL UNIQUE,"
    "  size INTEGER NOT NULL" // bytes
    ");"

    // The bytes of a blob in pieces, so that none is in memory as a whole.
    "CREATE TABLE blob_chunks ("
    "  blob_id INTEGER NOT NULL REFERENCES blobs (blob_id)"
    "    ON DELETE CASCADE,"
    "  number INTEGER NOT NULL," // from 0
    "  bytes BLOB NOT NULL,"
    "  PRIMARY KEY (blob_id, number)"
    ");"

    // Files that belong to a form version: what its manifest lists.
    "CREATE TABLE form_media ("
    "  form_media_id INTEGER PRIMARY KEY,"
    "  form_version_id INTEGER NOT NULL"
    "    REFERENCES form_versions (form_version_id),"
    "  name TEXT NOT NULL,"
    "  md5 TEXT NOT NULL,"
    "  blob_id INTEGER NOT NULL REFERENCES blobs (blob_id),"
    "  UNIQUE (form_version_id, name)"
    ");"

    // Kiosks and other clients that send. The token itself is stored nowhere.
    "CREATE TABLE devices ("
    "  device_id INTEGER PRIMARY KEY,"
    "  name TEXT NOT NULL UNIQUE,"
    "  token_sha256 TEXT NOT NULL UNIQUE,"
    "  created_at TEXT NOT NULL,"
    "  revoked_at TEXT" // NULL = the token works
    ");"

    // People who sign in.
    "CREATE TABLE users ("
    "  user_id INTEGER PRIMARY KEY,"
    "  name TEXT NOT NULL UNIQUE,"
    "  password_hash TEXT NOT NULL," // Argon2id, in its own text format
    "  role TEXT NOT NULL,"
    "  created_at TEXT NOT NULL"
    ");"

    // What was received: a set that only grows, keyed by instanceID.
    "CREATE TABLE submissions ("
    "  submission_id INTEGER PRIMARY KEY,"
    "  form_id INTEGER NOT NULL REFERENCES forms (form_id),"
    "  instance_id TEXT NOT NULL,"
    "  version TEXT NOT NULL,"  // as the XML names it
    "  form_version_id INTEGER" // NULL: a version that this hub does not know
    "    REFERENCES form_versions (form_version_id),"
    "  device_id INTEGER REFERENCES devices (device_id),"
    "  client_id TEXT,"    // deviceID in the XML
    "  sequence INTEGER,"  // the device's own number, when the XML carries it
    "  xml TEXT NOT NULL," // byte for byte
    "  xml_sha256 TEXT NOT NULL,"
    "  encrypted INTEGER NOT NULL," // 1: the XML is an encryption manifest
    "  deprecated_id TEXT," // instanceID of the submission that this one edits
    "  superseded_by INTEGER," // submission_id of the edit that replaced it
    "  attachments_expected INTEGER NOT NULL,"
    "  attachments_present INTEGER NOT NULL,"
    "  received_at TEXT NOT NULL,"
    "  UNIQUE (instance_id, form_id)"
    ");"

    // Files of a submission; one that was announced but has not come yet has
    // no blob.
    "CREATE TABLE attachments ("
    "  attachment_id INTEGER PRIMARY KEY,"
    "  submission_id INTEGER NOT NULL"
    "    REFERENCES submissions (submission_id) ON DELETE CASCADE,"
    "  name TEXT NOT NULL,"
    "  expected INTEGER NOT NULL," // 1: the XML names it
    "  blob_id INTEGER REFERENCES blobs (blob_id),"
    "  content_type TEXT,"
    "  received_at TEXT,"
    "  UNIQUE (submission_id, name)"
    ");"

    // Other XML under an instanceID that was stored already: refused, kept.
    "CREATE TABLE conflicts ("
    "  conflict_id INTEGER PRIMARY KEY,"
    "  submission_id INTEGER NOT NULL"
    "    REFERENCES submissions (submission_id) ON DELETE CASCADE,"
    "  device_id INTEGER REFERENCES devices (device_id),"
    "  xml TEXT NOT NULL,"
    "  xml_sha256 TEXT NOT NULL,"
    "  received_at TEXT NOT NULL,"
    "  UNIQUE (submission_id, xml_sha256)"
    ");"

    // Who changed what.
    "CREATE TABLE audits ("
    "  audit_id INTEGER PRIMARY KEY,"
    "  at TEXT NOT NULL,"
    "  actor TEXT NOT NULL,"   // a user's name, or 'command line'
    "  action TEXT NOT NULL,"  // 'form.add', 'device.add', ...
    "  subject TEXT NOT NULL," // the name of what was changed
    "  details TEXT"
    ");"

    // The tables derived from submissions: one a form, one a repeat.
    "CREATE TABLE typed_tables ("
    "  typed_table_id INTEGER PRIMARY KEY,"
    "  form_id INTEGER NOT NULL REFERENCES forms (form_id),"
    "  path TEXT NOT NULL,"        // of the repeat; '' = the form itself
    "  name TEXT NOT NULL UNIQUE," // of the SQL table
    "  UNIQUE (form_id, path)"
    ");"

    // Their columns that come from the form, in the order of the form.
    "CREATE TABLE typed_columns ("
    "  typed_column_id INTEGER PRIMARY KEY,"
    "  typed_table_id INTEGER NOT NULL"
    "    REFERENCES typed_tables (typed_table_id),"
    "  path TEXT NOT NULL,"    // of the field
    "  name TEXT NOT NULL,"    // of the SQL column
    "  type INTEGER NOT NULL," // enum vz_field_type when it was made
    "  UNIQUE (typed_table_id, path)"
    ");";

// Erasure. A row of `tombstones` or `withdrawals` stays for ever: what it names
// is masked whenever it comes again.
static const char version_2[] =
    // Small named values: 'withdrawal_salt'.
    "CREATE TABLE settings ("
    "  name TEXT PRIMARY KEY,"
    "  value TEXT NOT NULL"
    ");"

    // Argon2id of the withdrawal code, as the submission holds it; NULL = none.
    "ALTER TABLE submissions ADD COLUMN withdrawal TEXT;"
    // When xml was masked; NULL = it is as it came.
    "ALTER TABLE submissions ADD COLUMN erased_at TEXT;"
    "CREATE INDEX submissions_withdrawal ON submissions (withdrawal)"
    "  WHERE withdrawal IS NOT NULL;"
    "CREATE INDEX submissions_superseded ON submissions (superseded_by)"
    "  WHERE superseded_by IS NOT NULL;"
    // Whether a file is used elsewhere, when one of its users is erased.
    "CREATE INDEX attachments_blob ON attachments (blob_id);"
    "CREATE INDEX form_media_blob ON form_media (blob_id);"

    // Submissions whose words are gone, by their instanceID's SHA-256.
    "CREATE TABLE tombstones ("
    "  instance_sha256 TEXT PRIMARY KEY,"
    "  erased_at TEXT NOT NULL"
    ");"

    // Codes that were given back, before or after their submission came.
    "CREATE TABLE withdrawals ("
    "  withdrawal TEXT PRIMARY KEY," // as in submissions
    "  withdrawn_at TEXT NOT NULL"
    ");";

static const char version_3[] =
    // Codes with which a kiosk gets its key, until they are used.
    "CREATE TABLE enrolments ("
    "  name TEXT PRIMARY KEY," // of the device that will be made
    "  code_sha256 TEXT NOT NULL UNIQUE,"
    "  expires_at TEXT NOT NULL"
    ");";

static const char version_4[] =
    // Who is signed in. The token itself is stored nowhere.
    "CREATE TABLE sessions ("
    "  token_sha256 TEXT PRIMARY KEY,"
    "  user_id INTEGER NOT NULL REFERENCES users (user_id),"
    "  created_at TEXT NOT NULL,"
    "  expires_at TEXT NOT NULL"
    ");"

    // What a coordinator thinks of a submission: 'approved', 'rejected' or
    // 'hasIssues'; NULL = nobody looked. The XML is never changed by it.
    "ALTER TABLE submissions ADD COLUMN review_state TEXT;"
    "ALTER TABLE submissions ADD COLUMN reviewed_at TEXT;";

// The fleet. What a kiosk tells of itself; the last heartbeat only.
static const char version_5[] =
    "CREATE TABLE heartbeats ("
    "  device_id INTEGER PRIMARY KEY REFERENCES devices (device_id),"
    "  received_at TEXT NOT NULL,"
    "  client_id TEXT," // deviceID in its XML
    "  app_version TEXT NOT NULL,"
    "  forms TEXT NOT NULL,"             // JSON: [{"form", "version"}]
    "  clock_error_ms INTEGER NOT NULL," // its clock less the hub's
    "  unsent INTEGER NOT NULL,"
    "  oldest_unsent_at TEXT," // by the hub's clock; NULL = none
    "  n_held INTEGER NOT NULL,"
    "  held TEXT NOT NULL," // JSON: [{"reason", "n"}]
    "  disk_free INTEGER,"  // bytes; NULL = unknown
    "  battery INTEGER,"    // percent; NULL = none
    "  charging INTEGER NOT NULL,"
    "  microphone TEXT,"          // 'works', 'silent', 'absent'; NULL = untried
    "  last_error TEXT NOT NULL," // in words; '' = none
    "  begun INTEGER NOT NULL,"   // also the last sequence number
    "  completed INTEGER NOT NULL,"
    "  abandoned INTEGER NOT NULL"
    ");"

    // Sequence numbers that a kiosk explains, in ranges: 'abandoned' ones stay,
    // 'open' and 'waiting' ones are those of the last heartbeat.
    "CREATE TABLE device_numbers ("
    "  device_id INTEGER NOT NULL REFERENCES devices (device_id),"
    "  state TEXT NOT NULL,"
    "  first_number INTEGER NOT NULL,"
    "  last_number INTEGER NOT NULL,"
    "  PRIMARY KEY (device_id, state, first_number)"
    ");"

    // Visits per kiosk, day of their beginning there, and form; counts only.
    "CREATE TABLE device_days ("
    "  device_id INTEGER NOT NULL REFERENCES devices (device_id),"
    "  day TEXT NOT NULL,"
    "  xml_form_id TEXT NOT NULL," // formID, which the hub may not know
    "  started INTEGER NOT NULL,"
    "  completed INTEGER NOT NULL,"
    "  abandoned INTEGER NOT NULL,"
    "  PRIMARY KEY (device_id, day, xml_form_id)"
    ");"

    // Which numbers of a kiosk came.
    "CREATE INDEX submissions_sequence ON submissions (device_id, sequence)"
    "  WHERE sequence IS NOT NULL;";

const struct vz_migration vz_hub_migrations[] = {
    {version_1}, {version_2}, {version_3}, {version_4}, {version_5},
};
const size_t vz_hub_n_migrations =
    sizeof(vz_hub_migrations) / sizeof(vz_hub_migrations[0]);
