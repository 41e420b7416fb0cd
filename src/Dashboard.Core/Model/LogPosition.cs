using System.Globalization;

namespace Dashboard.Core.Model;

/// <summary>
/// The place of a message on a log with partitions, packed into the one number that looks, jobs and links know as a position. Rises by partition, then by
/// offset; in partition 0 it is the offset itself, so that a log without partitions needs no packing.
/// </summary>
/// <param name="Partition">0 to 32,767.</param>
/// <param name="Offset">0 to 2^48 - 1.</param>
public readonly record struct LogPosition(int Partition, long Offset)
{
    private const int OffsetBits = 48;
    private const long OffsetMask = (1L << OffsetBits) - 1;

    /// <summary>The packed number.</summary>
    /// <exception cref="InvalidOperationException">Partition or offset do not fit.</exception>
    public long Packed => Partition is >= 0 and <= short.MaxValue && Offset is >= 0 and <= OffsetMask
        ? ((long)Partition << OffsetBits) | Offset
        : throw new InvalidOperationException($"Partition {Partition}, offset {Offset} is no place on a log.");

    public static LogPosition Unpack(long packed) => new((int)(packed >> OffsetBits), packed & OffsetMask);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out LogPosition position)
    {
        position = default;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon < 1
            || !int.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            || !long.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            || partition > short.MaxValue || offset > OffsetMask)
        {
            return false;
        }

        position = new LogPosition(partition, offset);
        return true;
    }

    /// <summary><c>3:1042</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}:{Offset}");
}
