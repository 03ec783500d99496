import Glibc
import SQLite
import Workspace

/// Opens the database of a data directory whose lock is held: settings, backup, migrations.
///
/// A file of a newer schema is left as it is. Before an older one is brought forward, a copy of it is put into
/// `backups/`, named by the version it has and the time.
func openDatabase(in directory: String, schema: Schema, at now: Timestamp) throws(StoreOpenError) -> Connection {
    let path = directory + "/udkast.sqlite"
    let code = makePrivateFile(path)
    if code != 0 { throw .inaccessible(path: path, reason: String(cString: strerror(code))) }
    let connection: Connection
    let version: Int
    do {
        connection = try Connection(path: path)
        // Before the first access, which reading the version is.
        try connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        version = try Schema.version(of: connection)
    } catch { throw StoreOpenError(error, path: path) }
    guard version <= schema.version else {
        throw .newerSchema(path: path, found: version, known: schema.version)
    }

    try Settings.apply(to: connection, at: path)
    if version > 0, version < schema.version {
        try backUp(connection, version: version, directory: directory, at: now)
    }
    do { try schema.migrate(connection, from: version) } catch { throw StoreOpenError(error, path: path) }
    syncDirectory(directory)
    return connection
}

private func backUp(
    _ connection: Connection, version: Int, directory: String, at now: Timestamp
) throws(StoreOpenError) {
    let backups = directory + "/backups"
    if mkdir(backups, 0o700) != 0, errno != EEXIST {
        throw .inaccessible(path: backups, reason: String(cString: strerror(errno)))
    }
    let path = "\(backups)/udkast-schema-\(version)-\(now.milliseconds).sqlite"
    do throws(SQLiteError) {
        _ = try BackupFile(of: connection, to: path).copy(pages: -1)
    } catch { throw StoreOpenError(error, path: path) }
}
