using System.Runtime.InteropServices;

namespace Ochre.Gateway.Spend.Database;

/// <summary>SQLite's result codes in words for an operator.</summary>
/// <remarks>Source: sqlite.org, "Result and Error Codes".</remarks>
internal static unsafe class SqliteFault
{
    private const int UniqueRule = 2067;
    private const int PrimaryKeyRule = 1555;

    public static DatabaseException Of(nint connection, int code, string file)
    {
        var detail = connection == 0 ? "" : Marshal.PtrToStringUTF8((nint)SqliteLibrary.Message(connection));
        return new($"{Words(code & 0xff, file)} (SQLite {code}: {detail})")
        {
            IsConflict = code is UniqueRule or PrimaryKeyRule,
            IsOutage = (code & 0xff) is 5 or 6 or 8 or 10 or 11 or 13 or 14 or 26,
        };
    }

    /// <summary>Somebody has removed or renamed the file while it was in use.</summary>
    public static DatabaseException Gone(string file) =>
        new($"The database {file} is no longer in its place, and what is written now would be lost. Stop Ochre, put the file back or restore it from a copy, and start it again.") { IsOutage = true };

    private static string Words(int code, string file) => code switch
    {
        5 or 6 => $"The database {file} is locked by another program.",
        8 => $"The database {file} cannot be written: the file or its folder is read-only.",
        9 => $"A question to the database {file} was given up.",
        10 => $"The disk under the database {file} does not read or write.",
        11 => $"The database {file} is damaged. Stop Ochre and restore it from a copy, or move the file away.",
        13 => $"The disk of the database {file} is full.",
        14 => $"The database {file} cannot be opened: its folder is missing or may not be written.",
        19 => $"The database {file} refused a row that breaks one of its rules.",
        26 => $"{file} is not a SQLite database.",
        _ => $"The database {file} failed.",
    };
}
