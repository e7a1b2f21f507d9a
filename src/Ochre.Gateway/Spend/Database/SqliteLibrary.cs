using System.Reflection;
using System.Runtime.InteropServices;

namespace Ochre.Gateway.Spend.Database;

/// <summary>The functions of SQLite that Ochre calls, in the system's own library: none of them variadic, so that every platform calls them alike.</summary>
/// <remarks>Source: sqlite.org, "C-language Interface Specification".</remarks>
internal static unsafe partial class SqliteLibrary
{
    private const string Sqlite = "sqlite3";

    private static readonly Lazy<nint> s_library = new(Find);

    static SqliteLibrary() => NativeLibrary.SetDllImportResolver(typeof(SqliteLibrary).Assembly, Resolve);

    public const int Ok = 0;
    public const int HasRow = 100;
    public const int Done = 101;

    /// <summary>False where the system has none, or one before 3.35 (2021), which knows no RETURNING.</summary>
    public static bool IsAvailable => s_library.Value != 0 && Version() >= 3_035_000;

    /// <summary>What an operator can do where <see cref="IsAvailable"/> is false.</summary>
    public const string Missing =
        "SQLite 3.35 or newer is missing, which keeps keys and spending. Install libsqlite3-0 (Debian, Ubuntu), sqlite-libs (Fedora, Alpine), or set OCHRE_DATABASE to a PostgreSQL URL, or to off.";

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_libversion_number")]
    internal static partial int Version();

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_open_v2", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string file, out nint connection, int flags, nint vfs);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_close_v2")]
    internal static partial void Close(nint connection);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_extended_result_codes")]
    internal static partial void TellExtendedCodes(nint connection, int on);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_busy_timeout")]
    internal static partial void WaitWhenBusy(nint connection, int milliseconds);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_errmsg")]
    internal static partial byte* Message(nint connection);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_get_autocommit")]
    internal static partial int IsOutsideTransaction(nint connection);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_interrupt")]
    internal static partial void Interrupt(nint connection);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_prepare_v2")]
    internal static partial int Prepare(nint connection, byte* text, int bytes, out nint statement, out byte* rest);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_finalize")]
    internal static partial void Release(nint statement);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_step")]
    internal static partial int Step(nint statement);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_reset")]
    internal static partial void Reset(nint statement);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_clear_bindings")]
    internal static partial void ForgetValues(nint statement);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_bind_parameter_count")]
    internal static partial int ParameterCount(nint statement);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_bind_int64")]
    internal static partial int Bind(nint statement, int index, long value);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_bind_text")]
    internal static partial int BindText(nint statement, int index, byte* text, int bytes, nint whoFrees);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_bind_blob")]
    internal static partial int BindBytes(nint statement, int index, byte* value, int bytes, nint whoFrees);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_column_count")]
    internal static partial int ColumnCount(nint statement);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_column_type")]
    internal static partial int ColumnType(nint statement, int column);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_column_int64")]
    internal static partial long ColumnLong(nint statement, int column);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_column_text")]
    internal static partial byte* ColumnText(nint statement, int column);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_column_blob")]
    internal static partial byte* ColumnBytes(nint statement, int column);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_column_bytes")]
    internal static partial int ColumnLength(nint statement, int column);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) => name == Sqlite ? s_library.Value : 0;

    // Beside the program first: a container without a system's library brings its own.
    private static nint Find()
    {
        string[] names = OperatingSystem.IsWindows() ? ["sqlite3.dll", "winsqlite3.dll"]
            : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib"]
            : ["libsqlite3.so.0"];
        foreach (var file in names.Select(name => Path.Combine(AppContext.BaseDirectory, name)).Concat(names))
        {
            if (NativeLibrary.TryLoad(file, out var library))
                return library;
        }

        return 0;
    }
}
