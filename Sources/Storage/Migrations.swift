public import Database

/// Every step of the schema, oldest first. A released step is never edited: add another.
public enum Migrations {
    public static let all = [
        Migration(
            1, "start", sqlite: PackageResources.v001_start_sqlite_sql, mysql: PackageResources.v001_start_mysql_sql),
        Migration(
            2, "presence", sqlite: PackageResources.v002_presence_sqlite_sql,
            mysql: PackageResources.v002_presence_mysql_sql),
        Migration(
            3, "settings", sqlite: PackageResources.v003_settings_sqlite_sql,
            mysql: PackageResources.v003_settings_mysql_sql),
        Migration(
            4, "audit", sqlite: PackageResources.v004_audit_sqlite_sql, mysql: PackageResources.v004_audit_mysql_sql),
        Migration(
            5, "sessions", sqlite: PackageResources.v005_sessions_sqlite_sql,
            mysql: PackageResources.v005_sessions_mysql_sql),
        Migration(
            6, "data_keys", sqlite: PackageResources.v006_data_keys_sqlite_sql,
            mysql: PackageResources.v006_data_keys_mysql_sql),
        Migration(
            7, "epochs", sqlite: PackageResources.v007_epochs_sqlite_sql,
            mysql: PackageResources.v007_epochs_mysql_sql),
        Migration(
            8, "probes", sqlite: PackageResources.v008_probes_sqlite_sql,
            mysql: PackageResources.v008_probes_mysql_sql),
        Migration(
            9, "used_tokens", sqlite: PackageResources.v009_used_tokens_sqlite_sql,
            mysql: PackageResources.v009_used_tokens_mysql_sql),
        Migration(
            10, "account_options", sqlite: PackageResources.v010_account_options_sqlite_sql,
            mysql: PackageResources.v010_account_options_mysql_sql),
        Migration(
            11, "charges", sqlite: PackageResources.v011_charges_sqlite_sql,
            mysql: PackageResources.v011_charges_mysql_sql),
        Migration(
            12, "limits", sqlite: PackageResources.v012_limits_sqlite_sql,
            mysql: PackageResources.v012_limits_mysql_sql),
        Migration(
            13, "attachments", sqlite: PackageResources.v013_attachments_sqlite_sql,
            mysql: PackageResources.v013_attachments_mysql_sql),
        Migration(
            14, "leases_and_jobs", sqlite: PackageResources.v014_leases_and_jobs_sqlite_sql,
            mysql: PackageResources.v014_leases_and_jobs_mysql_sql),
        Migration(
            15, "tallies", sqlite: PackageResources.v015_tallies_sqlite_sql,
            mysql: PackageResources.v015_tallies_mysql_sql),
        Migration(
            16, "logins", sqlite: PackageResources.v016_logins_sqlite_sql,
            mysql: PackageResources.v016_logins_mysql_sql),
        Migration(
            17, "account_events", sqlite: PackageResources.v017_account_events_sqlite_sql,
            mysql: PackageResources.v017_account_events_mysql_sql),
        Migration(
            18, "choices", sqlite: PackageResources.v018_choices_sqlite_sql,
            mysql: PackageResources.v018_choices_mysql_sql),
        Migration(
            19, "tags", sqlite: PackageResources.v019_tags_sqlite_sql, mysql: PackageResources.v019_tags_mysql_sql),
        Migration(
            20, "passages", sqlite: PackageResources.v020_passages_sqlite_sql,
            mysql: PackageResources.v020_passages_mysql_sql),
        Migration(
            21, "files", sqlite: PackageResources.v021_files_sqlite_sql, mysql: PackageResources.v021_files_mysql_sql),
        Migration(
            22, "lists", sqlite: PackageResources.v022_lists_sqlite_sql, mysql: PackageResources.v022_lists_mysql_sql),
        Migration(
            23, "account_readings", sqlite: PackageResources.v023_account_readings_sqlite_sql,
            mysql: PackageResources.v023_account_readings_mysql_sql),
        Migration(
            24, "account_order", sqlite: PackageResources.v024_account_order_sqlite_sql,
            mysql: PackageResources.v024_account_order_mysql_sql),
        Migration(
            25, "settings", sqlite: PackageResources.v025_settings_sqlite_sql,
            mysql: PackageResources.v025_settings_mysql_sql),
        Migration(
            26, "summaries", sqlite: PackageResources.v026_summaries_sqlite_sql,
            mysql: PackageResources.v026_summaries_mysql_sql),
        Migration(
            27, "stored_responses", sqlite: PackageResources.v027_stored_responses_sqlite_sql,
            mysql: PackageResources.v027_stored_responses_mysql_sql),
        Migration(
            28, "estimates", sqlite: PackageResources.v028_estimates_sqlite_sql,
            mysql: PackageResources.v028_estimates_mysql_sql),
        Migration(
            29, "prices", sqlite: PackageResources.v029_prices_sqlite_sql,
            mysql: PackageResources.v029_prices_mysql_sql),
        Migration(
            30, "app_users", sqlite: PackageResources.v030_app_users_sqlite_sql,
            mysql: PackageResources.v030_app_users_mysql_sql),
        Migration(
            31, "wallets", sqlite: PackageResources.v031_wallets_sqlite_sql,
            mysql: PackageResources.v031_wallets_mysql_sql),
        Migration(
            32, "usage_hours", sqlite: PackageResources.v032_usage_hours_sqlite_sql,
            mysql: PackageResources.v032_usage_hours_mysql_sql),
        Migration(
            33, "refresh_tokens", sqlite: PackageResources.v033_refresh_tokens_sqlite_sql,
            mysql: PackageResources.v033_refresh_tokens_mysql_sql),
        Migration(
            34, "alerts", sqlite: PackageResources.v034_alerts_sqlite_sql,
            mysql: PackageResources.v034_alerts_mysql_sql),
        Migration(
            35, "shared_chats", sqlite: PackageResources.v035_shared_chats_sqlite_sql,
            mysql: PackageResources.v035_shared_chats_mysql_sql),
        Migration(
            36, "assistants", sqlite: PackageResources.v036_assistants_sqlite_sql,
            mysql: PackageResources.v036_assistants_mysql_sql),
        Migration(
            37, "imports", sqlite: PackageResources.v037_imports_sqlite_sql,
            mysql: PackageResources.v037_imports_mysql_sql),
        Migration(
            38, "exports", sqlite: PackageResources.v038_exports_sqlite_sql,
            mysql: PackageResources.v038_exports_mysql_sql),
        Migration(
            39, "documents", sqlite: PackageResources.v039_documents_sqlite_sql,
            mysql: PackageResources.v039_documents_mysql_sql),
        Migration(
            40, "pictures", sqlite: PackageResources.v040_pictures_sqlite_sql,
            mysql: PackageResources.v040_pictures_mysql_sql),
        Migration(
            41, "tools", sqlite: PackageResources.v041_tools_sqlite_sql,
            mysql: PackageResources.v041_tools_mysql_sql),
    ]
}
