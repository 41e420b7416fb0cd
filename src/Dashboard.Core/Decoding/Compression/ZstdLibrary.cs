using System.Buffers;
using System.Runtime.InteropServices;

namespace Dashboard.Core.Decoding.Compression;

/// <summary>
/// Reads Zstandard with the system's libzstd (1.4 or newer), because the framework has none before .NET 11. Output and window are bounded.
/// Where the library is missing, reading says so.
/// </summary>
public static class ZstdLibrary
{
    private const int WindowLogMaximum = 100;
    private const int LargestWindowLog = 25;
    private const int ChunkBytes = 64 * 1024;

    private static readonly string[] Names = ["libzstd.so.1", "libzstd.1.dylib", "libzstd.dll"];
    private static readonly Lazy<Functions?> Library = new(Load);

    private delegate nint Create();

    private delegate nuint Free(nint stream);

    private delegate nuint SetParameter(nint stream, int name, int value);

    private delegate nuint Decompress(nint stream, ref Window output, ref Window input);

    private delegate uint IsError(nuint result);

    /// <summary>The library is there.</summary>
    public static bool IsAvailable => Library.Value is not null;

    /// <summary>The bytes begin as a frame does.</summary>
    public static bool IsFrame(ReadOnlySpan<byte> bytes) => bytes.Length > 8 && bytes.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]);

    /// <summary>What was compressed.</summary>
    /// <exception cref="PayloadException">It is no Zstandard, more than the bound comes out, or the library is missing.</exception>
    public static ReadOnlyMemory<byte> Expand(ReadOnlySpan<byte> bytes, int maximum)
    {
        if (Library.Value is not { } library)
            throw new PayloadException("reading zstd needs libzstd.so.1, which is not installed on the dashboard's machine");
        if (bytes.Length == 0)
            throw new PayloadException("it is not valid zstd");
        var stream = library.Create();
        if (stream == 0)
            throw new PayloadException("libzstd gave no decoder");
        var source = GCHandle.Alloc(bytes.ToArray(), GCHandleType.Pinned);
        var chunk = new byte[ChunkBytes];
        var target = GCHandle.Alloc(chunk, GCHandleType.Pinned);
        try
        {
            _ = library.SetParameter(stream, WindowLogMaximum, LargestWindowLog);
            var input = new Window { Data = source.AddrOfPinnedObject(), Size = (nuint)bytes.Length };
            return Run(library, stream, ref input, target.AddrOfPinnedObject(), chunk, maximum);
        }
        finally
        {
            target.Free();
            source.Free();
            _ = library.Free(stream);
        }
    }

    private static ReadOnlyMemory<byte> Run(Functions library, nint stream, ref Window input, nint target, byte[] chunk, int maximum)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var room = new Window { Data = target, Size = ChunkBytes };
            var rest = library.Decompress(stream, ref room, ref input);
            if (library.IsError(rest) != 0)
                throw new PayloadException("it is not valid zstd");
            var written = (int)room.Position;
            if (written > maximum - output.WrittenCount)
                throw BoundedReading.TooLarge(maximum);
            output.Write(chunk.AsSpan(0, written));
            if (input.Position < input.Size)
                continue;
            if (rest == 0)
                return output.WrittenMemory;
            // Nothing more goes in and nothing came out: the frame is cut.
            if (written == 0)
                throw new PayloadException("the zstd frame ends too early");
        }
    }

    private static Functions? Load()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
                return FunctionsOf(handle);
        }

        return null;
    }

    private static Functions? FunctionsOf(nint library)
        => Of<Create>(library, "ZSTD_createDStream") is { } create
            && Of<Free>(library, "ZSTD_freeDStream") is { } free
            && Of<SetParameter>(library, "ZSTD_DCtx_setParameter") is { } setParameter
            && Of<Decompress>(library, "ZSTD_decompressStream") is { } decompress
            && Of<IsError>(library, "ZSTD_isError") is { } isError
            ? new Functions(create, free, setParameter, decompress, isError)
            : null;

    private static T? Of<T>(nint library, string name)
        where T : Delegate
        => NativeLibrary.TryGetExport(library, name, out var address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer, which are laid out alike.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Window
    {
        public nint Data;
        public nuint Size;
        public nuint Position;
    }

    private sealed record Functions(Create Create, Free Free, SetParameter SetParameter, Decompress Decompress, IsError IsError);
}
