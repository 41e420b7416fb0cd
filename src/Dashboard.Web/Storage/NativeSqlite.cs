using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Dashboard.Web.Storage;

/// <summary>
/// Binds Microsoft.Data.Sqlite to the SQLite library of the operating system (Debian and Ubuntu: <c>libsqlite3-0</c>).
/// It replaces the package SQLitePCLRaw.bundle_e_sqlite3, which would bring a library of its own and is not in every package source.
/// Delete when: Microsoft.Data.Sqlite (without .Core) restores and is referenced instead; its bundle initialises itself.
/// </summary>
internal static class NativeSqlite
{
    private static readonly string[] Names = ["libsqlite3.so.0", "libsqlite3.so", "libsqlite3.0.dylib", "libsqlite3.dylib", "sqlite3", "winsqlite3"];
    private static readonly Lazy<bool> Loaded = new(Load, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Idempotent and safe from several threads; call it before the first connection is opened.</summary>
    /// <exception cref="DllNotFoundException">The machine has no SQLite library; the message says what to install.</exception>
    public static void Use() => _ = Loaded.Value;

    private static bool Load()
    {
        var provider = new SQLite3Provider_e_sqlite3();
        NativeLibrary.SetDllImportResolver(provider.GetType().Assembly, Resolve);
        raw.SetProvider(provider);
        raw.FreezeProvider();
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3")
        {
            return 0;
        }

        foreach (var candidate in Names)
        {
            if (NativeLibrary.TryLoad(candidate, out var handle))
            {
                return handle;
            }
        }

        throw new DllNotFoundException("SQLite is not installed: on Debian or Ubuntu run 'apt-get install libsqlite3-0'.");
    }
}
