namespace Ochre.Gateway.Spend.Database;

/// <summary>The tables, as numbered steps: a step that was shipped is never changed, a change is the next step.</summary>
internal static class Schema
{
    public static readonly IReadOnlyList<string> Steps =
    [
        """
        CREATE TABLE api_key (
            id text PRIMARY KEY, hash bytea NOT NULL, alias text, team_id text, user_id text, models text NOT NULL, tags text NOT NULL,
            metadata text NOT NULL, allowance text NOT NULL, blocked bigint NOT NULL, expires bigint, created bigint NOT NULL, updated bigint NOT NULL);
        CREATE UNIQUE INDEX api_key_alias ON api_key (alias);
        CREATE INDEX api_key_team ON api_key (team_id);
        CREATE INDEX api_key_user ON api_key (user_id);
        CREATE TABLE party (
            kind text NOT NULL, id text NOT NULL, alias text, models text NOT NULL, metadata text NOT NULL, allowance text NOT NULL,
            blocked bigint NOT NULL, created bigint NOT NULL, updated bigint NOT NULL, PRIMARY KEY (kind, id));
        CREATE TABLE balance (
            scope text PRIMARY KEY, began bigint NOT NULL, spent bigint NOT NULL, leased bigint NOT NULL, total bigint NOT NULL);
        CREATE TABLE charge (
            id text PRIMARY KEY, node text NOT NULL, state text NOT NULL, key_id text NOT NULL, team_id text, user_id text, end_user text, tags text NOT NULL,
            model text NOT NULL, requested_model text NOT NULL, task text NOT NULL, size text, quality text, region text,
            asked bigint NOT NULL, made bigint NOT NULL, unknown bigint NOT NULL, delivered bigint NOT NULL,
            price bigint, reserved bigint NOT NULL, cost bigint NOT NULL, credited bigint NOT NULL, error text,
            began bigint NOT NULL, settled bigint, upstream_ms bigint, expires bigint NOT NULL);
        CREATE INDEX charge_began ON charge (began);
        CREATE INDEX charge_key ON charge (key_id, began);
        CREATE INDEX charge_open ON charge (expires) WHERE state = 'open';
        CREATE TABLE credit (
            id text PRIMARY KEY, charge_id text NOT NULL, amount bigint NOT NULL, reason text NOT NULL, author text NOT NULL, created bigint NOT NULL);
        CREATE INDEX credit_charge ON credit (charge_id);
        CREATE TABLE replay (
            key_id text NOT NULL, name text NOT NULL, body_hash bytea NOT NULL, request_id text NOT NULL, node text NOT NULL,
            state text NOT NULL, place text, created bigint NOT NULL, expires bigint NOT NULL, PRIMARY KEY (key_id, name));
        CREATE INDEX replay_expires ON replay (expires);
        """,
        """
        ALTER TABLE api_key ADD COLUMN old_hash bytea;
        ALTER TABLE api_key ADD COLUMN old_until bigint;
        CREATE TABLE secret_check (name text PRIMARY KEY, value bytea NOT NULL);
        """,
        """
        CREATE TABLE node (id text PRIMARY KEY, seen bigint NOT NULL);
        CREATE TABLE lease (
            scope text NOT NULL, node text NOT NULL, began bigint NOT NULL, amount bigint NOT NULL, PRIMARY KEY (scope, node));
        """,
    ];
}
